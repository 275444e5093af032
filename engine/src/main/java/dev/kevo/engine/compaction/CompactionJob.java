package dev.kevo.engine.compaction;

import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.iter.ConcatenatingIterator;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.iter.MergingIterator;
import dev.kevo.engine.sstable.Table;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.sstable.TableParts;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Merges a compaction's tables into new ones. Changes no version: the caller installs the result.
 *
 * @param files where the tables lie
 * @param directory the database's directory
 * @param tables opens the inputs
 * @param fileNumbers gives each output its number
 * @param tableBytes size at which the next output begins
 * @param rate holds the outputs back
 */
public record CompactionJob(
    FileSystem files,
    Path directory,
    TableCache tables,
    LongSupplier fileNumbers,
    long tableBytes,
    RateLimit rate) {

  /**
   * Runs a compaction. On return the new tables and their names are durable.
   *
   * @param keyspace the keyspace as it was picked from
   * @param readers noted after the inputs became part of the version
   * @param cancelled asked now and then; once true the job removes its files and ends with a {@link
   *     java.util.concurrent.CancellationException}
   */
  public Written run(
      Compaction compaction, KeyspaceVersion keyspace, Readers readers, BooleanSupplier cancelled) {
    TableOutput output =
        new TableOutput(
            files,
            directory,
            fileNumbers,
            keyspace.options(),
            // In level 0 a run is one table: they are counted, and ordered by age.
            compaction.outputLevel() == 0 ? Long.MAX_VALUE : tableBytes,
            rate);
    DropRule rule =
        new DropRule(
            readers,
            keyspace.version().rangeDeletes(),
            keyspace.version(),
            compaction.outputLevel(),
            compaction.olderInLevelZero(keyspace.version()));
    Version version = keyspace.version();
    OldValues old = new OldValues(version.valueFiles(), tables.values());
    try (EntryIterator entries = entries(compaction)) {
      return output.write(entries, rule, version.newestPending(), old, cancelled);
    }
  }

  private EntryIterator entries(Compaction compaction) {
    List<EntryIterator> sources = new ArrayList<>();
    if (compaction.level() == 0) {
      for (TableMeta table : compaction.upper()) {
        sources.add(sequence(List.of(table)));
      }
    } else {
      sources.add(sequence(compaction.upper()));
    }
    if (!compaction.lower().isEmpty()) {
      sources.add(sequence(compaction.lower()));
    }
    return MergingIterator.of(sources);
  }

  private EntryIterator sequence(List<TableMeta> metas) {
    List<Table> parts = new ArrayList<>();
    for (TableMeta meta : metas) {
      parts.add(tables.table(meta));
    }
    return new ConcatenatingIterator(new TableParts(parts, false));
  }
}
