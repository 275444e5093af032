package dev.kevo.sql.exec;

import dev.kevo.engine.KeyRange;
import dev.kevo.sql.table.KeySpace;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says of a table's key, or an index's: rows lie in at least one of the boxes. A box
 * is made of operands, counted values that are known when the statement runs; {@link #ranges} makes
 * key ranges of them. Immutable.
 */
public final class KeyBounds {
  private static final Bound[] NO_BOUNDS = {};
  private static final @Nullable Object[] NO_VALUES = {};

  /**
   * A limit of the key columns after a box's equal ones, compared as a tuple; all of them ascend or
   * all descend.
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

  private final KeySpace space;
  private final Box[] boxes;
  private final ColumnType[] keyTypes;
  private final int skipped;

  public KeyBounds(KeySpace space, List<Box> boxes) {
    this(space, boxes, 0);
  }

  /**
   * Bounds of the columns that follow the key's first ones.
   *
   * @param skipped how many columns come before the boxes' first; any values of them will do
   */
  public KeyBounds(KeySpace space, List<Box> boxes, int skipped) {
    this.space = space;
    this.skipped = skipped;
    this.boxes = boxes.toArray(new Box[0]);
    this.keyTypes = new ColumnType[space.keyWidth()];
    for (int i = 0; i < keyTypes.length; i++) {
      keyTypes[i] = space.keyType(i);
    }
  }

  /** The order of keys that they bound. */
  public KeySpace space() {
    return space;
  }

  /** How many leading key columns the boxes say nothing of. */
  public int skipped() {
    return skipped;
  }

  /** Whether every box is one whole key, so that at most that many rows qualify. */
  public boolean arePoints() {
    for (Box box : boxes) {
      if (skipped > 0 || box.equal().length < keyTypes.length) {
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
    int[] equal = boxes[0].equal();
    if (areAsTheyAre(equal, operands)) {
      return space.keyFloor(operands, operands.length);
    }
    @Nullable Object[] values = new Object[keyTypes.length];
    return fitEqual(boxes[0], operands, values) ? space.keyFloor(values, values.length) : null;
  }

  /** Whether the operands are the key's values, in its order and of its types. */
  private boolean areAsTheyAre(int[] equal, @Nullable Object[] operands) {
    if (equal.length != operands.length) {
      return false;
    }
    for (int i = 0; i < equal.length; i++) {
      boolean isLong = operands[i] instanceof Long && keyTypes[i].typeName() == SqlTypeName.BIGINT;
      if (equal[i] != i || !isLong) {
        return false;
      }
    }
    return true;
  }

  /** The keys of all boxes, which are points: in order, each once. */
  public List<byte[]> points(@Nullable Object[] operands) {
    List<byte[]> keys = new ArrayList<>(boxes.length);
    @Nullable Object[] values = new Object[keyTypes.length];
    for (Box box : boxes) {
      if (fitEqual(box, operands, values)) {
        keys.add(space.keyFloor(values, values.length));
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
    return ranges(operands, NO_VALUES);
  }

  /**
   * The ranges under values of the {@link #skipped} columns.
   *
   * @param leading these values, as keys have them
   */
  List<KeyRange> ranges(@Nullable Object[] operands, @Nullable Object[] leading) {
    if (leading.length != skipped) {
      throw new IllegalArgumentException(leading.length + " values for " + skipped + " columns");
    }
    List<KeyRange> ranges = new ArrayList<>(boxes.length);
    for (Box box : boxes) {
      KeyRange range = range(box, operands, Arrays.copyOf(leading, keyTypes.length));
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
      KeyFit fit = KeyFit.of(operands[equal[i]], keyTypes[skipped + i]);
      if (fit.place() != KeyFit.Place.EXACT) {
        return false;
      }
      values[skipped + i] = fit.value();
    }
    return true;
  }

  private @Nullable KeyRange range(
      Box box, @Nullable Object[] operands, @Nullable Object[] values) {
    int count = skipped + box.equal().length;
    if (!fitEqual(box, operands, values)) {
      return null;
    }
    KeyRange range = new KeyRange(space.keyFloor(values, count), space.keyCeiling(values, count));
    if (box.lowers().length + box.uppers().length > 0) {
      boolean descending = space.isKeyDescending(count);
      range = comparable(range, values, count, descending, box.lowers().length > 0);
      for (Bound lower : box.lowers()) {
        range = cut(range, lower, !descending, operands, values, count);
      }
      for (Bound upper : box.uppers()) {
        range = cut(range, upper, descending, operands, values, count);
      }
    }
    return box.like() < 0 || range == null ? range : narrowed(range, box, operands, values);
  }

  /**
   * The part of a range whose next key column can fulfil a comparison: NULL never does, and NaN,
   * which comes after the numbers, is greater than none of them.
   */
  private KeyRange comparable(
      KeyRange range, @Nullable Object[] leading, int count, boolean descending, boolean lower) {
    @Nullable Object[] values = leading.clone();
    KeyRange part = range;
    if (keyTypes[count].nullable()) {
      values[count] = null;
      part =
          descending
              ? from(part, space.keyCeiling(values, count + 1))
              : until(part, space.keyFloor(values, count + 1));
    }
    SqlTypeName type = keyTypes[count].typeName();
    if (lower && SqlTypeName.APPROX_TYPES.contains(type)) {
      boolean real = type == SqlTypeName.REAL;
      values[count] = real ? (Object) Float.POSITIVE_INFINITY : (Object) Double.POSITIVE_INFINITY;
      part =
          descending
              ? from(part, space.keyFloor(values, count + 1))
              : until(part, space.keyCeiling(values, count + 1));
    }
    return part;
  }

  private static KeyRange from(KeyRange range, byte @Nullable [] start) {
    return compareStarts(range.start(), start) >= 0 ? range : new KeyRange(start, range.end());
  }

  private static KeyRange until(KeyRange range, byte @Nullable [] end) {
    return new KeyRange(range.start(), earlierEnd(range.end(), end));
  }

  /**
   * What a bound leaves of a range.
   *
   * @param atStart whether it cuts off the range's start, else its end
   * @return null for nothing
   */
  private @Nullable KeyRange cut(
      @Nullable KeyRange range,
      Bound bound,
      boolean atStart,
      @Nullable Object[] operands,
      @Nullable Object[] values,
      int count) {
    if (range == null || isUnordered(operands[bound.operands()[0]])) {
      return null;
    }
    byte[] edge = edge(bound, atStart, operands, values, count);
    if (!atStart) {
      return until(range, edge);
    }
    return edge == null ? null : from(range, edge);
  }

  /** Whether a comparison with the value is never true. */
  private static boolean isUnordered(@Nullable Object value) {
    return value == null || Comparing.isNaN(value);
  }

  /**
   * Where a bound cuts: the first key of those that it allows if it cuts off the start, else the
   * first after them. Null means after the last key.
   */
  private byte @Nullable [] edge(
      Bound bound,
      boolean atStart,
      @Nullable Object[] operands,
      @Nullable Object[] leading,
      int leadingCount) {
    @Nullable Object[] values = leading.clone();
    int count = leadingCount;
    boolean descending = space.isKeyDescending(leadingCount);
    for (int operand : bound.operands()) {
      Object value = operands[operand];
      if (value == null) {
        // (a, b) > (1, NULL) is true for a > 1 and unknown for a = 1.
        return atStart ? space.keyCeiling(values, count) : space.keyFloor(values, count);
      }
      if (!space.keepsTextOrder() && value instanceof String text && unordered(text) >= 0) {
        KeyRange near = space.prefixRange(values, count, text.substring(0, unordered(text)));
        return atStart ? near.start() : near.end();
      }
      KeyFit fit = KeyFit.of(value, keyTypes[count]);
      switch (fit.place()) {
        case BELOW -> {
          return descending ? space.keyCeiling(values, count) : space.keyFloor(values, count);
        }
        case ABOVE -> {
          return descending ? space.keyFloor(values, count) : space.keyCeiling(values, count);
        }
        default -> values[count++] = fit.value();
      }
      if (fit.place() == KeyFit.Place.BETWEEN) {
        return descending ? space.keyFloor(values, count) : space.keyCeiling(values, count);
      }
    }
    return bound.inclusive() == atStart
        ? space.keyFloor(values, count)
        : space.keyCeiling(values, count);
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
    KeyRange like = space.prefixRange(values, skipped + box.equal().length, prefix);
    byte[] start = compareStarts(range.start(), like.start()) >= 0 ? range.start() : like.start();
    return new KeyRange(start, earlierEnd(range.end(), like.end()));
  }
}
