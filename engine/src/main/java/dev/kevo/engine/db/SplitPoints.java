package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.memtable.MemTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a range into parts of about the same size, by a sample of its keys and what lies between.
 */
final class SplitPoints {
  /** Of a MemTable, every so many entries one is taken. */
  private static final int STRIDE = 32;

  /** More entries of a MemTable are not looked at. */
  private static final int ENTRIES_MAX = 200_000;

  private record Sample(byte[] key, long bytes) {}

  private final KeyRange range;
  private final List<Sample> samples = new ArrayList<>();

  private SplitPoints(KeyRange range) {
    this.range = range;
  }

  static List<byte[]> of(KeyspaceState keyspace, KeyRange range, int partsMax) {
    if (partsMax < 1) {
      throw new IllegalArgumentException("partsMax is out of range: " + partsMax);
    }
    if (partsMax == 1 || range.isEmpty()) {
      return List.of();
    }
    SplitPoints points = new SplitPoints(range);
    keyspace.tables().sample(range, (key, bytes) -> points.samples.add(new Sample(key, bytes)));
    points.sample(keyspace.active());
    keyspace.immutables().forEach(points::sample);
    return points.choose(partsMax);
  }

  private void sample(MemTable memTable) {
    byte[] start = range.start();
    byte[] end = range.end();
    try (EntryIterator entries = memTable.iterator()) {
      boolean at = start == null ? entries.seekToFirst() : entries.seek(start, Tag.SEQUENCE_MAX);
      long bytes = 0;
      byte[] first = null;
      for (int i = 0; at && i < ENTRIES_MAX; i++) {
        if (end != null && entries.key().compareTo(end) >= 0) {
          break;
        }
        if (i % STRIDE == 0) {
          if (first != null) {
            samples.add(new Sample(first, bytes));
          }
          first = entries.key().toByteArray();
          bytes = 0;
        }
        bytes += entries.key().length() + entries.value().length();
        at = entries.next();
      }
      if (first != null) {
        samples.add(new Sample(first, bytes));
      }
    }
  }

  private List<byte[]> choose(int partsMax) {
    samples.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    long all = samples.stream().mapToLong(Sample::bytes).sum();
    List<byte[]> chosen = new ArrayList<>();
    byte[] before = range.start() == null ? new byte[0] : range.start();
    long passed = 0;
    for (Sample sample : samples) {
      boolean due = (double) passed / all >= (double) (chosen.size() + 1) / partsMax;
      if (due && chosen.size() < partsMax - 1 && Arrays.compareUnsigned(before, sample.key()) < 0) {
        chosen.add(sample.key());
        before = sample.key();
      }
      passed += sample.bytes();
    }
    return chosen;
  }
}
