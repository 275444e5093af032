package dev.kevo.sql.vector;

import java.util.Arrays;

/** Values of the lane {@link Lane#LONG}. */
public final class LongVector extends Vector {
  private long[] values;

  LongVector(VectorType type, int capacity) {
    super(type);
    values = new long[capacity];
  }

  /** The values by position. */
  public long[] values() {
    return values;
  }

  @Override
  int capacity() {
    return values.length;
  }

  @Override
  void grow(int capacity) {
    if (capacity > values.length) {
      values = Arrays.copyOf(values, capacity);
    }
  }

  @Override
  Object box(int position) {
    return type().box(values[position]);
  }

  @Override
  void unbox(int position, Object value) {
    values[position] = type().unboxLong(value);
  }

  @Override
  void copyValue(int position, Vector source, int from) {
    values[position] = ((LongVector) source).values[from];
  }

  @Override
  int compareValues(int position, Vector other, int at) {
    return Long.compare(values[position], ((LongVector) other).values[at]);
  }

  @Override
  boolean sameValue(int position, Vector other, int at) {
    return values[position] == ((LongVector) other).values[at];
  }

  @Override
  int hashValue(int position) {
    return mix(values[position]);
  }

  @Override
  void hashValues(int[] positions, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      hashes[k] = 31 * hashes[k] + hashValue(positions[k]);
    }
  }

  @Override
  int bytes(int position) {
    return Long.BYTES;
  }
}
