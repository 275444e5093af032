package dev.kevo.sql.row;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Values of every column type that encodings tend to get wrong, and random ones between them. */
final class AwkwardValues {
  static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(SqlTypeName.BOOLEAN),
          ColumnType.of(SqlTypeName.TINYINT),
          ColumnType.of(SqlTypeName.SMALLINT),
          ColumnType.of(SqlTypeName.INTEGER),
          ColumnType.of(SqlTypeName.BIGINT),
          ColumnType.decimal(38, 0),
          ColumnType.decimal(38, 38),
          ColumnType.decimal(15, 2),
          ColumnType.of(SqlTypeName.REAL),
          ColumnType.of(SqlTypeName.DOUBLE),
          ColumnType.of(SqlTypeName.CHAR, 6),
          ColumnType.of(SqlTypeName.VARCHAR),
          ColumnType.of(SqlTypeName.BINARY, 4),
          ColumnType.of(SqlTypeName.VARBINARY),
          ColumnType.of(SqlTypeName.DATE),
          ColumnType.of(SqlTypeName.TIME, 6),
          ColumnType.of(SqlTypeName.TIME, 0),
          ColumnType.of(SqlTypeName.TIMESTAMP, 6),
          ColumnType.of(SqlTypeName.TIMESTAMP, 3),
          ColumnType.of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6),
          interval(SqlTypeName.INTERVAL_YEAR_MONTH),
          interval(SqlTypeName.INTERVAL_MONTH),
          interval(SqlTypeName.INTERVAL_DAY_SECOND),
          interval(SqlTypeName.INTERVAL_HOUR),
          ColumnType.of(SqlTypeName.UUID),
          ColumnType.arrayOf(ColumnType.of(SqlTypeName.INTEGER)),
          ColumnType.arrayOf(ColumnType.of(SqlTypeName.VARCHAR)),
          ColumnType.arrayOf(ColumnType.decimal(10, 2)));

  private static final char[] CHARS = {
    0, 1, 2, ' ', '!', 'a', 'b', 0x7E, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF
  };

  private static final byte[] BYTES = {0, 1, 2, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};

  private AwkwardValues() {}

  private static ColumnType interval(SqlTypeName name) {
    return new ColumnType(name, 10, 6, true);
  }

  /** How Calcite's executor orders values of that type, -0.0 being 0.0. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Comparator<Object> order() {
    return (a, b) ->
        a instanceof List<?> x && b instanceof List<?> y
            ? compare(x, y)
            : ((Comparable) withoutMinusZero(a)).compareTo(withoutMinusZero(b));
  }

  /** Element by element, NULL after every value; a list before those that it begins. */
  private static int compare(List<?> a, List<?> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      Object x = a.get(i);
      Object y = b.get(i);
      int order =
          x == null || y == null ? Boolean.compare(x == null, y == null) : order().compare(x, y);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  static Object withoutMinusZero(Object value) {
    if (value instanceof Double number && number == 0) {
      return 0.0;
    }
    return value instanceof Float real && real == 0 ? (Object) 0.0f : value;
  }

  static List<Object> of(ColumnType type, Random random, int count) {
    List<Object> values = new ArrayList<>(edges(type));
    while (values.size() < count) {
      values.add(random(type, random));
    }
    return values;
  }

  static Object random(ColumnType type, Random random) {
    Object raw =
        switch (type.typeName()) {
          case BOOLEAN -> random.nextBoolean();
          case TINYINT -> (byte) random.nextInt();
          case SMALLINT -> (short) random.nextInt();
          case INTEGER -> random.nextInt() >> random.nextInt(32);
          case DATE -> random.nextInt(3_000_000) - 700_000;
          case TIME -> Math.floorMod(random.nextLong(), 86_400_000_000L);
          case BIGINT -> random.nextLong() >> random.nextInt(64);
          case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              random.nextLong() >> (9 + random.nextInt(40));
          case INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> random.nextInt() >> random.nextInt(32);
          case INTERVAL_DAY_SECOND, INTERVAL_HOUR -> random.nextLong() >> random.nextInt(64);
          case UUID -> new UUID(random.nextLong(), random.nextLong());
          case ARRAY -> array(type, random);
          case DECIMAL -> decimal(type, random);
          case REAL -> Float.intBitsToFloat(random.nextInt());
          case DOUBLE -> Double.longBitsToDouble(random.nextLong());
          case CHAR -> text(random, random.nextInt(4));
          case VARCHAR -> text(random, random.nextInt(6));
          case BINARY -> bytes(random, random.nextInt(5));
          default -> bytes(random, random.nextInt(6));
        };
    return ColumnValues.convert(raw, type, "c");
  }

  private static List<@Nullable Object> array(ColumnType type, Random random) {
    List<@Nullable Object> values = new ArrayList<>();
    ColumnType element = Objects.requireNonNull(type.element());
    for (int count = random.nextInt(4); count > 0; count--) {
      values.add(random.nextInt(4) == 0 ? null : random(element, random));
    }
    return values;
  }

  private static Object decimal(ColumnType type, Random random) {
    int digits = random.nextInt(type.precision() + 1);
    BigInteger unscaled = new BigInteger((int) (digits * 3.32), random);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
  }

  /**
   * Few different characters, so that many texts share a prefix; pairs of surrogates stay whole.
   */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int pick = random.nextInt(CHARS.length + 2);
      if (pick < CHARS.length) {
        text.append(CHARS[pick]);
      } else {
        text.appendCodePoint(pick == CHARS.length ? 0x10000 : 0x10FFFF);
      }
    }
    return text.length() > 6 ? "" : text.toString();
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = BYTES[random.nextInt(BYTES.length)];
    }
    return bytes;
  }

  private static List<Object> edges(ColumnType type) {
    List<Object> edges = new ArrayList<>();
    List<?> raw =
        switch (type.typeName()) {
          case BOOLEAN -> List.of(true, false);
          case TINYINT -> List.of(Byte.MIN_VALUE, -1, 0, 1, Byte.MAX_VALUE);
          case SMALLINT -> List.of(Short.MIN_VALUE, -1, 0, 1, Short.MAX_VALUE);
          case INTEGER -> List.of(Integer.MIN_VALUE, -256, -1, 0, 1, 255, Integer.MAX_VALUE);
          case BIGINT -> List.of(Long.MIN_VALUE, -1L, 0L, 1L, 127L, 128L, -129L, Long.MAX_VALUE);
          case DECIMAL -> decimals(type);
          case REAL ->
              List.of(
                  0f,
                  -0f,
                  Float.MIN_VALUE,
                  -Float.MIN_VALUE,
                  Float.MAX_VALUE,
                  Float.NaN,
                  Float.POSITIVE_INFINITY,
                  Float.NEGATIVE_INFINITY,
                  1f,
                  -1f);
          case DOUBLE ->
              List.of(
                  0d,
                  -0d,
                  Double.MIN_VALUE,
                  -Double.MIN_VALUE,
                  Double.MAX_VALUE,
                  Double.NaN,
                  Double.POSITIVE_INFINITY,
                  Double.NEGATIVE_INFINITY,
                  1d,
                  -1d);
          case CHAR, VARCHAR ->
              List.of(
                  "",
                  " ",
                  "a",
                  "a ",
                  "a!",
                  "ab",
                  "a\u0000",
                  "a\u0001",
                  "\u0000",
                  "\u0000\u0000",
                  "\uD800\uDC00",
                  "\uE000",
                  "\uFFFF",
                  "\uDBFF\uDFFF",
                  "z");
          case BINARY, VARBINARY ->
              List.of(
                  new byte[0],
                  new byte[1],
                  new byte[2],
                  new byte[] {0, (byte) 0xFF},
                  new byte[] {0, 1},
                  new byte[] {(byte) 0xFF},
                  new byte[] {1});
          case DATE -> List.of("0001-01-01", "1969-12-31", "1970-01-01", "9999-12-31");
          case TIME -> List.of("00:00:00", "23:59:59.999999", "12:00", "00:00:00.000001");
          case TIMESTAMP ->
              List.of(
                  "0001-01-01",
                  "1969-12-31 23:59:59.999999",
                  "1970-01-01",
                  "1970-01-01 00:00:00.000001",
                  "9999-12-31 23:59:59.999999");
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              List.of(
                  "0001-01-02 00:00:00Z",
                  "1970-01-01 00:00:00+14:00",
                  "1970-01-01 00:00:00-12:00",
                  "9999-12-30 23:59:59.999999Z");
          case UUID ->
              List.of(
                  "00000000-0000-0000-0000-000000000000",
                  "7fffffff-ffff-ffff-ffff-ffffffffffff",
                  "80000000-0000-0000-8000-000000000000",
                  "ffffffff-ffff-ffff-ffff-ffffffffffff");
          case ARRAY -> List.of(List.of(), Collections.singletonList(null));
          case INTERVAL_YEAR_MONTH -> List.of("0-00", "-0-01", "0-11", "-178956970-08");
          case INTERVAL_MONTH -> List.of("0", "-1", "1", "2147483647");
          case INTERVAL_DAY_SECOND ->
              List.of("0 00:00:00", "-0 00:00:00.000001", "106751991 04:00:54.775807");
          default -> List.of("0", "-1", "2562047788");
        };
    for (Object value : raw) {
      edges.add(ColumnValues.convert(value, type, "c"));
    }
    return edges;
  }

  private static List<Object> decimals(ColumnType type) {
    List<Object> values = new ArrayList<>();
    BigInteger largest = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    for (BigInteger unscaled :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TEN,
            BigInteger.valueOf(99),
            BigInteger.valueOf(100),
            BigInteger.valueOf(101),
            BigInteger.valueOf(9_999),
            largest)) {
      values.add(new BigDecimal(unscaled, type.scale()));
      values.add(new BigDecimal(unscaled.negate(), type.scale()));
    }
    return values;
  }
}
