package dev.kevo.sql.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A column's values by position. What lies at a position that is NULL means nothing.
 *
 * <p>A vector is filled by who made it and only read by others. Not thread-safe.
 */
public abstract sealed class Vector permits LongVector, DoubleVector, BytesVector, ObjectVector {
  private final VectorType type;

  /** By position; null if no value is NULL. */
  private boolean @Nullable [] nulls;

  Vector(VectorType type) {
    this.type = type;
  }

  /** An empty vector. */
  public static Vector create(VectorType type, int capacity) {
    return switch (type.lane()) {
      case LONG -> new LongVector(type, capacity);
      case DOUBLE -> new DoubleVector(type, capacity);
      case BYTES -> new BytesVector(type, capacity);
      case OBJECT -> new ObjectVector(type, capacity);
    };
  }

  /** The type of its values. */
  public final VectorType type() {
    return type;
  }

  /** Which positions are NULL, or null if none is; not to be changed by others. */
  final boolean @Nullable [] nulls() {
    return nulls;
  }

  /** Takes over the positions that are NULL; shared with where they come from. */
  final void setNulls(boolean @Nullable [] shared) {
    nulls = shared;
  }

  /** Whether the value at a position is NULL. */
  public final boolean isNull(int position) {
    return nulls != null && nulls[position];
  }

  /** Makes the value at a position NULL. */
  public final void setNull(int position) {
    boolean[] known = nulls;
    if (known == null) {
      known = new boolean[capacity()];
    } else if (known.length <= position) {
      known = Arrays.copyOf(known, Math.max(position + 1, capacity()));
    }
    known[position] = true;
    nulls = known;
  }

  /** Forgets which positions were NULL, before positions are set anew. */
  final void clearNulls() {
    nulls = null;
  }

  /** How many positions there are. */
  abstract int capacity();

  /** Makes room for more positions. */
  abstract void grow(int capacity);

  /** The value at a position in the executor's class, or null. */
  public final @Nullable Object get(int position) {
    return isNull(position) ? null : box(position);
  }

  abstract Object box(int position);

  /** Puts in an object of the executor, or NULL; the capacity must suffice. */
  public final void set(int position, @Nullable Object value) {
    if (value == null) {
      setNull(position);
    } else {
      unbox(position, value);
    }
  }

  abstract void unbox(int position, Object value);

  /** Copies one value from a vector of the same lane, growing if needed; not over a NULL. */
  final void copy(int position, Vector source, int from) {
    if (position >= capacity()) {
      grow(Math.max(2 * capacity(), position + 1));
    }
    if (source.isNull(from)) {
      setNull(position);
    } else {
      boolean[] known = nulls;
      if (known != null && known.length <= position) {
        nulls = Arrays.copyOf(known, capacity());
      }
      copyValue(position, source, from);
    }
  }

  abstract void copyValue(int position, Vector source, int from);

  /** Whether two values are equal or both NULL. */
  final boolean same(int position, Vector other, int at) {
    boolean isNull = isNull(position);
    return (isNull || other.isNull(at))
        ? isNull == other.isNull(at)
        : sameValue(position, other, at);
  }

  /** Whether two values that are not NULL are equal. */
  boolean sameValue(int position, Vector other, int at) {
    return compareValues(position, other, at) == 0;
  }

  /** Compares two values that are not NULL, as SQL orders them. */
  abstract int compareValues(int position, Vector other, int at);

  /** The same for values that are {@link #same}. */
  final int hash(int position) {
    return isNull(position) ? 0x5bd1e995 : hashValue(position);
  }

  abstract int hashValue(int position);

  /** Mixes the hashes of some positions' values into those of the columns before. */
  final void hashAll(int[] positions, int count, int[] hashes) {
    if (nulls == null) {
      hashValues(positions, count, hashes);
      return;
    }
    for (int k = 0; k < count; k++) {
      hashes[k] = 31 * hashes[k] + hash(positions[k]);
    }
  }

  /** The same where none is NULL. */
  abstract void hashValues(int[] positions, int count, int[] hashes);

  /** About how many bytes of memory one more value takes. */
  abstract int bytes(int position);

  static int mix(long bits) {
    long mixed = bits * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ (mixed >>> 32));
  }
}
