package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Comparing;
import java.math.BigDecimal;
import java.util.Arrays;

/** Values of the lane {@link Lane#OBJECT}. */
public final class ObjectVector extends Vector {
  private Object[] values;

  ObjectVector(VectorType type, int capacity) {
    super(type);
    values = new Object[capacity];
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
    return values[position];
  }

  @Override
  void unbox(int position, Object value) {
    values[position] = value;
  }

  @Override
  void copyValue(int position, Vector source, int from) {
    values[position] = ((ObjectVector) source).values[from];
  }

  @Override
  int compareValues(int position, Vector other, int at) {
    return Comparing.compare(values[position], ((ObjectVector) other).values[at]);
  }

  @Override
  int hashValue(int position) {
    Object value = values[position];
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().hashCode()
        : value.hashCode();
  }

  @Override
  void hashValues(int[] positions, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      hashes[k] = 31 * hashes[k] + hashValue(positions[k]);
    }
  }

  @Override
  int bytes(int position) {
    return 64;
  }
}
