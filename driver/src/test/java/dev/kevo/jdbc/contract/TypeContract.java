package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Types that JDBC has no getters of their own for, and parameters whose type the use decides. */
public abstract class TypeContract extends Contract {
  private static final UUID ID = UUID.fromString("8f1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");
  private static final LocalDateTime AT = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000);
  private static final Instant MOMENT = Instant.parse("2026-03-29T00:59:59.000001Z");

  public TypeContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTable() throws SQLException {
    exec(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, tm TIME, ts TIMESTAMP, tz TIMESTAMP WITH TIME ZONE,"
            + " ym INTERVAL YEAR TO MONTH, dt INTERVAL DAY TO SECOND, u UUID, a INTEGER ARRAY,"
            + " j JSON, d DECIMAL(38, 6), da DATE)");
  }

  private void insert(String column, Object value) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, " + column + ") VALUES (1, ?)")) {
      insert.setObject(1, value);
      assertEquals(1, insert.executeUpdate());
    }
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> T stored(String column, Object value, Reading<T> reading) throws SQLException {
    insert(column, value);
    try (PreparedStatement query =
        connection.prepareStatement("SELECT " + column + " FROM t WHERE " + column + " = ?")) {
      query.setObject(1, value);
      try (ResultSet rows = query.executeQuery()) {
        assertTrue(rows.next(), column + " = " + value);
        T read = reading.read(rows);
        exec("DELETE FROM t");
        return read;
      }
    }
  }

  private <T> void comesBack(String column, T value) throws SQLException {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) value.getClass();
    assertEquals(value, stored(column, value, row -> row.getObject(1, type)));
  }

  @Test
  void javaTimeKeepsItsMicroseconds() throws SQLException {
    comesBack("tm", LocalTime.of(23, 59, 59, 999_999_000));
    comesBack("ts", AT);
    comesBack("ts", LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));
    comesBack("ts", LocalDateTime.of(1, 1, 1, 0, 0));
    comesBack("da", LocalDate.of(1, 1, 1));
    assertEquals(
        AT, stored("ts", Timestamp.valueOf(AT), row -> row.getTimestamp(1)).toLocalDateTime());
    assertEquals("1969-12-31 23:59:59.999999", stored("ts", AT, row -> row.getString(1)));
    assertEquals(
        LocalTime.of(1, 2, 3, 4_000),
        stored("tm", LocalTime.of(1, 2, 3, 4_999), row -> row.getObject(1, LocalTime.class)));
  }

  @Test
  void momentsAreTheSameInEveryZone() throws SQLException {
    comesBack("tz", MOMENT);
    OffsetDateTime offset = MOMENT.atOffset(ZoneOffset.ofHours(9));
    assertEquals(MOMENT, stored("tz", offset, row -> row.getObject(1, Instant.class)));
    ZonedDateTime zoned = MOMENT.atZone(ZoneId.of("America/New_York"));
    assertEquals(
        MOMENT, stored("tz", zoned, row -> row.getObject(1, OffsetDateTime.class).toInstant()));
    assertEquals(
        MOMENT, stored("tz", offset, row -> ((OffsetDateTime) row.getObject(1)).toInstant()));
    assertEquals(MOMENT, stored("tz", MOMENT, row -> row.getTimestamp(1).toInstant()));
    assertEquals(
        MOMENT, stored("tz", Timestamp.from(MOMENT), row -> row.getObject(1, Instant.class)));
    LocalDateTime local = LocalDateTime.ofInstant(MOMENT, ZoneId.systemDefault());
    assertEquals(MOMENT, stored("tz", local, row -> row.getObject(1, Instant.class)));
    assertEquals(local, stored("ts", MOMENT, row -> row.getObject(1, LocalDateTime.class)));
  }

  @Test
  void intervalsAreDurationsAndPeriods() throws SQLException {
    comesBack("dt", Duration.ofDays(1).plusHours(2).plusNanos(3_000));
    comesBack("dt", Duration.ofNanos(-1_000));
    comesBack("ym", Period.of(1, 2, 0));
    comesBack("ym", Period.ofMonths(-11));
    assertEquals(
        Duration.ofSeconds(90), stored("dt", Duration.ofSeconds(90), row -> row.getObject(1)));
    assertEquals(
        "-0 00:00:00.000001", stored("dt", Duration.ofNanos(-1_000), row -> row.getString(1)));
    assertEquals("1-02", stored("ym", Period.of(1, 2, 0), row -> row.getString(1)));
    fails("22018", () -> insert("ym", Duration.ofDays(1)));
    fails("22018", () -> insert("ym", Period.ofDays(1)));
  }

  @Test
  void uuidsAreUuids() throws SQLException {
    comesBack("u", ID);
    assertEquals(ID, stored("u", ID, row -> row.getObject(1)));
    assertEquals(ID.toString(), stored("u", ID.toString(), row -> row.getString(1)));
    fails("22018", () -> insert("u", "no uuid"));
    exec("CREATE TABLE v (id VARCHAR(36))");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO v VALUES (?)")) {
      insert.setObject(1, ID);
      insert.executeUpdate();
    }
    assertEquals(List.of(ID.toString()), rows("SELECT id FROM v"));
  }

  @Test
  void arraysAreArrays() throws SQLException {
    Array array = connection.createArrayOf("INTEGER", new Object[] {1, null, 3});
    insert("a", array);
    try (PreparedStatement query = connection.prepareStatement("SELECT a FROM t");
        ResultSet rows = query.executeQuery()) {
      assertTrue(rows.next());
      assertArrayEquals(new Object[] {1, null, 3}, (Object[]) rows.getArray(1).getArray());
      assertEquals(Types.INTEGER, rows.getArray(1).getBaseType());
      assertEquals("INTEGER", ((Array) rows.getObject(1)).getBaseTypeName());
      assertEquals("[1, null, 3]", rows.getString(1));
    }
    exec("DELETE FROM t");
    insert("a", new Integer[] {7});
    insertAgain(List.of(8, 9));
    assertEquals(List.of("[7]", "[8, 9]"), rows("SELECT a FROM t ORDER BY id"));
    fails("22018", () -> insertAgain(List.of("x")));
  }

  private void insertAgain(Object value) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, a) VALUES (2, ?)")) {
      insert.setObject(1, value);
      insert.executeUpdate();
    }
  }

  @Test
  void jsonIsCheckedText() throws SQLException {
    insert("j", "{\"a\": [1, 2]}");
    assertEquals(List.of("{\"a\": [1, 2]}"), rows("SELECT j FROM t"));
    fails("22032", () -> insert("j", "{a}"));
  }

  @Test
  void bigNumbersKeepTheirDigits() throws SQLException {
    BigDecimal number = new BigDecimal("12345678901234567890123456789012.123456");
    comesBack("d", number);
    assertEquals(
        new BigInteger("12345678901234567890123456789012"),
        stored("d", number, row -> row.getObject(1, BigInteger.class)));
    comesBack("d", new BigInteger("-99999999999999999999999999999999"));
    fails("22003", () -> insert("d", new BigInteger("100000000000000000000000000000000")));
    fails("22003", () -> stored("d", number, row -> row.getLong(1)));
  }

  @Test
  void parametersGetTheirTypeFromTheirUse() throws SQLException {
    exec("INSERT INTO t (id, d) VALUES (1, 1.5), (2, NULL), (3, 7)");
    assertEquals(List.of("1"), query("SELECT id FROM t WHERE ? IS NULL AND id = 1", (Object) null));
    assertEquals(List.of(), query("SELECT id FROM t WHERE ? IS NULL", "x"));
    assertEquals(List.of("3", "4", "5"), query("SELECT id + ? FROM t ORDER BY id", 2));
    assertEquals(List.of("8"), query("SELECT ? + id FROM t WHERE id = 3", 5));
    assertEquals(
        List.of("1.500000", "9.000000", "7.000000"),
        query("SELECT COALESCE(d, ?) FROM t ORDER BY id", 9));
    assertEquals(List.of("1", "3"), query("SELECT id FROM t WHERE id IN (?, ?) ORDER BY id", 1, 3));
    assertEquals(List.of("1", "2"), query("SELECT id FROM t ORDER BY id LIMIT ?", 2));
    assertEquals(List.of("2"), query("SELECT id FROM t ORDER BY id LIMIT ? OFFSET ?", 1, 1));
    assertEquals(
        List.of("2", "3"), query("SELECT id FROM t WHERE id BETWEEN ? AND ? ORDER BY id", 2, 3L));
    assertEquals(List.of("1"), query("SELECT id FROM t WHERE d > ? AND d < ?", 1, 2.0));
    assertEquals(
        List.of("a", "b", "b"),
        query("SELECT CASE WHEN id = ? THEN ? ELSE ? END FROM t ORDER BY id", 1, "a", "b"));
  }

  @Test
  void castsGiveParametersTheirType() throws SQLException {
    assertEquals(List.of("42"), query("SELECT CAST(? AS INTEGER)", "42"));
    assertEquals(List.of("42"), query("SELECT CAST(? AS INTEGER)", 42));
    assertEquals(
        List.of("2026-01-02 03:04:05.000001"),
        query("SELECT CAST(? AS TIMESTAMP)", LocalDateTime.of(2026, 1, 2, 3, 4, 5, 1_000)));
    assertEquals(
        List.of("2026-01-02 00:00:00"), query("SELECT CAST(? AS TIMESTAMP)", "2026-01-02"));
    assertEquals(List.of(ID.toString()), query("SELECT CAST(? AS UUID)", ID));
    assertEquals(
        List.of("0 00:01:30"),
        query("SELECT CAST(? AS INTERVAL DAY TO SECOND)", Duration.ofSeconds(90)));
    assertEquals(Arrays.asList("null"), query("SELECT CAST(? AS INTEGER)", (Object) null));
    assertEquals(List.of("x"), query("SELECT ?", "x"));
    assertEquals(List.of("5"), query("SELECT ?", 5));
    assertEquals(Arrays.asList("null"), query("SELECT ?", (Object) null));
  }

  @Test
  void untypedNullsGoEverywhere() throws SQLException {
    for (int type : new int[] {Types.NULL, Types.OTHER, Types.VARCHAR, Types.INTEGER}) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO t (id, tm, ts, tz, ym, dt, u, a, j, d) VALUES"
                  + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        insert.setInt(1, type);
        for (int i = 2; i <= 10; i++) {
          insert.setNull(i, type);
        }
        assertEquals(1, insert.executeUpdate());
      }
    }
    assertEquals(List.of("4,0,0,0"), rows("SELECT COUNT(*), COUNT(ts), COUNT(u), COUNT(a) FROM t"));
    assertEquals(List.of(), query("SELECT id FROM t WHERE ts = ?", (Object) null));
  }

  @Test
  void objectsCanBeSetWithTheirType() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, ts, d, u) VALUES (?, ?, ?, ?)")) {
      insert.setObject(1, "1", JDBCType.INTEGER);
      insert.setObject(2, AT, JDBCType.TIMESTAMP);
      insert.setObject(3, "1.25", JDBCType.DECIMAL);
      insert.setObject(4, ID, JDBCType.OTHER);
      assertEquals(1, insert.executeUpdate());
    }
    assertEquals(
        List.of("1,1969-12-31 23:59:59.999999,1.250000," + ID), rows("SELECT id, ts, d, u FROM t"));
  }

  @Test
  void columnsAreDescribed() throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT tm, ts, tz, ym, dt, u, a, d FROM t");
        ResultSet rows = query.executeQuery()) {
      assertFalse(rows.next());
      ResultSetMetaData columns = rows.getMetaData();
      List<String> described = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        described.add(
            columns.getColumnTypeName(i)
                + " "
                + columns.getColumnType(i)
                + " "
                + columns.getColumnClassName(i)
                + " "
                + columns.getScale(i));
      }
      assertEquals(
          List.of(
              "TIME 92 java.sql.Time 6",
              "TIMESTAMP 93 java.sql.Timestamp 6",
              "TIMESTAMP WITH TIME ZONE 2014 java.time.OffsetDateTime 6",
              "INTERVAL YEAR TO MONTH 1111 java.time.Period 0",
              "INTERVAL DAY TO SECOND 1111 java.time.Duration 6",
              "UUID 1111 java.util.UUID 0",
              "INTEGER ARRAY 2003 java.sql.Array 0",
              "DECIMAL 3 java.math.BigDecimal 6"),
          described);
    }
    try (ResultSet columns = connection.getMetaData().getColumns(null, "PUBLIC", "T", "T_")) {
      assertTrue(columns.next());
      assertEquals("TM", columns.getString("COLUMN_NAME"));
      assertTrue(columns.next());
      assertEquals(6, columns.getInt("DECIMAL_DIGITS"));
      assertTrue(columns.next());
      assertEquals(Types.TIMESTAMP_WITH_TIMEZONE, columns.getInt("DATA_TYPE"));
      assertEquals("TIMESTAMP WITH TIME ZONE", columns.getString("TYPE_NAME"));
    }
    List<String> types = new ArrayList<>();
    try (ResultSet rows = connection.getMetaData().getTypeInfo()) {
      while (rows.next()) {
        types.add(rows.getString("TYPE_NAME"));
      }
    }
    assertTrue(types.containsAll(List.of("UUID", "JSON", "ARRAY", "TIMESTAMP WITH TIME ZONE")));
  }

  @Test
  void numbersOfDatesAndIntervalsAreNoNumbers() throws SQLException {
    exec(
        "INSERT INTO t (id, ts, dt) VALUES (1, TIMESTAMP '2026-01-02 03:04:05', INTERVAL '1' DAY)");
    try (Connection other = connect();
        ResultSet rows = other.createStatement().executeQuery("SELECT ts, dt, u FROM t")) {
      assertTrue(rows.next());
      fails("22018", () -> rows.getLong(1));
      fails("22018", () -> rows.getLong(2));
      assertNull(rows.getObject(3, UUID.class));
    }
  }

  private List<String> query(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return rows(result);
      }
    }
  }
}
