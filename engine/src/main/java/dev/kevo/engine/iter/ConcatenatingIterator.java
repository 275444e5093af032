package dev.kevo.engine.iter;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sorted parts that do not overlap, such as a level's tables, as one iterator. A part is opened
 * when a move reaches it, and closed when one leaves it.
 */
public final class ConcatenatingIterator implements EntryIterator {
  /** The parts in the order of their keys; no user key is in two of them, and none is empty. */
  public interface Parts {
    int count();

    /** The first user key of a part. */
    byte[] first(int part);

    /** The last user key of a part. */
    byte[] last(int part);

    /** Opens an iterator over a part. */
    EntryIterator open(int part);
  }

  static final Parts NO_PARTS =
      new Parts() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public byte[] first(int part) {
          throw new IndexOutOfBoundsException(part);
        }

        @Override
        public byte[] last(int part) {
          throw new IndexOutOfBoundsException(part);
        }

        @Override
        public EntryIterator open(int part) {
          throw new IndexOutOfBoundsException(part);
        }
      };

  private final Parts parts;
  private @Nullable EntryIterator current;
  private int part = -1;

  public ConcatenatingIterator(Parts parts) {
    this.parts = parts;
  }

  @Override
  public boolean seekToFirst() {
    return parts.count() > 0 && enter(0).seekToFirst();
  }

  @Override
  public boolean seekToLast() {
    return parts.count() > 0 && enter(parts.count() - 1).seekToLast();
  }

  @Override
  public boolean seek(byte[] userKey, long sequence) {
    int low = 0;
    int high = parts.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(parts.last(middle), userKey) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < parts.count() && (enter(low).seek(userKey, sequence) || enterNext());
  }

  @Override
  public boolean seekBefore(byte[] userKey) {
    int low = 0;
    int high = parts.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(parts.first(middle), userKey) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && enter(low - 1).seekBefore(userKey);
  }

  @Override
  public boolean next() {
    return at().next() || enterNext();
  }

  @Override
  public int takeRun(EntryBatch into, int most, @Nullable Slice end, long sequence) {
    return at().takeRun(into, most, end, sequence);
  }

  @Override
  public boolean previous() {
    return at().previous() || (part > 0 && enter(part - 1).seekToLast());
  }

  @Override
  public long leap(byte @Nullable [] end, long oldest, long newest, long max) {
    return at().leap(end, oldest, newest, max);
  }

  private boolean enterNext() {
    return part + 1 < parts.count() && enter(part + 1).seekToFirst();
  }

  private EntryIterator enter(int entered) {
    EntryIterator open = current;
    if (open != null && part == entered) {
      return open;
    }
    close();
    EntryIterator opened = parts.open(entered);
    current = opened;
    part = entered;
    return opened;
  }

  private EntryIterator at() {
    EntryIterator open = current;
    if (open == null) {
      throw new IllegalStateException("the iterator stands on no entry");
    }
    return open;
  }

  @Override
  public Slice key() {
    return at().key();
  }

  @Override
  public long sequence() {
    return at().sequence();
  }

  @Override
  public boolean isDelete() {
    return at().isDelete();
  }

  @Override
  public boolean isReference() {
    return at().isReference();
  }

  @Override
  public Slice value() {
    return at().value();
  }

  @Override
  public void close() {
    EntryIterator open = current;
    current = null;
    part = -1;
    if (open != null) {
      open.close();
    }
  }
}
