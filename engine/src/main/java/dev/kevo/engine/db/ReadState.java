package dev.kevo.engine.db;

import dev.kevo.engine.db.Recovery.Recovered;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that a reader needs at one moment: per keyspace the MemTable that grows, those that
 * wait for their flush, and the tables. Immutable, apart from the MemTables that grow; the files of
 * its tables stay as long as it is pinned.
 */
final class ReadState {
  private final List<KeyspaceState> keyspaces;
  private final List<Generation> generations;
  private final VersionSet versions;

  /** Readers plus one as long as this is the current state; 0 is final. */
  private final AtomicInteger pins = new AtomicInteger(1);

  ReadState(List<KeyspaceState> keyspaces, List<Generation> generations, VersionSet versions) {
    this.keyspaces = List.copyOf(keyspaces);
    this.generations = List.copyOf(generations);
    this.versions = versions;
  }

  /** The state that a recovery leaves to a database. */
  static ReadState of(Recovered recovered, KevoDatabase database, TableCache tables) {
    List<KeyspaceState> keyspaces = new ArrayList<>();
    for (KeyspaceVersion keyspace : recovered.versions().keyspaces()) {
      MemTable memTable = recovered.memTables().get(keyspace.id());
      KeyspaceHandle handle = new KeyspaceHandle(database, keyspace.id(), keyspace.name());
      if (keyspace.dropped()) {
        handle.drop();
      }
      keyspaces.add(
          new KeyspaceState(
              handle,
              memTable == null ? new MemTable() : memTable,
              List.of(),
              new Tables(keyspace.version(), tables)));
    }
    return new ReadState(keyspaces, List.of(), recovered.versions());
  }

  /** Each keyspace's part; its id is its index. */
  List<KeyspaceState> keyspaces() {
    return keyspaces;
  }

  KeyspaceState keyspace(int id) {
    return keyspaces.get(id);
  }

  /** What waits to be flushed, oldest first. */
  List<Generation> generations() {
    return generations;
  }

  VersionSet versions() {
    return versions;
  }

  /** The bytes of the MemTables that grow. */
  long activeBytes() {
    long bytes = 0;
    for (KeyspaceState keyspace : keyspaces) {
      bytes += keyspace.active().approximateBytes();
    }
    return bytes;
  }

  boolean tryPin() {
    int seen;
    do {
      seen = pins.get();
      if (seen == 0) {
        return false;
      }
    } while (!pins.compareAndSet(seen, seen + 1));
    return true;
  }

  /** Returns whether this was the last pin. */
  boolean unpin() {
    return pins.decrementAndGet() == 0;
  }

  boolean isPinned() {
    return pins.get() != 0;
  }
}
