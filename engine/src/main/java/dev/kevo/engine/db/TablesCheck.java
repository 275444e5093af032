package dev.kevo.engine.db;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Verification;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.iter.ConcatenatingIterator;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.sstable.Table;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.sstable.TableParts;
import dev.kevo.engine.sstable.TableProperties;
import dev.kevo.engine.value.ValueUse;
import dev.kevo.engine.version.ValueFile;
import dev.kevo.engine.version.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The check of a keyspace's tables: each one, and the order between them. Used once. */
final class TablesCheck {
  private static final Comparator<Run> BY_KEY_AND_AGE =
      Comparator.comparing((Run run) -> run.entries.key(), (Slice a, Slice b) -> a.compareTo(b))
          .thenComparingInt(run -> run.rank);

  private final Tables tables;
  private final long lastSequence;
  private Verification checked = new Verification(0, 0, 0);

  /** Entries in order; a run of a smaller rank is newer. */
  private record Run(EntryIterator entries, int rank) {}

  /**
   * @param lastSequence the newest one that may be in them
   */
  TablesCheck(Tables tables, long lastSequence) {
    this.tables = tables;
    this.lastSequence = lastSequence;
  }

  Verification run() {
    List<Run> runs = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      List<Table> inLevel = tables.level(level);
      inLevel.forEach(this::check);
      if (level == 0) {
        inLevel.forEach(table -> runs.add(new Run(table.iteratorPastCache(), runs.size())));
      } else if (!inLevel.isEmpty()) {
        TableParts parts = new TableParts(inLevel, false);
        runs.add(new Run(new ConcatenatingIterator(parts), runs.size()));
      }
    }
    for (ValueFile file : tables.version().valueFiles().values()) {
      tables.valueFiles().verify(file.meta());
      checked = checked.plus(new Verification(1, file.meta().bytes(), 0));
    }
    for (RangeDelete delete : tables.version().pendingDeletes()) {
      if (delete.sequence() > lastSequence) {
        throw new CorruptionException(delete + " is newer than sequence " + lastSequence);
      }
    }
    try {
      checkOrder(runs);
    } finally {
      runs.forEach(run -> run.entries.close());
    }
    return checked;
  }

  /** Checks a table's bytes, and that it is what the manifest says. */
  private void check(Table table) {
    List<ValueUse> uses = table.reader().verify(tables.valueFiles());
    TableMeta meta = table.meta();
    TableProperties found = table.reader().properties();
    boolean same =
        meta.entries() == found.entries()
            && meta.deletes() == found.deletes()
            && meta.valueUses().equals(uses)
            && Arrays.equals(meta.smallest(), found.smallest())
            && Arrays.equals(meta.largest(), found.largest())
            && (meta.loaded()
                ? found.maxSequence() == 0 && meta.minSequence() == meta.maxSequence()
                : meta.minSequence() == found.minSequence()
                    && meta.maxSequence() == found.maxSequence());
    if (!same) {
      throw new CorruptionException(
          FileNames.table(meta.fileNumber()) + " is not what the manifest says of it");
    }
    if (meta.maxSequence() > lastSequence) {
      throw new CorruptionException(
          FileNames.table(meta.fileNumber())
              + " has sequence "
              + meta.maxSequence()
              + ", but the last commit has "
              + lastSequence);
    }
    checked = checked.plus(new Verification(1, meta.bytes(), meta.entries()));
  }

  /** Checks that a key's versions get older from run to run. */
  private static void checkOrder(List<Run> runs) {
    if (runs.size() < 2) {
      return; // Within a run, the order was checked.
    }
    PriorityQueue<Run> queue = new PriorityQueue<>(BY_KEY_AND_AGE);
    for (Run run : runs) {
      if (run.entries.seekToFirst()) {
        queue.add(run);
      }
    }
    byte[] key = new byte[0];
    long oldest = Long.MAX_VALUE;
    for (Run run = queue.poll(); run != null; run = queue.poll()) {
      if (!run.entries.key().contentEquals(key)) {
        key = run.entries.key().toByteArray();
        oldest = Long.MAX_VALUE;
      }
      if (run.entries.sequence() >= oldest) {
        throw new CorruptionException(
            "version "
                + run.entries.sequence()
                + " of key "
                + run.entries.key()
                + " lies below version "
                + oldest);
      }
      oldest = run.entries.sequence();
      if (run.entries.next()) {
        queue.add(run);
      }
    }
  }
}
