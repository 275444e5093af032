package dev.kevo.engine.txn;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a serializable transaction has read: keys, present or not, and the parts of ranges that its
 * cursors covered. When there are too many of them, their keyspaces count as read as a whole. For
 * one thread at a time.
 */
final class ReadSet {
  static final int READS_MAX = 100_000;

  private final Set<ReadKey> keys = new HashSet<>();
  private final List<ReadRange> ranges = new ArrayList<>();
  private final Set<Integer> wholeKeyspaces = new HashSet<>();

  private record ReadKey(int keyspaceId, byte[] key) {
    @Override
    public boolean equals(Object o) {
      return o instanceof ReadKey other
          && keyspaceId == other.keyspaceId
          && Arrays.equals(key, other.key);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(key) + keyspaceId;
    }
  }

  void addKey(int keyspaceId, byte[] key) {
    if (!wholeKeyspaces.contains(keyspaceId)) {
      keys.add(new ReadKey(keyspaceId, key.clone()));
      coarsenIfTooMany();
    }
  }

  /** Follows a cursor. */
  Cursor addScan(int keyspaceId, Scan scan, Cursor cursor) {
    if (wholeKeyspaces.contains(keyspaceId)) {
      return cursor;
    }
    ReadRange range = new ReadRange(keyspaceId, scan, cursor);
    ranges.add(range);
    coarsenIfTooMany();
    return range;
  }

  private void coarsenIfTooMany() {
    if (keys.size() + ranges.size() > READS_MAX) {
      keys.forEach(key -> wholeKeyspaces.add(key.keyspaceId()));
      ranges.forEach(range -> wholeKeyspaces.add(range.keyspaceId));
      keys.clear();
      ranges.clear();
    }
  }

  /** Whether anything read has an entry newer than {@code sequence}. */
  boolean changedSince(long sequence, Changes changes) {
    for (int keyspaceId : wholeKeyspaces) {
      if (changes.rangeChangedSince(keyspaceId, KeyRange.all(), sequence)) {
        return true;
      }
    }
    for (ReadKey key : keys) {
      if (changes.keyChangedSince(key.keyspaceId(), key.key(), sequence)) {
        return true;
      }
    }
    for (ReadRange range : ranges) {
      KeyRange covered = range.covered();
      if (covered != null && changes.rangeChangedSince(range.keyspaceId, covered, sequence)) {
        return true;
      }
    }
    return false;
  }

  /** A cursor that knows how far it has come. */
  private static final class ReadRange implements Cursor {
    private final int keyspaceId;
    private final KeyRange range;
    private final boolean reversed;
    private final Cursor cursor;
    private boolean begun;
    private boolean exhausted;
    private boolean closed;
    private boolean standing;
    private byte @Nullable [] reached;
    private long remaining;

    ReadRange(int keyspaceId, Scan scan, Cursor cursor) {
      this.keyspaceId = keyspaceId;
      this.range = scan.range();
      this.reversed = scan.reversed();
      this.cursor = cursor;
      this.remaining = scan.limit();
    }

    /** The part of the range that was read; null if none was. */
    @Nullable KeyRange covered() {
      if (!begun) {
        return null;
      }
      byte[] last = reached;
      if (exhausted || last == null) {
        return range;
      }
      return reversed
          ? new KeyRange(last, range.end())
          : new KeyRange(range.start(), Arrays.copyOf(last, last.length + 1));
    }

    @Override
    public boolean next() {
      begun = true;
      if (remaining == 0) {
        // The limit, not the range's end: what lies beyond was not read.
        keepReached();
        standing = false;
        return cursor.next();
      }
      standing = cursor.next();
      exhausted |= !standing;
      remaining--;
      return standing;
    }

    @Override
    public long skip(long max) {
      begun |= max > 0;
      long within = Math.min(max, remaining);
      long passed = cursor.skip(within);
      remaining -= passed;
      if (passed < within) {
        exhausted = true;
        standing = false;
      } else {
        standing |= passed > 0;
      }
      return passed;
    }

    @Override
    public int next(EntryBatch into) {
      begun = true;
      if (remaining == 0) {
        keepReached();
      }
      int room = into.room();
      int count = cursor.next(into);
      standing |= count > 0;
      exhausted |= count < room && count < remaining;
      remaining -= count;
      return count;
    }

    private void keepReached() {
      if (standing) {
        reached = cursor.key().toByteArray();
      }
    }

    @Override
    public void seek(byte[] key) {
      cursor.seek(key);
    }

    @Override
    public Slice key() {
      return cursor.key();
    }

    @Override
    public Slice value() {
      return cursor.value();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        keepReached();
        cursor.close();
      }
    }
  }
}
