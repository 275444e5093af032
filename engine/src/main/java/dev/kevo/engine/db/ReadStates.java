package dev.kevo.engine.db;

import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The current {@link ReadState} and the older ones that readers still pin.
 *
 * <p>A table that an edit removed may be deleted once every state from before that edit is
 * unpinned. States are therefore let go in their order, so one long reader holds back all later
 * deletions; that costs space only.
 */
final class ReadStates {
  /** Takes the tables that nobody reads any more. */
  interface Unused {
    void tablesUnused(List<Long> fileNumbers);
  }

  private final TableCache cache;
  private final Unused unused;

  /** States in the order of their begin, the current one last. Guarded by this. */
  private final Deque<Replaceable> states = new ArrayDeque<>();

  /** Volatile: readers take it without a lock. Written under this. */
  private volatile ReadState current;

  /** A state and the tables that its successor did without. */
  private record Replaceable(ReadState state, List<Long> removedAfter) {}

  ReadStates(ReadState first, TableCache cache, Unused unused) {
    this.current = first;
    this.cache = cache;
    this.unused = unused;
    states.add(new Replaceable(first, new ArrayList<>()));
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
        new KeyspaceState(handle, new MemTable(), List.of(), new Tables(Version.EMPTY, cache)));
    replace(new ReadState(keyspaces, current.generations(), versions), List.of());
  }

  /** Empties a keyspace that the versions have no more. */
  synchronized void dropKeyspace(KeyspaceHandle handle, VersionSet versions, List<Long> removed) {
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
   * @param removed the tables that the new versions do without
   */
  synchronized void install(VersionSet versions, @Nullable Generation flushed, List<Long> removed) {
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

  private void replace(ReadState next, List<Long> removed) {
    ReadState old = current;
    states.getLast().removedAfter().addAll(removed);
    states.addLast(new Replaceable(next, new ArrayList<>()));
    current = next;
    if (old.unpin()) {
      collect();
    }
  }

  /** Lets go of the oldest states as far as they are unpinned. */
  private synchronized void collect() {
    List<Long> numbers = new ArrayList<>();
    while (states.size() > 1 && !states.getFirst().state().isPinned()) {
      numbers.addAll(states.removeFirst().removedAfter());
    }
    if (!numbers.isEmpty()) {
      unused.tablesUnused(numbers);
    }
  }
}
