package dev.kevo.engine.db;

import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The current {@link ReadState} and the older ones that readers still pin.
 *
 * <p>A file that an edit removed may be deleted once every older state that has it is unpinned; a
 * long reader holds back the files that it can read, and no others.
 */
final class ReadStates {
  /** Takes the files that nobody reads any more. */
  interface Unused {
    void filesUnused(List<Numbered> files);
  }

  private final TableCache cache;
  private final Unused unused;

  /** Replaced states that are still pinned. Guarded by this. */
  private final List<Older> older = new ArrayList<>();

  /** Files that the current state does without, and some older one may not. Guarded by this. */
  private final Set<Numbered> removed = new LinkedHashSet<>();

  /** Volatile: readers take it without a lock. Written under this. */
  private volatile ReadState current;

  /** A replaced state and its files. */
  private record Older(ReadState state, Set<Numbered> files) {}

  ReadStates(ReadState first, TableCache cache, Unused unused) {
    this.current = first;
    this.cache = cache;
    this.unused = unused;
  }

  /** The current state, unpinned: for those who only look at MemTables or versions. */
  ReadState current() {
    return current;
  }

  /** The current state, pinned: give it back to {@link #unpin}. */
  ReadState pin() {
    while (true) {
      ReadState state = current;
      if (state.tryPin()) {
        return state;
      }
    }
  }

  void unpin(ReadState state) {
    if (state.unpin()) {
      collect();
    }
  }

  /** Adds a keyspace that the versions have. */
  synchronized void addKeyspace(KeyspaceHandle handle, VersionSet versions) {
    List<KeyspaceState> keyspaces = new ArrayList<>(current.keyspaces());
    keyspaces.add(
        new KeyspaceState(
            handle,
            new MemTable(),
            List.of(),
            new Tables(versions.keyspaces().get(handle.id()).version(), cache)));
    replace(new ReadState(keyspaces, current.generations(), versions), List.of());
  }

  /** Empties a keyspace that the versions have no more. */
  synchronized void dropKeyspace(
      KeyspaceHandle handle, VersionSet versions, List<Numbered> removed) {
    List<KeyspaceState> keyspaces = new ArrayList<>(current.keyspaces());
    keyspaces.set(
        handle.id(),
        new KeyspaceState(handle, new MemTable(), List.of(), new Tables(Version.EMPTY, cache)));
    replace(new ReadState(keyspaces, current.generations(), versions), removed);
  }

  /** Sets the MemTables that hold something aside as a generation to be flushed. */
  synchronized void rotate(long number, long lastSequence, long nextLogNumber, long logBytes) {
    Map<Integer, MemTable> memTables = new HashMap<>();
    List<KeyspaceState> keyspaces = new ArrayList<>();
    for (KeyspaceState keyspace : current.keyspaces()) {
      if (keyspace.active().isEmpty()) {
        keyspaces.add(keyspace);
      } else {
        memTables.put(keyspace.handle().id(), keyspace.active());
        keyspaces.add(keyspace.rotated());
      }
    }
    List<Generation> generations = new ArrayList<>(current.generations());
    generations.add(new Generation(number, memTables, lastSequence, nextLogNumber, logBytes));
    replace(new ReadState(keyspaces, generations, current.versions()), List.of());
  }

  /**
   * Installs new versions.
   *
   * @param flushed the oldest generation, if its MemTables have become tables; else null
   * @param removed the files that the new versions do without
   */
  synchronized void install(
      VersionSet versions, @Nullable Generation flushed, List<Numbered> removed) {
    List<Generation> generations = new ArrayList<>(current.generations());
    List<KeyspaceState> keyspaces = new ArrayList<>();
    for (KeyspaceState keyspace : current.keyspaces()) {
      int id = keyspace.handle().id();
      KeyspaceVersion changed = versions.keyspaces().get(id);
      KeyspaceState next =
          changed.version() == keyspace.tables().version()
              ? keyspace
              : keyspace.withTables(new Tables(changed.version(), cache));
      MemTable memTable = flushed == null ? null : flushed.memTables().get(id);
      keyspaces.add(memTable == null ? next : next.withoutImmutable(memTable));
    }
    if (flushed != null) {
      generations.remove(flushed);
    }
    replace(new ReadState(keyspaces, generations, versions), removed);
  }

  private void replace(ReadState next, List<Numbered> gone) {
    ReadState old = current;
    older.add(new Older(old, files(old)));
    removed.addAll(gone);
    current = next;
    if (old.unpin() || !gone.isEmpty()) {
      collect();
    }
  }

  private static Set<Numbered> files(ReadState state) {
    Set<Numbered> files = new HashSet<>();
    for (KeyspaceVersion keyspace : state.versions().keyspaces()) {
      files.addAll(keyspace.version().files());
    }
    return files;
  }

  /** Lets go of the states that are unpinned, and of the files that no other one has. */
  private synchronized void collect() {
    older.removeIf(state -> !state.state().isPinned());
    List<Numbered> free = new ArrayList<>();
    for (Numbered file : removed) {
      if (older.stream().noneMatch(state -> state.files().contains(file))) {
        free.add(file);
      }
    }
    free.forEach(removed::remove);
    if (!free.isEmpty()) {
      unused.filesUnused(free);
    }
  }
}
