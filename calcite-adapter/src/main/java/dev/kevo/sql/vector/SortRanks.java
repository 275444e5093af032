package dev.kevo.sql.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in the order of rows by their first sort column: of two rows the one with the lower rank
 * comes first; if the ranks are equal, the columns decide.
 */
final class SortRanks {
  private SortRanks() {}

  /** Writes the ranks of some positions of the first sort column. */
  static void write(SortKey key, Vector column, int[] positions, int count, long[] into) {
    boolean[] nulls = column.nulls();
    switch (column.type().lane()) {
      case LONG -> ofLongs(((LongVector) column).values(), positions, count, into);
      case DOUBLE -> ofDoubles(((DoubleVector) column).values(), positions, count, into);
      case BYTES -> ofBytes((BytesVector) column, nulls, positions, count, into);
      case OBJECT -> Arrays.fill(into, 0, count, 0);
    }
    if (key.descending()) {
      for (int k = 0; k < count; k++) {
        into[k] = ~into[k];
      }
    }
    if (nulls != null) {
      long ofNull = key.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
      for (int k = 0; k < count; k++) {
        into[k] = nulls[positions[k]] ? ofNull : into[k];
      }
    }
  }

  private static void ofLongs(long[] values, int[] positions, int count, long[] into) {
    for (int k = 0; k < count; k++) {
      into[k] = values[positions[k]];
    }
  }

  private static void ofDoubles(double[] values, int[] positions, int count, long[] into) {
    for (int k = 0; k < count; k++) {
      // The sum makes one zero of two.
      long bits = Double.doubleToLongBits(values[positions[k]] + 0.0);
      into[k] = bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }
  }

  private static void ofBytes(
      BytesVector column, boolean @Nullable [] nulls, int[] positions, int count, long[] into) {
    boolean text = column.type().isText();
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      into[k] = nulls != null && nulls[i] ? 0 : ofBytes(column, i, text);
    }
  }

  /** The first eight bytes, those of text in the order that {@link BytesVector#compare} gives. */
  private static long ofBytes(BytesVector column, int position, boolean text) {
    byte[] array = column.array(position);
    int offset = column.offset(position);
    int length = Math.min(column.length(position), Long.BYTES);
    long rank = 0;
    for (int b = 0; b < length; b++) {
      int next = array[offset + b] & 0xFF;
      next = text && (next & 0xFE) == 0xEE ? next + 0x10 : next;
      rank |= (long) next << (56 - 8 * b);
    }
    return rank ^ Long.MIN_VALUE;
  }
}
