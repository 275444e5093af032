package dev.kevo.sql.vector;

import java.util.Arrays;

/** Values of the lane {@link Lane#DOUBLE}. */
public final class DoubleVector extends Vector {
  private double[] values;

  DoubleVector(VectorType type, int capacity) {
    super(type);
    values = new double[capacity];
  }

  /** The values by position. */
  public double[] values() {
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
    values[position] = ((Number) value).doubleValue();
  }

  @Override
  void copyValue(int position, Vector source, int from) {
    values[position] = ((DoubleVector) source).values[from];
  }

  /** Adding 0.0 makes -0.0 and 0.0 one number. */
  @Override
  int compareValues(int position, Vector other, int at) {
    return Double.compare(values[position] + 0.0, ((DoubleVector) other).values[at] + 0.0);
  }

  @Override
  int hashValue(int position) {
    return mix(Double.doubleToLongBits(values[position] + 0.0));
  }

  @Override
  void hashValues(int[] positions, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      hashes[k] = 31 * hashes[k] + hashValue(positions[k]);
    }
  }

  @Override
  int bytes(int position) {
    return Double.BYTES;
  }
}
