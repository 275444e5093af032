package dev.kevo.engine.key;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Range deletes, cut into fragments that do not overlap, so that those that cover a key are found
 * by one binary search. Immutable.
 */
public final class RangeDeletes {
  /** No range delete. */
  public static final RangeDeletes NONE = new RangeDeletes(List.of(), new byte[0][], new long[0][]);

  private static final long[] UNCOVERED = new long[0];

  private final List<RangeDelete> deletes;

  /** Where each fragment begins, ascending; it ends where the next one begins. */
  private final byte[][] bounds;

  /** The sequences of the deletes that cover each fragment, descending. */
  private final long[][] sequences;

  private final long maxSequence;

  private RangeDeletes(List<RangeDelete> deletes, byte[][] bounds, long[][] sequences) {
    this.deletes = deletes;
    this.bounds = bounds;
    this.sequences = sequences;
    long max = -1;
    for (RangeDelete delete : deletes) {
      max = Math.max(max, delete.sequence());
    }
    this.maxSequence = max;
  }

  /** These and one more. */
  public RangeDeletes with(RangeDelete added) {
    Fragments fragments = new Fragments(bounds, sequences);
    fragments.add(added);
    List<RangeDelete> all = new ArrayList<>(deletes.size() + 1);
    all.addAll(deletes);
    all.add(added);
    return fragments.of(all);
  }

  /** The range deletes of a collection. */
  public static RangeDeletes of(Collection<RangeDelete> deletes) {
    if (deletes.isEmpty()) {
      return NONE;
    }
    Fragments fragments = new Fragments(NONE.bounds, NONE.sequences);
    deletes.forEach(fragments::add);
    return fragments.of(new ArrayList<>(deletes));
  }

  /** Fragments under construction. */
  private static final class Fragments {
    private final List<byte[]> bounds;
    private final List<long[]> sequences;

    Fragments(byte[][] bounds, long[][] sequences) {
      this.bounds = new ArrayList<>(Arrays.asList(bounds));
      this.sequences = new ArrayList<>(Arrays.asList(sequences));
    }

    void add(RangeDelete added) {
      if (added.range().isEmpty()) {
        return;
      }
      int from = cut(added.start());
      byte[] end = added.end();
      int to = end == null ? bounds.size() : cut(end);
      for (int i = from; i < to; i++) {
        sequences.set(i, insert(sequences.get(i), added.sequence()));
      }
    }

    /** Makes a fragment begin at a key, and returns its index. */
    private int cut(byte[] key) {
      int low = 0;
      int high = bounds.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(bounds.get(middle), key) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low == bounds.size() || !Arrays.equals(bounds.get(low), key)) {
        bounds.add(low, key);
        sequences.add(low, low == 0 ? UNCOVERED : sequences.get(low - 1));
      }
      return low;
    }

    private static long[] insert(long[] descending, long sequence) {
      int place = 0;
      while (place < descending.length && descending[place] > sequence) {
        place++;
      }
      if (place < descending.length && descending[place] == sequence) {
        return descending;
      }
      long[] inserted = new long[descending.length + 1];
      System.arraycopy(descending, 0, inserted, 0, place);
      inserted[place] = sequence;
      System.arraycopy(descending, place, inserted, place + 1, descending.length - place);
      return inserted;
    }

    RangeDeletes of(List<RangeDelete> deletes) {
      return new RangeDeletes(
          List.copyOf(deletes), bounds.toArray(new byte[0][]), sequences.toArray(new long[0][]));
    }
  }

  public boolean isEmpty() {
    return deletes.isEmpty();
  }

  /** Each of them, as it was made. */
  public List<RangeDelete> deletes() {
    return deletes;
  }

  /** The newest sequence, or -1. */
  public long maxSequence() {
    return maxSequence;
  }

  /** The newest delete up to a sequence that covers a key, or -1. */
  public long newest(byte[] key, long upTo) {
    return newest(fragment(key, 0, key.length), upTo);
  }

  /** The newest delete up to a sequence that covers a fragment, or -1. */
  public long newest(int fragment, long upTo) {
    if (fragment >= 0) {
      for (long sequence : sequences[fragment]) {
        if (sequence <= upTo) {
          return sequence;
        }
      }
    }
    return -1;
  }

  /** The oldest delete newer than a sequence that covers a key, or {@code Long.MAX_VALUE}. */
  public long oldestAbove(Slice key, long sequence) {
    return oldestAbove(fragment(key.array(), key.offset(), key.offset() + key.length()), sequence);
  }

  private long oldestAbove(int fragment, long sequence) {
    long oldest = Long.MAX_VALUE;
    if (fragment >= 0) {
      for (long covering : sequences[fragment]) {
        if (covering <= sequence) {
          break;
        }
        oldest = covering;
      }
    }
    return oldest;
  }

  /**
   * The sequence from which on no key from {@code first} to {@code last} (both inclusive) shows an
   * entry up to {@code sequence}, or {@code Long.MAX_VALUE} if some always does.
   */
  public long hiddenFrom(byte[] first, byte[] last, long sequence) {
    int from = fragment(first, 0, first.length);
    int to = fragment(last, 0, last.length);
    long hidden = from < 0 ? Long.MAX_VALUE : -1;
    for (int i = from; i <= to && hidden < Long.MAX_VALUE; i++) {
      hidden = Math.max(hidden, oldestAbove(i, sequence));
    }
    return hidden;
  }

  /** The newest delete of a key in a range, or -1. */
  public long newestIn(KeyRange range) {
    byte[] start = range.start();
    byte[] end = range.end();
    long newest = -1;
    int from = start == null ? 0 : Math.max(0, fragment(start, 0, start.length));
    for (int i = from; i < bounds.length; i++) {
      if (end != null && Arrays.compareUnsigned(bounds[i], end) >= 0) {
        break;
      }
      newest = Math.max(newest, newest(i, Long.MAX_VALUE));
    }
    return newest;
  }

  /** The fragment that a key lies in; -1 before the first one. */
  public int fragment(Slice key) {
    return fragment(key.array(), key.offset(), key.offset() + key.length());
  }

  private int fragment(byte[] key, int from, int to) {
    int low = 0;
    int high = bounds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      byte[] bound = bounds[middle];
      if (KeyOrder.compare(bound, 0, bound.length, key, from, to) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Where a fragment begins; null for what lies before the first one. */
  public byte @Nullable [] start(int fragment) {
    return fragment < 0 ? null : bounds[fragment];
  }

  /** Where a fragment ends; null if it has no end. */
  public byte @Nullable [] end(int fragment) {
    return fragment + 1 < bounds.length ? bounds[fragment + 1] : null;
  }
}
