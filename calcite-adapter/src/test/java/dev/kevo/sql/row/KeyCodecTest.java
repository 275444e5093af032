package dev.kevo.sql.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.sql.row.KeyCodec.KeyColumn;
import dev.kevo.sql.types.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyCodecTest {
  private static final long SEED = 20_260_101;

  static List<ColumnType> types() {
    return AwkwardValues.TYPES;
  }

  @ParameterizedTest
  @MethodSource("types")
  void byteOrderIsTheOrderOfValues(ColumnType type) {
    List<Object> values = AwkwardValues.of(type, new Random(SEED), 250);
    KeyCodec ascending = codec(type.withNullable(false), false);
    KeyCodec descending = codec(type.withNullable(false), true);
    Comparator<Object> order = AwkwardValues.order();
    List<byte[]> up = values.stream().map(value -> ascending.encode(value)).toList();
    List<byte[]> down = values.stream().map(value -> descending.encode(value)).toList();
    for (int i = 0; i < values.size(); i++) {
      Object a = values.get(i);
      for (int j = 0; j < values.size(); j++) {
        Object b = values.get(j);
        int expected = Integer.signum(order.compare(a, b));
        assertEquals(expected, compare(up.get(i), up.get(j)), () -> a + " and " + b);
        assertEquals(-expected, compare(down.get(i), down.get(j)), () -> a + " and " + b);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void valuesComeBack(ColumnType type) {
    for (boolean descending : new boolean[] {false, true}) {
      KeyCodec codec = codec(type, descending);
      for (Object value : AwkwardValues.of(type, new Random(SEED), 500)) {
        Object decoded = codec.decode(new Slice(codec.encode(value)), 0);
        assertEquals(AwkwardValues.withoutMinusZero(value), decoded);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void nullIsGreatestAndDescendingFirst(ColumnType type) {
    KeyCodec ascending = codec(type, false);
    KeyCodec descending = codec(type, true);
    byte[] nullUp = ascending.encode((Object) null);
    byte[] nullDown = descending.encode((Object) null);
    for (Object value : AwkwardValues.of(type, new Random(SEED), 100)) {
      assertTrue(compare(ascending.encode(value), nullUp) < 0);
      assertTrue(compare(descending.encode(value), nullDown) > 0);
    }
    assertEquals(null, ascending.decode(new Slice(nullUp), 0));
    assertEquals(null, descending.decode(new Slice(nullDown), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> codec(type.withNullable(false), false).encode((Object) null));
  }

  @Test
  void compositeKeysOrderByTheirColumnsInTurn() {
    Random random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      List<KeyColumn> columns = new ArrayList<>();
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        ColumnType type = AwkwardValues.TYPES.get(random.nextInt(AwkwardValues.TYPES.size()));
        columns.add(new KeyColumn(type.withNullable(random.nextBoolean()), random.nextBoolean()));
      }
      KeyCodec codec = new KeyCodec(random.nextInt(100_000), columns);
      for (int pair = 0; pair < 30; pair++) {
        @Nullable Object[] a = row(columns, random);
        @Nullable Object[] b = row(columns, random);
        // Equal first columns make the later ones count.
        System.arraycopy(a, 0, b, 0, random.nextInt(count + 1));
        byte[] keyOfA = codec.encode(a);
        assertEquals(compareRows(columns, a, b), compare(keyOfA, codec.encode(b)), "seed " + SEED);
        for (int i = 0; i < count; i++) {
          Object expected = a[i] == null ? null : AwkwardValues.withoutMinusZero(a[i]);
          assertEquals(expected, codec.decode(new Slice(keyOfA), i));
        }
        int prefixed = random.nextInt(count + 1);
        assertTrue(KeyRange.prefix(codec.encodePrefix(a, prefixed)).contains(keyOfA));
        assertTrue(codec.range().contains(keyOfA));
      }
    }
  }

  private static @Nullable Object[] row(List<KeyColumn> columns, Random random) {
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      ColumnType type = columns.get(i).type();
      if (!type.nullable() || random.nextInt(5) > 0) {
        row[i] = AwkwardValues.random(type, random);
      }
    }
    return row;
  }

  private static int compareRows(
      List<KeyColumn> columns, @Nullable Object[] a, @Nullable Object[] b) {
    for (int i = 0; i < columns.size(); i++) {
      int compared =
          a[i] == null || b[i] == null
              ? Boolean.compare(a[i] == null, b[i] == null)
              : Integer.signum(AwkwardValues.order().compare(a[i], b[i]));
      if (compared != 0) {
        return columns.get(i).descending() ? -compared : compared;
      }
    }
    return 0;
  }

  @ParameterizedTest
  @MethodSource("types")
  void prefixesBoundRanges(ColumnType type) {
    List<KeyColumn> columns =
        List.of(
            new KeyColumn(type.withNullable(false), false),
            new KeyColumn(ColumnType.of(SqlTypeName.VARCHAR), false));
    KeyCodec codec = new KeyCodec(7, columns);
    Random random = new Random(SEED);
    List<Object> values = AwkwardValues.of(type, random, 60);
    for (Object bound : values) {
      byte[] atLeast = codec.encodePrefix(new Object[] {bound}, 1);
      byte[] above = KeyRange.successorOfPrefix(atLeast);
      assertNotNull(above);
      for (Object value : values) {
        int order = AwkwardValues.order().compare(value, bound);
        byte[] key = codec.encode(value, random.nextBoolean() ? "x\uFFFF" : null);
        assertEquals(order >= 0, compare(key, atLeast) >= 0);
        assertEquals(order > 0, compare(key, above) >= 0);
      }
    }
  }

  @Test
  void textPrefixesFindTheTextsThatBeginWithThem() {
    KeyCodec codec = codec(ColumnType.of(SqlTypeName.VARCHAR).withNullable(false), false);
    Random random = new Random(SEED);
    ColumnType type = ColumnType.of(SqlTypeName.VARCHAR);
    List<Object> texts = AwkwardValues.of(type, random, 200);
    for (Object start : texts) {
      KeyRange range = KeyRange.prefix(codec.encodeTextPrefix(new Object[0], 0, (String) start));
      for (Object text : texts) {
        assertEquals(
            ((String) text).startsWith((String) start), range.contains(codec.encode(text)));
      }
    }
  }

  @Test
  void boundsNeedNotFitTheColumn() {
    KeyCodec decimals = codec(ColumnType.decimal(10, 2).withNullable(false), false);
    byte[] bound = decimals.encode(new BigDecimal("1.005"));
    assertTrue(compare(decimals.encode(new BigDecimal("1.00")), bound) < 0);
    assertTrue(compare(decimals.encode(new BigDecimal("1.01")), bound) > 0);
    assertArrayEquals(
        decimals.encode(new BigDecimal("100.00")), decimals.encode(new BigDecimal("1E+2")));
    KeyCodec bytes = codec(ColumnType.of(SqlTypeName.VARBINARY), false);
    assertNotNull(bytes.encode((Object) new byte[] {1, 2}));
    KeyCodec ints = codec(ColumnType.of(SqlTypeName.INTEGER), false);
    assertThrows(IllegalArgumentException.class, () -> ints.encode(1L << 40));
    assertThrows(IllegalArgumentException.class, () -> ints.encode(1, 2));
  }

  @Test
  void numbersComeBackWithoutBoxing() {
    List<KeyColumn> columns =
        List.of(
            new KeyColumn(ColumnType.of(SqlTypeName.VARCHAR).withNullable(false), false),
            new KeyColumn(ColumnType.of(SqlTypeName.BIGINT).withNullable(false), true),
            new KeyColumn(ColumnType.of(SqlTypeName.DATE), false));
    KeyCodec codec = new KeyCodec(1, columns);
    Slice key = new Slice(codec.encode("ab", -5L, 17));
    assertEquals(-5, codec.decodeLong(key, 1));
    assertEquals(17, codec.decodeLong(key, 2));
  }

  @Test
  void tablesDoNotOverlap() {
    long[] ids = {0, 1, 127, 128, 16_383, 16_384, 1 << 21, 1 << 28, 1L << 40, Long.MAX_VALUE};
    byte[] before = new byte[0];
    for (long id : ids) {
      KeyCodec codec = new KeyCodec(id, List.of());
      byte[] prefix = codec.encode();
      assertTrue(compare(before, prefix) < 0, "id " + id);
      for (long other : ids) {
        assertEquals(id == other, codec.range().contains(new KeyCodec(other, List.of()).encode()));
      }
      before = prefix;
    }
  }

  @Test
  void hostileBytesAreCorruptionAndNothingElse() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      ColumnType type = AwkwardValues.TYPES.get(random.nextInt(AwkwardValues.TYPES.size()));
      KeyCodec codec =
          new KeyCodec(
              3,
              List.of(
                  new KeyColumn(type.withNullable(random.nextBoolean()), random.nextBoolean()),
                  new KeyColumn(ColumnType.of(SqlTypeName.VARCHAR), false)));
      byte[] key = codec.encode(AwkwardValues.random(type, random), "abc");
      byte[] damaged = Arrays.copyOf(key, 2 + random.nextInt(key.length - 1));
      for (int flips = random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        codec.decode(new Slice(damaged), random.nextInt(2));
      } catch (CorruptionException e) {
        assertFalse(e.getMessage().isEmpty());
      }
    }
  }

  private static KeyCodec codec(ColumnType type, boolean descending) {
    return new KeyCodec(1, List.of(new KeyColumn(type, descending)));
  }

  private static int compare(byte[] a, byte[] b) {
    return Integer.signum(Arrays.compareUnsigned(a, b));
  }
}
