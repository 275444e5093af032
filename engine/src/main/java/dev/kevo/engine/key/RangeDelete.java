package dev.kevo.engine.key;

import dev.kevo.engine.KeyRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A delete of all keys from {@code start} on: whatever entry of theirs is older than it no longer
 * counts. The arrays must not change.
 *
 * @param start the first key; empty for all
 * @param end the key after the last one, or null if every further key is deleted
 * @param sequence its place in the order of commits
 */
public record RangeDelete(byte[] start, byte @Nullable [] end, long sequence) {
  private static final byte[] FIRST_KEY = new byte[0];

  /** The delete of a range at a sequence. */
  public static RangeDelete of(KeyRange range, long sequence) {
    byte[] start = range.start();
    return new RangeDelete(start == null ? FIRST_KEY : start, range.end(), sequence);
  }

  /** The deleted keys. */
  public KeyRange range() {
    return new KeyRange(start, end);
  }

  /** Whether it deletes a key between {@code first} and {@code last}, both inclusive. */
  public boolean meets(byte[] first, byte[] last) {
    byte[] high = end;
    return Arrays.compareUnsigned(start, last) <= 0
        && (high == null || Arrays.compareUnsigned(first, high) < 0);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RangeDelete other
        && sequence == other.sequence
        && Arrays.equals(start, other.start)
        && Arrays.equals(end, other.end);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }

  @Override
  public String toString() {
    return "RangeDelete[" + sequence + "]";
  }
}
