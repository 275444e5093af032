package dev.kevo.sql.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.MappingDef;
import dev.kevo.sql.parser.ddl.MappingClause;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {
  private static final List<ColumnDef> COLUMNS =
      columns(SqlTypeName.BIGINT, SqlTypeName.VARCHAR, SqlTypeName.INTEGER, SqlTypeName.VARCHAR);

  private static List<ColumnDef> columns(SqlTypeName... types) {
    List<ColumnDef> columns = new ArrayList<>();
    for (SqlTypeName type : types) {
      ColumnType column =
          switch (type) {
            case TIMESTAMP -> ColumnType.of(type, 6);
            case DECIMAL -> ColumnType.decimal(12, 2);
            default -> ColumnType.of(type);
          };
      columns.add(new ColumnDef(columns.size(), "C" + columns.size(), column));
    }
    return columns;
  }

  private static Mapping mapping(
      String key, MappingClause.Format format, String delimiter, List<ColumnDef> columns) {
    return Mapping.of(
        new MappingDef(
            "MAIN",
            key,
            format,
            delimiter,
            MappingClause.OnMalformed.ERROR,
            Collections.nCopies(columns.size(), null)),
        columns);
  }

  private static KeyPattern key(String pattern) {
    return mapping(pattern, MappingClause.Format.JSON, "", COLUMNS).key();
  }

  private static boolean reads(KeyPattern pattern, String key, @Nullable Object... expected) {
    @Nullable Object[] row = new Object[COLUMNS.size()];
    boolean matches = pattern.read(new Slice(key.getBytes(StandardCharsets.UTF_8)), row);
    assertTrue(!matches || Arrays.equals(Arrays.copyOf(expected, row.length), row));
    return matches;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u:{c0}",
        "{c1}",
        "{c1}/{c0}",
        "a{c1}::{c3}z",
        "{c0:019}",
        "{c0:int64}{c1}",
        "{c2:int32le}x{c1}",
        "{{{c2}}}{c1}",
        "k{c2:010}{c0:int64le}"
      })
  void keysAreReadAsTheyWereWritten(String pattern) {
    if (pattern.contains("019")) {
      assertThrows(SqlStateException.class, () -> key(pattern));
      return;
    }
    KeyPattern keys = key(pattern);
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    int written = 0;
    for (int i = 0; i < 2_000; i++) {
      @Nullable Object[] row = {number(random), text(random), (int) number(random), text(random)};
      byte[] key;
      try {
        key = keys.write(row);
      } catch (SqlStateException e) {
        assertEquals(SqlState.INVALID_PARAMETER, e.state(), "seed " + seed);
        continue;
      }
      written++;
      @Nullable Object[] again = row.clone();
      for (int column : keys.columns()) {
        again[column] = null;
      }
      assertTrue(keys.read(new Slice(key), again), "seed " + seed);
      assertArrayEquals(row, again, "seed " + seed);
    }
    assertTrue(written > 100, "seed " + seed);
  }

  private static long number(Random random) {
    long number = random.nextLong() >> random.nextInt(64);
    return random.nextInt(8) == 0 ? number : Math.abs(number);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(5);
    for (int i = 0; i < length; i++) {
      text.append("ab/:z{\"\\\u00e4,1".charAt(random.nextInt(11)));
    }
    return text.toString();
  }

  @Test
  void onlyKeysInTheOneFormOfTheirValuesAreRows() {
    KeyPattern keys = key("user:{c0}");
    assertTrue(reads(keys, "user:7", 7L));
    assertTrue(reads(keys, "user:-7", -7L));
    for (String other :
        List.of(
            "user:",
            "user:007",
            "user:+7",
            "user:-0",
            "user:7 ",
            "user:x",
            "USER:7",
            "use",
            "user:99999999999999999999")) {
      assertFalse(reads(keys, other), other);
    }
    KeyPattern padded = key("o:{c2:04}-{c1}");
    assertTrue(reads(padded, "o:0012-a-b", null, "a-b", 12));
    assertFalse(reads(padded, "o:12-a"));
    assertFalse(reads(padded, "o:00012-a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{c0",
        "c0}",
        "{c0}{c1}",
        "{c1}{c0:int64}",
        "{c0:08.2}",
        "{c1:04}",
        "{c0:int8}"
      })
  void patternsThatSayTooLittleAreRefused(String pattern) {
    assertEquals(
        SqlState.INVALID_TABLE_DEFINITION,
        assertThrows(SqlStateException.class, () -> key(pattern)).state());
  }

  @Test
  void orderIsClaimedOnlyWhereKeysHaveIt() {
    assertEquals(0, key("{c0}").orderedWidth());
    assertEquals(1, key("a{c1}").orderedWidth());
    assertEquals(0, key("a{c1}z").orderedWidth());
    assertEquals(0, key("{c1}:{c3}").orderedWidth());
    assertEquals(2, key("{c2:010}:{c3}").orderedWidth());
    assertEquals(0, key("{c2:int32}{c3}").orderedWidth());
  }

  @ParameterizedTest
  @EnumSource(MappingClause.Format.class)
  void valuesAreReadAsTheyWereWritten(MappingClause.Format format) {
    boolean binary = format.name().startsWith("BINARY");
    List<ColumnDef> columns =
        switch (format) {
          case TEXT -> columns(SqlTypeName.BIGINT, SqlTypeName.VARCHAR);
          case BINARY, BINARY_LITTLE_ENDIAN ->
              columns(
                  SqlTypeName.BIGINT,
                  SqlTypeName.DOUBLE,
                  SqlTypeName.SMALLINT,
                  SqlTypeName.BOOLEAN,
                  SqlTypeName.VARCHAR);
          default ->
              columns(
                  SqlTypeName.BIGINT,
                  SqlTypeName.DOUBLE,
                  SqlTypeName.VARCHAR,
                  SqlTypeName.BOOLEAN,
                  SqlTypeName.DECIMAL,
                  SqlTypeName.DATE,
                  SqlTypeName.TIMESTAMP);
        };
    ValueFormat values = mapping("{c0}", format, ",", columns).value();
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      @Nullable Object[] row = new Object[columns.size()];
      for (int c = 0; c < row.length; c++) {
        boolean isNull = !binary && format != MappingClause.Format.TEXT && random.nextInt(5) == 0;
        row[c] = isNull ? null : value(columns.get(c).type(), random);
      }
      @Nullable Object[] again = new Object[row.length];
      again[0] = row[0];
      values.read(new Slice(values.write(row, null)), again);
      assertArrayEquals(row, again, "seed " + seed);
    }
  }

  private static Object value(ColumnType type, Random random) {
    return switch (type.typeName()) {
      case BIGINT -> random.nextLong();
      case DOUBLE -> random.nextGaussian() * 1e10;
      case SMALLINT -> (short) random.nextInt();
      case BOOLEAN -> random.nextBoolean();
      case DECIMAL -> new BigDecimal(random.nextInt()).setScale(type.scale());
      case DATE -> random.nextInt(40_000);
      case TIMESTAMP -> random.nextInt() * 1_000_003L;
      default -> text(random);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "{", "{\"c1\":}", "[1", "{\"c2\":\"x\"}", "{\"c2\":{}}", "{} {}"})
  void whatIsNoSuchJsonIsMalformed(String value) {
    ValueFormat json = mapping("{c0}", MappingClause.Format.JSON, "", COLUMNS).value();
    assertThrows(
        MalformedValueException.class,
        () -> json.read(new Slice(value.getBytes(StandardCharsets.UTF_8)), new Object[4]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a", "\"a\"b,1,c", "a,x,c"})
  void whatIsNoSuchDelimitedTextIsMalformed(String value) {
    ValueFormat text = mapping("{c0}", MappingClause.Format.DELIMITED, ",", COLUMNS).value();
    assertThrows(
        MalformedValueException.class,
        () -> text.read(new Slice(value.getBytes(StandardCharsets.UTF_8)), new Object[4]));
  }

  @Test
  void bytesThatAreNoUtf8AreMalformed() {
    ValueFormat text =
        mapping("{c0}", MappingClause.Format.TEXT, "", COLUMNS.subList(0, 2)).value();
    assertThrows(
        MalformedValueException.class,
        () -> text.read(new Slice(new byte[] {(byte) 0xff}), new Object[2]));
  }

  @Test
  void binaryValuesHaveTheirLength() {
    ValueFormat binary =
        mapping(
                "{c0}",
                MappingClause.Format.BINARY,
                "",
                columns(SqlTypeName.BIGINT, SqlTypeName.INTEGER))
            .value();
    assertThrows(
        MalformedValueException.class, () -> binary.read(new Slice(new byte[3]), new Object[2]));
    assertThrows(
        MalformedValueException.class, () -> binary.read(new Slice(new byte[5]), new Object[2]));
  }
}
