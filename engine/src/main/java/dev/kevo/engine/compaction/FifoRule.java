package dev.kevo.engine.compaction;

import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionEdit.TableChange;
import java.util.ArrayList;
import java.util.List;

/** Which tables a keyspace of style FIFO has grown out of. */
public final class FifoRule {
  private FifoRule() {}

  /**
   * The oldest tables, as many as exceed a size.
   *
   * @param oldestSnapshot tables with newer entries stay: a transaction may conflict with them
   */
  public static List<TableChange> excess(
      int keyspaceId, Version version, long bytesMax, long oldestSnapshot) {
    long bytes = 0;
    for (int level = 0; level < Version.LEVELS; level++) {
      for (TableMeta table : version.level(level)) {
        bytes += table.bytes() + table.usedValueBytes();
      }
    }
    List<TableChange> removed = new ArrayList<>();
    for (int level = Version.LEVELS - 1; level >= 0; level--) {
      List<TableMeta> tables = version.level(level);
      for (int i = tables.size() - 1; i >= 0 && bytes > bytesMax; i--) {
        TableMeta table = tables.get(i);
        if (table.maxSequence() > oldestSnapshot) {
          return removed;
        }
        bytes -= table.bytes() + table.usedValueBytes();
        removed.add(new RemovedTable(keyspaceId, level, table.fileNumber()));
      }
    }
    return removed;
  }
}
