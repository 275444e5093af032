package dev.kevo.sql.exec;

import dev.kevo.engine.KeyRange;
import dev.kevo.sql.table.KevoTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says of a table's key: rows lie in at least one of the boxes. A box is made of
 * operands, counted values that are known when the statement runs; {@link #ranges} makes key ranges
 * of them. Immutable.
 */
public final class KeyBounds {
  private static final Bound[] NO_BOUNDS = {};

  /**
   * A limit of the key columns after a box's equal ones, compared as a tuple.
   *
   * @param operands of one or more columns
   * @param inclusive whether the tuple itself is allowed
   */
  public record Bound(int[] operands, boolean inclusive) {}

  /**
   * A part of the key's space.
   *
   * @param equal operands of the leading key columns
   * @param lowers all of which hold
   * @param uppers all of which hold
   * @param like the operand of a pattern that the column after the equal ones is LIKE, or -1
   * @param escape the pattern's escape character, or 0
   */
  public record Box(int[] equal, Bound[] lowers, Bound[] uppers, int like, char escape) {
    /** A box of rows with these leading key columns. */
    public static Box equalTo(int... operands) {
      return new Box(operands, NO_BOUNDS, NO_BOUNDS, -1, '\0');
    }
  }

  private final KevoTable table;
  private final Box[] boxes;
  private final SqlTypeName[] keyTypes;

  public KeyBounds(KevoTable table, List<Box> boxes) {
    this.table = table;
    this.boxes = boxes.toArray(new Box[0]);
    this.keyTypes = new SqlTypeName[table.keyColumns().length];
    for (int i = 0; i < keyTypes.length; i++) {
      keyTypes[i] = table.columnType(table.keyColumns()[i]).typeName();
    }
  }

  /** Whether every box is one whole key, so that at most that many rows qualify. */
  public boolean arePoints() {
    for (Box box : boxes) {
      if (box.equal().length < keyTypes.length) {
        return false;
      }
    }
    return true;
  }

  /** The boxes; not to be changed. */
  public Box[] boxes() {
    return boxes;
  }

  /** The key of the only box, which is a point; null if no row can match. */
  public byte @Nullable [] point(@Nullable Object[] operands) {
    @Nullable Object[] values = new Object[keyTypes.length];
    return fitEqual(boxes[0], operands, values) ? table.keyFloor(values, values.length) : null;
  }

  /** The keys of all boxes, which are points: in order, each once. */
  public List<byte[]> points(@Nullable Object[] operands) {
    List<byte[]> keys = new ArrayList<>(boxes.length);
    @Nullable Object[] values = new Object[keyTypes.length];
    for (Box box : boxes) {
      if (fitEqual(box, operands, values)) {
        keys.add(table.keyFloor(values, values.length));
      }
    }
    keys.sort(Arrays::compareUnsigned);
    return withoutRepeats(keys);
  }

  private static List<byte[]> withoutRepeats(List<byte[]> sorted) {
    List<byte[]> unique = new ArrayList<>(sorted.size());
    for (byte[] key : sorted) {
      if (unique.isEmpty() || !Arrays.equals(unique.get(unique.size() - 1), key)) {
        unique.add(key);
      }
    }
    return unique;
  }

  /** Disjoint, non-empty ranges in the order of keys that hold all rows of the boxes. */
  public List<KeyRange> ranges(@Nullable Object[] operands) {
    List<KeyRange> ranges = new ArrayList<>(boxes.length);
    for (Box box : boxes) {
      KeyRange range = range(box, operands);
      if (range != null && !range.isEmpty()) {
        ranges.add(range);
      }
    }
    if (ranges.size() < 2) {
      return ranges;
    }
    ranges.sort((a, b) -> compareStarts(a.start(), b.start()));
    return merged(ranges);
  }

  private static List<KeyRange> merged(List<KeyRange> sorted) {
    List<KeyRange> merged = new ArrayList<>(sorted.size());
    KeyRange last = sorted.get(0);
    for (KeyRange range : sorted.subList(1, sorted.size())) {
      if (last.end() != null && compareStarts(last.end(), range.start()) < 0) {
        merged.add(last);
        last = range;
      } else {
        last = new KeyRange(last.start(), laterEnd(last.end(), range.end()));
      }
    }
    merged.add(last);
    return merged;
  }

  private static int compareStarts(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return Arrays.compareUnsigned(a, b);
  }

  private static byte @Nullable [] laterEnd(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return null;
    }
    return Arrays.compareUnsigned(a, b) >= 0 ? a : b;
  }

  private static byte @Nullable [] earlierEnd(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
  }

  private boolean fitEqual(Box box, @Nullable Object[] operands, @Nullable Object[] values) {
    int[] equal = box.equal();
    for (int i = 0; i < equal.length; i++) {
      KeyFit fit = KeyFit.of(operands[equal[i]], table.columnType(table.keyColumns()[i]));
      if (fit.place() != KeyFit.Place.EXACT) {
        return false;
      }
      values[i] = fit.value();
    }
    return true;
  }

  private @Nullable KeyRange range(Box box, @Nullable Object[] operands) {
    @Nullable Object[] values = new Object[keyTypes.length];
    int count = box.equal().length;
    if (!fitEqual(box, operands, values)) {
      return null;
    }
    byte @Nullable [] start = table.keyFloor(values, count);
    byte @Nullable [] end = table.keyCeiling(values, count);
    for (Bound lower : box.lowers()) {
      if (isUnordered(operands[lower.operands()[0]])) {
        return null;
      }
      byte[] edge = edge(lower, true, operands, values, count);
      if (edge == null) {
        return null;
      }
      start = compareStarts(start, edge) >= 0 ? start : edge;
    }
    for (Bound upper : box.uppers()) {
      if (isUnordered(operands[upper.operands()[0]])) {
        return null;
      }
      end = earlierEnd(end, edge(upper, false, operands, values, count));
    }
    if (box.lowers().length > 0 && SqlTypeName.APPROX_TYPES.contains(keyTypes[count])) {
      end = earlierEnd(end, afterInfinity(values, count));
    }
    KeyRange range = new KeyRange(start, end);
    return box.like() < 0 ? range : narrowed(range, box, operands, values);
  }

  /** Whether a comparison with the value is never true. */
  private static boolean isUnordered(@Nullable Object value) {
    return value == null || Comparing.isNaN(value);
  }

  /** The end of the numbers: NaN comes after them in the key, but is greater than none of them. */
  private byte @Nullable [] afterInfinity(@Nullable Object[] values, int count) {
    boolean real = keyTypes[count] == SqlTypeName.REAL;
    values[count] = real ? (Object) Float.POSITIVE_INFINITY : (Object) Double.POSITIVE_INFINITY;
    return table.keyCeiling(values, count + 1);
  }

  /**
   * Where a bound cuts: the first key that a lower bound allows, or the first that an upper bound
   * does not. Null means after the last key.
   */
  private byte @Nullable [] edge(
      Bound bound,
      boolean lower,
      @Nullable Object[] operands,
      @Nullable Object[] leading,
      int leadingCount) {
    @Nullable Object[] values = leading.clone();
    int count = leadingCount;
    for (int operand : bound.operands()) {
      Object value = operands[operand];
      if (value == null) {
        // (a, b) > (1, NULL) is true for a > 1 and unknown for a = 1.
        return lower ? table.keyCeiling(values, count) : table.keyFloor(values, count);
      }
      if (!table.keepsTextOrder() && value instanceof String text && unordered(text) >= 0) {
        KeyRange near = table.prefixRange(values, count, text.substring(0, unordered(text)));
        return lower ? near.start() : near.end();
      }
      KeyFit fit = KeyFit.of(value, table.columnType(table.keyColumns()[count]));
      switch (fit.place()) {
        case BELOW -> {
          return table.keyFloor(values, count);
        }
        case ABOVE -> {
          return table.keyCeiling(values, count);
        }
        default -> values[count++] = fit.value();
      }
      if (fit.place() == KeyFit.Place.BETWEEN) {
        return table.keyCeiling(values, count);
      }
    }
    return bound.inclusive() == lower
        ? table.keyFloor(values, count)
        : table.keyCeiling(values, count);
  }

  /** From where on the order of UTF-8 may differ from that of Java's characters; -1 for nowhere. */
  private static int unordered(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= Character.MIN_SURROGATE) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable KeyRange narrowed(
      KeyRange range, Box box, @Nullable Object[] operands, @Nullable Object[] values) {
    Object pattern = operands[box.like()];
    if (pattern == null) {
      return null;
    }
    String prefix = LikePattern.prefix((String) pattern, box.escape());
    KeyRange like = table.prefixRange(values, box.equal().length, prefix);
    byte[] start = compareStarts(range.start(), like.start()) >= 0 ? range.start() : like.start();
    return new KeyRange(start, earlierEnd(range.end(), like.end()));
  }
}
