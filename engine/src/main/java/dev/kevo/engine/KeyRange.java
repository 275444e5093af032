package dev.kevo.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys from {@code start} (inclusive) to {@code end} (exclusive) in unsigned byte order; null
 * means unbounded. The arrays are not copied and must not change afterwards.
 */
public record KeyRange(byte @Nullable [] start, byte @Nullable [] end) {
  private static final KeyRange ALL = new KeyRange(null, null);

  /** Every key. */
  public static KeyRange all() {
    return ALL;
  }

  /** Every key that begins with {@code prefix}. */
  public static KeyRange prefix(byte[] prefix) {
    return new KeyRange(prefix, successorOfPrefix(prefix));
  }

  /** Exactly one key. */
  public static KeyRange point(byte[] key) {
    return new KeyRange(key, Arrays.copyOf(key, key.length + 1));
  }

  /** Whether no key can lie in the range. */
  public boolean isEmpty() {
    return start != null && end != null && Arrays.compareUnsigned(start, end) >= 0;
  }

  /** Whether {@code key} lies in the range. */
  public boolean contains(byte[] key) {
    return (start == null || Arrays.compareUnsigned(start, key) <= 0)
        && (end == null || Arrays.compareUnsigned(key, end) < 0);
  }

  /**
   * The smallest key greater than every key with the prefix, or null when there is none (the prefix
   * is empty or all 0xFF).
   */
  public static byte @Nullable [] successorOfPrefix(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] successor = Arrays.copyOf(prefix, length);
    successor[length - 1]++;
    return successor;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof KeyRange other
        && Arrays.equals(start, other.start)
        && Arrays.equals(end, other.end);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(start) + Arrays.hashCode(end);
  }

  @Override
  public String toString() {
    return "[" + Arrays.toString(start) + ", " + Arrays.toString(end) + ")";
  }
}
