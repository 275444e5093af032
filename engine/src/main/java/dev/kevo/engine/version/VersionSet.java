package dev.kevo.engine.version;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.VersionEdit.AddedRangeDelete;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.AddedValueFile;
import dev.kevo.engine.version.VersionEdit.AlteredKeyspace;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.DroppedKeyspace;
import dev.kevo.engine.version.VersionEdit.ExpiredEntries;
import dev.kevo.engine.version.VersionEdit.KeptHistory;
import dev.kevo.engine.version.VersionEdit.LogPosition;
import dev.kevo.engine.version.VersionEdit.SequenceTime;
import dev.kevo.engine.version.VersionEdit.TableChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that the manifest says at one moment. Immutable.
 *
 * @param nextFileNumber greater than every file number in use
 * @param logNumber the first log segment that a replay needs
 * @param flushedSequence the last sequence before that segment's first one
 * @param times how old entries are, if some keyspace wants to know
 * @param keyspaces each keyspace's version; a keyspace's id is its index
 */
public record VersionSet(
    long nextFileNumber,
    long logNumber,
    long flushedSequence,
    SequenceTimes times,
    List<KeyspaceVersion> keyspaces) {
  /** What there is before the first edit. */
  public static final VersionSet EMPTY = new VersionSet(1, 0, 0, SequenceTimes.NONE, List.of());

  public VersionSet {
    keyspaces = List.copyOf(keyspaces);
  }

  /**
   * A keyspace and its tables.
   *
   * @param dropped whether it is no more; its id stays taken, for the log may still speak of it
   */
  public record KeyspaceVersion(
      int id, String name, KeyspaceOptions options, Version version, boolean dropped) {
    KeyspaceVersion with(KeyspaceOptions changed) {
      return new KeyspaceVersion(id, name, changed, version, dropped);
    }

    KeyspaceVersion with(Version changed) {
      return new KeyspaceVersion(id, name, options, changed, dropped);
    }

    KeyspaceVersion asDropped() {
      return new KeyspaceVersion(id, name, options, Version.EMPTY, true);
    }
  }

  /**
   * What an edit makes of this.
   *
   * @throws IllegalArgumentException if the edit does not fit
   */
  public VersionSet apply(VersionEdit edit) {
    long number = logNumber;
    long sequence = flushedSequence;
    SequenceTimes known = times;
    List<KeyspaceVersion> changed = new ArrayList<>(keyspaces);
    Map<Integer, List<TableChange>> tables = new HashMap<>();
    for (Change change : edit.changes()) {
      if (change instanceof LogPosition log) {
        require(
            log.logNumber() >= number && log.flushedSequence() >= sequence, "log goes back", log);
        number = log.logNumber();
        sequence = log.flushedSequence();
      } else if (change instanceof CreatedKeyspace created) {
        require(created.id() == changed.size(), "keyspace out of order", created);
        changed.add(
            new KeyspaceVersion(
                created.id(), created.name(), created.options(), Version.EMPTY, false));
      } else if (change instanceof AlteredKeyspace altered) {
        KeyspaceVersion keyspace = keyspace(changed, altered.id());
        changed.set(altered.id(), keyspace.with(altered.options()));
      } else if (change instanceof SequenceTime time) {
        known = known.with(time);
      } else if (change instanceof DroppedKeyspace dropped) {
        changed.set(dropped.id(), keyspace(changed, dropped.id()).asDropped());
      } else if (change instanceof TableChange table) {
        tables.computeIfAbsent(table.keyspaceId(), id -> new ArrayList<>()).add(table);
      }
    }
    tables.forEach(
        (id, changes) -> {
          KeyspaceVersion keyspace = keyspace(changed, id);
          require(!keyspace.dropped(), "keyspace was dropped", id);
          changed.set(id, keyspace.with(keyspace.version().with(changes)));
        });
    long next = Math.max(nextFileNumber, edit.nextFileNumber());
    return new VersionSet(next, number, sequence, known, changed);
  }

  private static KeyspaceVersion keyspace(List<KeyspaceVersion> keyspaces, int id) {
    require(id >= 0 && id < keyspaces.size(), "unknown keyspace", id);
    return keyspaces.get(id);
  }

  /** The one edit that makes this out of {@link #EMPTY}. */
  VersionEdit toEdit() {
    List<Change> changes = new ArrayList<>();
    changes.add(new LogPosition(logNumber, flushedSequence));
    changes.addAll(times.times());
    for (KeyspaceVersion keyspace : keyspaces) {
      changes.add(new CreatedKeyspace(keyspace.id(), keyspace.name(), keyspace.options()));
      if (keyspace.dropped()) {
        changes.add(new DroppedKeyspace(keyspace.id()));
      }
      if (keyspace.version().expiredBefore() > 0) {
        changes.add(new ExpiredEntries(keyspace.id(), keyspace.version().expiredBefore()));
      }
      if (keyspace.version().history().isKept()) {
        changes.add(new KeptHistory(keyspace.id(), keyspace.version().history()));
      }
      for (RangeDelete delete : keyspace.version().pendingDeletes()) {
        changes.add(new AddedRangeDelete(keyspace.id(), delete));
      }
      for (ValueFile file : keyspace.version().valueFiles().values()) {
        changes.add(new AddedValueFile(keyspace.id(), file.meta()));
      }
      for (int level = 0; level < Version.LEVELS; level++) {
        for (TableMeta table : keyspace.version().level(level)) {
          changes.add(new AddedTable(keyspace.id(), level, table));
        }
      }
    }
    return new VersionEdit(nextFileNumber, changes);
  }

  private static void require(boolean holds, String what, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + found);
    }
  }
}
