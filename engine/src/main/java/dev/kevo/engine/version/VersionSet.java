package dev.kevo.engine.version;

import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.LogPosition;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that the manifest says at one moment. Immutable.
 *
 * @param nextFileNumber greater than every file number in use
 * @param logNumber the first log segment that a replay needs
 * @param flushedSequence the last sequence before that segment's first one
 * @param keyspaces each keyspace's version; a keyspace's id is its index
 */
public record VersionSet(
    long nextFileNumber, long logNumber, long flushedSequence, List<KeyspaceVersion> keyspaces) {
  /** What there is before the first edit. */
  public static final VersionSet EMPTY = new VersionSet(1, 0, 0, List.of());

  public VersionSet {
    keyspaces = List.copyOf(keyspaces);
  }

  /** A keyspace and its tables. */
  public record KeyspaceVersion(int id, String name, Version version) {}

  /**
   * What an edit makes of this.
   *
   * @throws IllegalArgumentException if the edit does not fit
   */
  public VersionSet apply(VersionEdit edit) {
    long number = logNumber;
    long sequence = flushedSequence;
    for (LogPosition log : edit.logs()) {
      require(log.logNumber() >= number && log.flushedSequence() >= sequence, "log goes back", log);
      number = log.logNumber();
      sequence = log.flushedSequence();
    }
    List<KeyspaceVersion> changed = new ArrayList<>(keyspaces);
    for (CreatedKeyspace created : edit.keyspaces()) {
      require(created.id() == changed.size(), "keyspace out of order", created);
      changed.add(new KeyspaceVersion(created.id(), created.name(), Version.EMPTY));
    }
    Set<Integer> touched = new HashSet<>();
    edit.removed().forEach(table -> touched.add(table.keyspaceId()));
    edit.added().forEach(table -> touched.add(table.keyspaceId()));
    for (int id : touched) {
      require(id >= 0 && id < changed.size(), "unknown keyspace", id);
      KeyspaceVersion keyspace = changed.get(id);
      List<RemovedTable> removed =
          edit.removed().stream().filter(table -> table.keyspaceId() == id).toList();
      List<AddedTable> added =
          edit.added().stream().filter(table -> table.keyspaceId() == id).toList();
      Version version = keyspace.version().with(removed, added);
      changed.set(id, new KeyspaceVersion(id, keyspace.name(), version));
    }
    long next = Math.max(nextFileNumber, edit.nextFileNumber());
    return new VersionSet(next, number, sequence, changed);
  }

  /** The one edit that makes this out of {@link #EMPTY}. */
  VersionEdit toEdit() {
    List<CreatedKeyspace> created = new ArrayList<>();
    List<AddedTable> added = new ArrayList<>();
    for (KeyspaceVersion keyspace : keyspaces) {
      created.add(new CreatedKeyspace(keyspace.id(), keyspace.name()));
      for (int level = 0; level < Version.LEVELS; level++) {
        for (TableMeta table : keyspace.version().level(level)) {
          added.add(new AddedTable(keyspace.id(), level, table));
        }
      }
    }
    LogPosition log = new LogPosition(logNumber, flushedSequence);
    return new VersionEdit(nextFileNumber, List.of(log), created, List.of(), added);
  }

  private static void require(boolean holds, String what, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + found);
    }
  }
}
