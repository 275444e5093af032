package dev.kevo.sql.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowCodecTest {
  private static final long SEED = 20_260_102;

  @Test
  void rowsOfAllTypesComeBackColumnByColumn() {
    Random random = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      TableDef table = table(random);
      RowCodec codec = new RowCodec(table);
      @Nullable Object[] row = row(table, random);
      Slice key = new Slice(codec.encodeKey(row, 42));
      Slice value = slice(codec.encodeValue(row), random);
      RowReader reader = codec.newReader();
      reader.set(key, value);
      int[] all = new int[row.length];
      for (int i = 0; i < row.length; i++) {
        all[i] = i;
        Object expected = row[i];
        if (expected != null && codec.isInKey(i)) {
          expected = AwkwardValues.withoutMinusZero(expected);
        }
        assertEquals(expected, codec.decode(key, value, i), "seed " + SEED);
        assertEquals(expected, reader.get(i), "seed " + SEED);
        assertEquals(expected == null, reader.isNull(i));
        assertReadsColumn(expected, codec, key, value, i);
      }
      @Nullable Object[] decoded = new @Nullable Object[row.length];
      codec.decode(key, value, all, decoded);
      for (int i = 0; i < row.length; i++) {
        assertEquals(reader.get(i), decoded[i]);
      }
      if (table.hasRowId()) {
        assertEquals(42, codec.rowId(key));
      }
    }
  }

  /** Reads a column of a batch in which the entry comes second, by every way there is. */
  private static void assertReadsColumn(
      @Nullable Object expected, RowCodec codec, Slice key, Slice value, int column) {
    EntryBatch rows = new EntryBatch(2);
    rows.add(new Slice(), new Slice());
    rows.add(key, value);
    RowPlaces places = codec.newPlaces();
    places.set(rows);
    ColumnReader reader = codec.newReader(column);
    int[] second = {1};
    assertEquals(expected, reader.get(places, 1));
    boolean @Nullable [] nulls = null;
    boolean isLarge =
        expected instanceof BigDecimal decimal && decimal.unscaledValue().bitLength() >= Long.SIZE;
    if (reader.isLong() && !isLarge) {
      long[] into = new long[2];
      nulls = reader.readLongs(places, second, 1, into);
      Object number =
          expected instanceof Boolean truth
              ? truth ? 1L : 0L
              : expected instanceof BigDecimal decimal
                  ? decimal.unscaledValue().longValue()
                  : expected instanceof Number other ? other.longValue() : 0L;
      assertEquals(number, into[1]);
    } else if (reader.isDouble()) {
      double[] into = new double[2];
      nulls = reader.readDoubles(places, second, 1, into);
      assertEquals(expected == null ? 0.0 : expected, into[1]);
    } else if (reader.isBytes()) {
      byte[][] arrays = new byte[2][];
      int[] offsets = new int[2];
      int[] lengths = new int[2];
      nulls = reader.readBytes(places, second, 1, arrays, offsets, lengths);
      Slice found = arrays[1] == null ? null : new Slice(arrays[1], offsets[1], lengths[1]);
      Object bytes =
          expected instanceof String text
              ? new Slice(text.getBytes(UTF_8))
              : expected instanceof ByteString string ? new Slice(string.getBytes()) : null;
      assertEquals(bytes, found);
    } else {
      return;
    }
    assertEquals(expected == null, nulls != null && nulls[1]);
  }

  @Test
  void onlyTheColumnsAskedForAreDecoded() {
    TableDef table =
        table(
            List.of(0),
            ColumnType.of(SqlTypeName.BIGINT),
            ColumnType.of(SqlTypeName.VARCHAR),
            ColumnType.of(SqlTypeName.DOUBLE));
    RowCodec codec = new RowCodec(table);
    Object[] row = {5L, "five", 0.5};
    @Nullable Object[] into = {"kept", null, "kept"};
    codec.decode(
        new Slice(codec.encodeKey(row, 0)),
        new Slice(codec.encodeValue(row)),
        new int[] {2, 0},
        into);
    assertArrayEquals(new Object[] {0.5, 5L, "kept"}, into);
    assertTrue(codec.isInKey(0));
    assertFalse(codec.isInKey(1));
  }

  @Test
  void longValuesWidenTheEnds() {
    TableDef table =
        table(
            List.of(0),
            ColumnType.of(SqlTypeName.INTEGER),
            ColumnType.of(SqlTypeName.VARCHAR),
            ColumnType.of(SqlTypeName.VARBINARY));
    RowCodec codec = new RowCodec(table);
    for (int length : new int[] {0, 127, 128, 255, 256, 65_535, 65_536, 100_000}) {
      Object[] row = {1, "x".repeat(length), new ByteString(new byte[length])};
      Slice value = new Slice(codec.encodeValue(row));
      for (int column : new int[] {1, 2}) {
        assertEquals(row[column], codec.decode(new Slice(), value, column));
        assertReadsColumn(row[column], codec, new Slice(), value, column);
      }
    }
  }

  @Test
  void columnsAddedLaterAreNullInOldRowsAndDroppedOnesLeaveTheOthersInPlace() {
    ColumnType text = ColumnType.of(SqlTypeName.VARCHAR);
    ColumnDef id = new ColumnDef(0, "ID", text.withNullable(false));
    ColumnDef a = new ColumnDef(1, "A", text);
    ColumnDef b = new ColumnDef(2, "B", text);
    ColumnDef c = new ColumnDef(3, "C", text);
    RowCodec before = new RowCodec(table(1, id, a, b));
    RowCodec after = new RowCodec(table(2, id, b, c));
    Slice old = new Slice(before.encodeValue(new Object[] {"id", "a", "b"}));
    assertEquals("b", after.decode(new Slice(), old, 1));
    assertEquals(null, after.decode(new Slice(), old, 2));
    assertReadsColumn("b", after, new Slice(), old, 1);
    assertReadsColumn(null, after, new Slice(), old, 2);
    Slice fresh = new Slice(after.encodeValue(new Object[] {"id", "b", "c"}));
    assertEquals("b", after.decode(new Slice(), fresh, 1));
    assertEquals("c", after.decode(new Slice(), fresh, 2));
  }

  private static TableDef table(int version, ColumnDef... columns) {
    return new TableDef(
        1, TableDef.Kind.TABLE, "PUBLIC", "T", version, List.of(columns), List.of(0), "PK");
  }

  /** The format on disk: a change of these bytes is a change of the format. */
  @Test
  void bytesOfARowStayAsTheyAre() {
    TableDef table =
        table(
            List.of(0),
            ColumnType.of(SqlTypeName.BIGINT),
            ColumnType.of(SqlTypeName.VARCHAR),
            ColumnType.of(SqlTypeName.INTEGER),
            ColumnType.decimal(15, 2),
            ColumnType.of(SqlTypeName.DOUBLE),
            ColumnType.of(SqlTypeName.BOOLEAN));
    RowCodec codec = new RowCodec(table);
    Object[] row = {7L, "h\u00e9", 300, new BigDecimal("-1.00"), 1.5, null};
    assertEquals("02058000000000000007", hex(codec.encodeKey(row, 0)));
    assertEquals(
        "00010510" + "0305060e0e" + "68c3a9" + "2c01" + "9c" + "000000000000f83f",
        hex(codec.encodeValue(row)));
  }

  @Test
  void hostileBytesAreCorruptionAndNothingElse() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      TableDef table = table(random);
      RowCodec codec = new RowCodec(table);
      @Nullable Object[] row = row(table, random);
      byte[] key = codec.encodeKey(row, 1);
      byte[] value = codec.encodeValue(row);
      byte[] damaged = Arrays.copyOf(value, random.nextInt(value.length + 1));
      for (int flips = random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      for (int i = 0; i < row.length; i++) {
        readDamaged(codec, i, key, damaged);
      }
      try {
        RowReader reader = codec.newReader();
        reader.set(new Slice(key), new Slice(damaged));
        for (int i = 0; i < row.length; i++) {
          reader.get(i);
        }
      } catch (CorruptionException e) {
        assertFalse(e.getMessage().isEmpty());
      }
    }
  }

  private static void readDamaged(RowCodec codec, int column, byte[] key, byte[] value) {
    ColumnReader reader = codec.newReader(column);
    EntryBatch rows = new EntryBatch(1);
    rows.add(new Slice(key), new Slice(value));
    RowPlaces places = codec.newPlaces();
    places.set(rows);
    int[] first = {0};
    try {
      if (reader.isLong()) {
        reader.readLongs(places, first, 1, new long[1]);
      } else if (reader.isDouble()) {
        reader.readDoubles(places, first, 1, new double[1]);
      } else if (reader.isBytes()) {
        reader.readBytes(places, first, 1, new byte[1][], new int[1], new int[1]);
      }
    } catch (CorruptionException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Slice slice(byte[] bytes, Random random) {
    int before = random.nextInt(3);
    byte[] padded = new byte[before + bytes.length + random.nextInt(10)];
    System.arraycopy(bytes, 0, padded, before, bytes.length);
    return new Slice(padded, before, bytes.length);
  }

  private static TableDef table(Random random) {
    int count = 1 + random.nextInt(12);
    ColumnType[] types = new ColumnType[count];
    List<Integer> primaryKey = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types[i] = AwkwardValues.TYPES.get(random.nextInt(AwkwardValues.TYPES.size()));
      if (random.nextInt(4) == 0) {
        primaryKey.add(random.nextInt(primaryKey.size() + 1), i);
      }
    }
    return table(primaryKey, types);
  }

  private static TableDef table(List<Integer> primaryKey, ColumnType... types) {
    List<ColumnDef> columns = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      ColumnType type = primaryKey.contains(i) ? types[i].withNullable(false) : types[i];
      columns.add(new ColumnDef(i, "C" + i, type));
    }
    return new TableDef(5, TableDef.Kind.TABLE, "PUBLIC", "T", 1, columns, primaryKey, "PK");
  }

  private static @Nullable Object[] row(TableDef table, Random random) {
    @Nullable Object[] row = new @Nullable Object[table.columns().size()];
    for (int i = 0; i < row.length; i++) {
      ColumnType type = table.columns().get(i).type();
      if (!type.nullable() || random.nextInt(4) > 0) {
        row[i] = AwkwardValues.random(type, random);
      }
    }
    return row;
  }
}
