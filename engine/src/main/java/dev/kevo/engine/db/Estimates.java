package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.RangeEstimate;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.memtable.MemTable;
import java.util.ArrayList;
import java.util.List;

/** Guesses what lies in a range: tables by their indexes, MemTables by counting up to a bound. */
final class Estimates {
  /** More entries of one MemTable are not counted but taken in proportion. */
  private static final int COUNTED_MAX = 1000;

  private Estimates() {}

  static RangeEstimate of(KeyspaceState keyspace, KeyRange range) {
    if (range.isEmpty()) {
      return new RangeEstimate(0, 0);
    }
    List<MemTable> memTables = new ArrayList<>(keyspace.immutables());
    memTables.add(keyspace.active());
    RangeEstimate sum = keyspace.tables().estimate(range);
    for (MemTable memTable : memTables) {
      RangeEstimate part = of(memTable, range);
      sum = new RangeEstimate(sum.entries() + part.entries(), sum.bytes() + part.bytes());
    }
    return sum;
  }

  private static RangeEstimate of(MemTable memTable, KeyRange range) {
    byte[] start = range.start();
    byte[] end = range.end();
    if (start == null && end == null) {
      return new RangeEstimate(memTable.entries(), memTable.approximateBytes());
    }
    long counted = 0;
    long bytes = 0;
    try (EntryIterator entries = memTable.iterator()) {
      boolean at = start == null ? entries.seekToFirst() : entries.seek(start, Tag.SEQUENCE_MAX);
      while (at && (end == null || entries.key().compareTo(end) < 0)) {
        if (counted == COUNTED_MAX) {
          return new RangeEstimate(
              Math.max(counted, memTable.entries() / 2),
              Math.max(bytes, memTable.approximateBytes() / 2));
        }
        counted++;
        bytes += entries.key().length() + entries.value().length();
        at = entries.next();
      }
    }
    return new RangeEstimate(counted, bytes);
  }
}
