package dev.kevo.sql.vector;

import org.jspecify.annotations.Nullable;

/** A vector for results that is used again for each batch. */
final class Scratch {
  private final VectorType type;
  private @Nullable Vector vector;

  Scratch(VectorType type) {
    this.type = type;
  }

  VectorType type() {
    return type;
  }

  /** The vector with room for a batch's positions and no NULLs. */
  Vector vector(Batch batch) {
    Vector known = vector;
    if (known == null || known.capacity() < batch.capacity()) {
      known = Vector.create(type, Math.max(batch.capacity(), 1));
      vector = known;
    }
    known.clearNulls();
    return known;
  }

  /** The same as numbers. */
  LongVector longs(Batch batch) {
    return (LongVector) vector(batch);
  }

  /** The positions at which one of two operands is NULL, or null if neither ever is. */
  static boolean @Nullable [] eitherNull(Vector a, Vector b, Batch batch) {
    boolean[] left = a.nulls();
    boolean[] right = b.nulls();
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    boolean[] either = new boolean[batch.capacity()];
    for (int i = 0; i < either.length; i++) {
      either[i] = left[i] || right[i];
    }
    return either;
  }
}
