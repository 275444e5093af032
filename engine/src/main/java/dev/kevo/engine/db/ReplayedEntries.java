package dev.kevo.engine.db;

import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.memtable.EntrySort;
import org.jspecify.annotations.Nullable;

/** A keyspace's entries of a log that is replayed into tables: nobody reads them before. */
final class ReplayedEntries {
  /** Adding one copies the others' places: few of them shall be here. */
  private static final int RANGE_DELETE_OVERHEAD_BYTES = 1024;

  private final EntrySort sort = new EntrySort();
  private RangeDeletes rangeDeletes = RangeDeletes.NONE;
  private long rangeDeleteBytes;

  /** Adds an entry as the log has it. */
  void add(long sequence, EntryKind kind, byte[] key, byte @Nullable [] value) {
    if (kind != EntryKind.RANGE_DELETE) {
      sort.add(key, sequence, kind, value);
      return;
    }
    RangeDelete delete = new RangeDelete(key, value, sequence);
    if (!delete.range().isEmpty()) {
      rangeDeletes = rangeDeletes.with(delete);
      rangeDeleteBytes += key.length + (value == null ? 0 : value.length);
      rangeDeleteBytes += RANGE_DELETE_OVERHEAD_BYTES;
    }
  }

  EntrySort sort() {
    return sort;
  }

  RangeDeletes rangeDeletes() {
    return rangeDeletes;
  }

  /** The memory they take, roughly. */
  long approximateBytes() {
    return sort.approximateBytes() + rangeDeleteBytes;
  }
}
