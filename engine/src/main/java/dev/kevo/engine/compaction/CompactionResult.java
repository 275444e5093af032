package dev.kevo.engine.compaction;

import dev.kevo.engine.sstable.TableMeta;
import java.util.List;

/**
 * What a compaction made.
 *
 * @param tables the new tables, durable, by key; none if nothing was kept
 * @param bytesRead bytes of the input tables
 * @param bytesWritten bytes of the new tables
 */
public record CompactionResult(List<TableMeta> tables, long bytesRead, long bytesWritten) {
  public CompactionResult {
    tables = List.copyOf(tables);
  }
}
