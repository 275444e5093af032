package dev.kevo.engine.compaction;

import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit.RemovedRangeDelete;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionEdit.TableChange;
import java.util.ArrayList;
import java.util.List;

/**
 * What range deletes allow to remove without reading or writing a table: tables that nobody sees an
 * entry of any more, and range deletes that have nothing left to hide. A pure function of a version
 * and the live snapshots.
 */
public final class RangeCleanUp {
  private final int keyspaceId;
  private final Version version;
  private final Readers readers;

  /**
   * @param readers what they see stays
   */
  public RangeCleanUp(int keyspaceId, Version version, Readers readers) {
    this.keyspaceId = keyspaceId;
    this.version = version;
    this.readers = readers;
  }

  /** What to remove; empty if nothing can be. */
  public List<TableChange> changes() {
    if (version.rangeDeletes().isEmpty()) {
      return List.of();
    }
    List<TableChange> changes = new ArrayList<>();
    List<TableMeta> kept = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      for (TableMeta table : version.level(level)) {
        if (isHidden(table)) {
          changes.add(new RemovedTable(keyspaceId, level, table.fileNumber()));
        } else {
          kept.add(table);
        }
      }
    }
    for (RangeDelete delete : version.pendingDeletes()) {
      if (isCarriedOut(delete, kept)) {
        changes.add(new RemovedRangeDelete(keyspaceId, delete));
      }
    }
    return changes;
  }

  /** Whether no snapshot lies between a table's oldest entry and the delete of them all. */
  private boolean isHidden(TableMeta table) {
    RangeDeletes deletes = version.rangeDeletes();
    long from = deletes.hiddenFrom(table.smallest(), table.largest(), table.maxSequence());
    return from != Long.MAX_VALUE && !readers.anyIn(table.minSequence(), from);
  }

  /** A delete stays as long as a transaction may conflict with it. */
  private boolean isCarriedOut(RangeDelete delete, List<TableMeta> tables) {
    if (delete.sequence() > readers.oldest()) {
      return false;
    }
    for (TableMeta table : tables) {
      if (awaits(table, delete)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a table may hold entries that a delete hides. */
  static boolean awaits(TableMeta table, RangeDelete delete) {
    return delete.sequence() > table.cleanSequence()
        && delete.sequence() > table.minSequence()
        && delete.meets(table.smallest(), table.largest());
  }
}
