package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prepared statements: parameters of all types, batches, what they tell before they run. */
public abstract class PreparedStatementContract extends Contract {
  private static final LocalDateTime AT = LocalDateTime.of(2024, 2, 29, 23, 59, 58, 765_000_000);

  protected PreparedStatementContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTable() throws SQLException {
    exec(
        "CREATE TABLE v (id INTEGER PRIMARY KEY, b BOOLEAN, t TINYINT, s SMALLINT, i INTEGER,"
            + " l BIGINT, r REAL, d DOUBLE, n DECIMAL(20, 4), c CHAR(4), v VARCHAR(50),"
            + " x VARBINARY(50), dt DATE, tm TIME(3), ts TIMESTAMP(3))");
  }

  @Test
  void aParameterMaySayWhichPastIsRead() throws SQLException {
    exec("SET HISTORY_MILLIS = 600000");
    exec("INSERT INTO v (id) VALUES (1)");
    OffsetDateTime before = moment();
    exec("DELETE FROM v");
    try (PreparedStatement query =
        connection.prepareStatement("SELECT COUNT(*) FROM v FOR SYSTEM_TIME AS OF ?")) {
      query.setObject(1, before);
      assertEquals(1, count(query));
      query.setTimestamp(1, Timestamp.from(before.toInstant()));
      assertEquals(1, count(query));
      query.setObject(1, moment());
      assertEquals(0, count(query));
      query.setObject(1, before.minusDays(1));
      assertEquals("72000", assertThrows(SQLException.class, () -> count(query)).getSQLState());
    } finally {
      exec("SET HISTORY_MILLIS = 0");
    }
  }

  /** The time of the database; what is committed from now on gets a later one. */
  private OffsetDateTime moment() throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT CAST(CURRENT_TIMESTAMP AS TIMESTAMP WITH TIME ZONE), COUNT(*)"
                    + " FROM v FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP");
        ResultSet rows = query.executeQuery()) {
      assertTrue(rows.next());
      return rows.getObject(1, OffsetDateTime.class);
    }
  }

  private static int count(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      assertTrue(rows.next());
      return rows.getInt(1);
    }
  }

  /** Sets one column of a new row, and reads it back as text. */
  private interface Setter {
    void set(PreparedStatement statement, int parameter) throws SQLException;
  }

  private int nextId;

  private String stored(String column, Setter setter) throws SQLException {
    int id = ++nextId;
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO v (id, " + column + ") VALUES (?, ?)")) {
      insert.setInt(1, id);
      setter.set(insert, 2);
      assertEquals(1, insert.executeUpdate());
    }
    return rows("SELECT " + column + " FROM v WHERE id = " + id).get(0);
  }

  @Test
  void primitivesAreStored() throws SQLException {
    assertEquals("true", stored("b", (s, p) -> s.setBoolean(p, true)));
    assertEquals("-128", stored("t", (s, p) -> s.setByte(p, Byte.MIN_VALUE)));
    assertEquals("32767", stored("s", (s, p) -> s.setShort(p, Short.MAX_VALUE)));
    assertEquals("-2147483648", stored("i", (s, p) -> s.setInt(p, Integer.MIN_VALUE)));
    assertEquals("9223372036854775807", stored("l", (s, p) -> s.setLong(p, Long.MAX_VALUE)));
    assertEquals("1.5", stored("r", (s, p) -> s.setFloat(p, 1.5f)));
    assertEquals("0.1", stored("d", (s, p) -> s.setDouble(p, 0.1)));
    assertEquals(
        "1234567890123456.7800",
        stored("n", (s, p) -> s.setBigDecimal(p, new BigDecimal("1234567890123456.78"))));
    assertEquals("äöü€𝄞", stored("v", (s, p) -> s.setString(p, "äöü€𝄞")));
    assertEquals("äö", stored("v", (s, p) -> s.setNString(p, "äö")));
    assertEquals("00ff7f", stored("x", (s, p) -> s.setBytes(p, new byte[] {0, -1, 127})));
  }

  @Test
  void numbersOfOtherClassesAreConverted() throws SQLException {
    assertEquals("7", stored("l", (s, p) -> s.setInt(p, 7)));
    assertEquals("7", stored("i", (s, p) -> s.setLong(p, 7)));
    assertEquals("7.0000", stored("n", (s, p) -> s.setInt(p, 7)));
    assertEquals("7.0", stored("d", (s, p) -> s.setInt(p, 7)));
    assertEquals("7", stored("i", (s, p) -> s.setString(p, "7")));
    assertEquals("7", stored("v", (s, p) -> s.setInt(p, 7)));
    assertEquals("7", stored("l", (s, p) -> s.setObject(p, BigInteger.valueOf(7))));
    fails("22003", () -> stored("i", (s, p) -> s.setLong(p, 1L << 40)));
    fails("22003", () -> stored("t", (s, p) -> s.setInt(p, 128)));
    fails("22018", () -> stored("i", (s, p) -> s.setString(p, "seven")));
  }

  @Test
  void javaSqlDatesAreStored() throws SQLException {
    assertEquals("2024-02-29", stored("dt", (s, p) -> s.setDate(p, Date.valueOf("2024-02-29"))));
    assertEquals("12:34:56", stored("tm", (s, p) -> s.setTime(p, Time.valueOf("12:34:56"))));
    assertEquals(
        "2024-02-29 23:59:58.765",
        stored("ts", (s, p) -> s.setTimestamp(p, Timestamp.valueOf(AT))));
    assertEquals("1500-03-01", stored("dt", (s, p) -> s.setDate(p, Date.valueOf("1500-03-01"))));
  }

  @Test
  void aCalendarGivesTheTimeZone() throws SQLException {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    Timestamp midnightUtc = new Timestamp(0);
    assertEquals(
        "1970-01-01 09:00:00", stored("ts", (s, p) -> s.setTimestamp(p, midnightUtc, tokyo)));
    assertEquals("1970-01-01", stored("dt", (s, p) -> s.setDate(p, new Date(0), tokyo)));
    assertEquals("09:00:00", stored("tm", (s, p) -> s.setTime(p, new Time(0), tokyo)));
  }

  @Test
  void javaTimeIsStored() throws SQLException {
    assertEquals("2024-02-29", stored("dt", (s, p) -> s.setObject(p, LocalDate.of(2024, 2, 29))));
    assertEquals("23:59:58.765", stored("tm", (s, p) -> s.setObject(p, AT.toLocalTime())));
    assertEquals("2024-02-29 23:59:58.765", stored("ts", (s, p) -> s.setObject(p, AT)));
    OffsetDateTime offset = AT.atZone(ZoneId.systemDefault()).toOffsetDateTime();
    assertEquals("2024-02-29 23:59:58.765", stored("ts", (s, p) -> s.setObject(p, offset)));
    assertEquals(
        "2024-02-29 23:59:58.765", stored("ts", (s, p) -> s.setObject(p, offset.toInstant())));
    assertEquals(
        "2024-02-29 00:00:00", stored("ts", (s, p) -> s.setObject(p, LocalDate.of(2024, 2, 29))));
    assertEquals("2024-02-29", stored("dt", (s, p) -> s.setString(p, "2024-02-29")));
  }

  @Test
  void aNullOfAnyTypeIsStoredInAnyColumn() throws SQLException {
    for (int type :
        new int[] {Types.NULL, Types.OTHER, Types.INTEGER, Types.VARCHAR, Types.TIMESTAMP}) {
      assertEquals("null", stored("i", (s, p) -> s.setNull(p, type)));
      assertEquals("null", stored("v", (s, p) -> s.setNull(p, type)));
      assertEquals("null", stored("ts", (s, p) -> s.setNull(p, type, "ANY")));
    }
    assertEquals("null", stored("n", (s, p) -> s.setObject(p, null)));
    assertEquals("null", stored("n", (s, p) -> s.setObject(p, null, Types.DECIMAL)));
    assertEquals("null", stored("x", (s, p) -> s.setBytes(p, null)));
    assertEquals("null", stored("v", (s, p) -> s.setString(p, null)));
    assertEquals("null", stored("dt", (s, p) -> s.setDate(p, null)));
    assertEquals("null", stored("b", (s, p) -> s.setNull(p, Types.BOOLEAN)));
  }

  @Test
  void objectsAreConvertedToTheTypeThatIsNamed() throws SQLException {
    assertEquals("12", stored("i", (s, p) -> s.setObject(p, "12", Types.INTEGER)));
    assertEquals("12", stored("l", (s, p) -> s.setObject(p, 12.9, JDBCType.BIGINT)));
    assertEquals("12", stored("v", (s, p) -> s.setObject(p, 12, Types.VARCHAR)));
    assertEquals(
        "1.2400", stored("n", (s, p) -> s.setObject(p, new BigDecimal("1.235"), Types.DECIMAL, 2)));
    assertEquals("true", stored("b", (s, p) -> s.setObject(p, 1, JDBCType.BOOLEAN)));
    assertEquals("2024-02-29", stored("dt", (s, p) -> s.setObject(p, AT, Types.DATE)));
    assertEquals("a", stored("v", (s, p) -> s.setObject(p, 'a')));
    UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    assertEquals(uuid.toString(), stored("v", (s, p) -> s.setObject(p, uuid)));
    fails("22003", () -> stored("t", (s, p) -> s.setObject(p, 300, Types.TINYINT)));
    fails("42804", () -> stored("v", (s, p) -> s.setObject(p, new Object())));
  }

  @Test
  void streamsAreRead() throws SQLException {
    byte[] bytes = {1, 2, 3, 4};
    assertEquals(
        "01020304", stored("x", (s, p) -> s.setBinaryStream(p, new ByteArrayInputStream(bytes))));
    assertEquals(
        "0102", stored("x", (s, p) -> s.setBinaryStream(p, new ByteArrayInputStream(bytes), 2)));
    assertEquals("01020304", stored("x", (s, p) -> s.setBlob(p, new ByteArrayInputStream(bytes))));
    assertEquals("äb", stored("v", (s, p) -> s.setCharacterStream(p, new StringReader("äb"))));
    assertEquals("ä", stored("v", (s, p) -> s.setCharacterStream(p, new StringReader("äb"), 1)));
    assertEquals("äb", stored("v", (s, p) -> s.setClob(p, new StringReader("äb"))));
    assertEquals(
        "ab",
        stored(
            "v",
            (s, p) ->
                s.setAsciiStream(
                    p, new ByteArrayInputStream("ab".getBytes(StandardCharsets.US_ASCII)))));
    java.sql.Blob blob = connection.createBlob();
    blob.setBytes(1, bytes);
    assertEquals("01020304", stored("x", (s, p) -> s.setBlob(p, blob)));
    java.sql.Clob clob = connection.createClob();
    clob.setString(1, "text");
    assertEquals("text", stored("v", (s, p) -> s.setClob(p, clob)));
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    fails("22001", () -> stored("c", (s, p) -> s.setString(p, "12345")));
    fails("22003", () -> stored("n", (s, p) -> s.setBigDecimal(p, new BigDecimal("1e17"))));
    fails("22001", () -> stored("x", (s, p) -> s.setBytes(p, new byte[51])));
  }

  @Test
  void parametersMustBeSetAndExist() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT id FROM v WHERE id = ? AND i = ?")) {
      query.setInt(1, 1);
      SQLException error = fails("07001", query::executeQuery);
      assertTrue(error.getMessage().contains("2"));
      fails("07009", () -> query.setInt(0, 1));
      fails("07009", () -> query.setInt(3, 1));
      query.setInt(2, 1);
      query.executeQuery().close();
      query.clearParameters();
      fails("07001", query::executeQuery);
      fails("07001", query::addBatch);
    }
  }

  @Test
  void parametersKeepTheirValuesBetweenRuns() throws SQLException {
    exec("INSERT INTO v (id, i) VALUES (1, 10), (2, 20)");
    try (PreparedStatement query = connection.prepareStatement("SELECT i FROM v WHERE id = ?")) {
      query.setInt(1, 1);
      assertEquals(List.of("10"), rows(query.executeQuery()));
      assertEquals(List.of("10"), rows(query.executeQuery()));
      query.setLong(1, 2);
      assertEquals(List.of("20"), rows(query.executeQuery()));
      query.setNull(1, Types.INTEGER);
      assertEquals(List.of(), rows(query.executeQuery()));
    }
  }

  @Test
  void limitsCanBeParameters() throws SQLException {
    exec("INSERT INTO v (id) VALUES (1), (2), (3), (4)");
    try (PreparedStatement query =
        connection.prepareStatement("SELECT id FROM v ORDER BY id LIMIT ? OFFSET ?")) {
      query.setInt(1, 2);
      query.setInt(2, 1);
      assertEquals(List.of("2", "3"), rows(query.executeQuery()));
    }
  }

  @Test
  void aBatchGivesACountPerRow() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO v (id, v) VALUES (?, ?)")) {
      for (int id = 0; id < 1000; id++) {
        insert.setInt(1, id);
        insert.setString(2, "row " + id);
        insert.addBatch();
      }
      int[] counts = insert.executeBatch();
      assertEquals(1000, counts.length);
      assertEquals(1, counts[999]);
      assertArrayEquals(new int[0], insert.executeBatch());
      insert.setInt(1, 5000);
      insert.addBatch();
      insert.clearBatch();
      assertArrayEquals(new long[0], insert.executeLargeBatch());
    }
    assertEquals(List.of("1000,row 999"), rows("SELECT COUNT(*), MAX(v) FROM v"));
  }

  @Test
  void aBatchIsAllOrNothingWithAutocommit() throws SQLException {
    exec("INSERT INTO v (id) VALUES (2)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO v (id) VALUES (?)")) {
      for (int id : new int[] {1, 2, 3}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      BatchUpdateException error = assertThrows(BatchUpdateException.class, insert::executeBatch);
      assertEquals("23505", error.getSQLState());
      assertEquals(1, error.getUpdateCounts().length);
    }
    assertEquals(List.of("2"), rows("SELECT id FROM v"));
  }

  @Test
  void aBatchOfQueriesIsRefused() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT id FROM v")) {
      query.addBatch();
      fails("22023", query::executeBatch);
    }
  }

  @Test
  void columnsAreKnownBeforeItRuns() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT id, v AS label, n FROM v WHERE i = ?")) {
      ResultSetMetaData columns = query.getMetaData();
      assertEquals(3, columns.getColumnCount());
      assertEquals("ID", columns.getColumnLabel(1));
      assertEquals(Types.INTEGER, columns.getColumnType(1));
      assertEquals(ResultSetMetaData.columnNoNulls, columns.isNullable(1));
      assertEquals("LABEL", columns.getColumnLabel(2));
      assertEquals("V", columns.getColumnName(2));
      assertEquals("V", columns.getTableName(2));
      assertEquals("PUBLIC", columns.getSchemaName(2));
      assertEquals(50, columns.getPrecision(2));
      assertEquals("VARCHAR", columns.getColumnTypeName(2));
      assertEquals(20, columns.getPrecision(3));
      assertEquals(4, columns.getScale(3));
    }
    try (PreparedStatement change = connection.prepareStatement("DELETE FROM v")) {
      assertNull(change.getMetaData());
    }
  }

  @Test
  void parametersAreDescribed() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO v (id, v, n) VALUES (?, ?, ?)")) {
      ParameterMetaData parameters = insert.getParameterMetaData();
      assertEquals(3, parameters.getParameterCount());
      assertEquals(Types.INTEGER, parameters.getParameterType(1));
      assertEquals("java.lang.Integer", parameters.getParameterClassName(1));
      assertTrue(parameters.isSigned(1));
      assertEquals(Types.VARCHAR, parameters.getParameterType(2));
      assertEquals("VARCHAR", parameters.getParameterTypeName(2));
      assertEquals(Types.DECIMAL, parameters.getParameterType(3));
      assertEquals(4, parameters.getScale(3));
      assertEquals(ParameterMetaData.parameterModeIn, parameters.getParameterMode(1));
      fails("07009", () -> parameters.getParameterType(4));
    }
  }

  @Test
  void itsTextIsGivenOnce() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT id FROM v")) {
      fails("22023", () -> query.executeQuery("SELECT 1"));
      fails("22023", () -> query.addBatch("DELETE FROM v"));
      assertThrows(SQLException.class, query::executeUpdate);
    }
  }

  @Test
  void itSurvivesAChangeOfTheCatalogue() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT id FROM v")) {
      query.executeQuery().close();
      exec("CREATE TABLE w (id INTEGER PRIMARY KEY)");
      assertEquals(List.of(), rows(query.executeQuery()));
      exec("DROP TABLE v");
      fails("42P01", query::executeQuery);
    }
  }

  @Test
  void definitionsCanBePrepared() throws SQLException {
    try (PreparedStatement create =
        connection.prepareStatement("CREATE TABLE w (id INTEGER PRIMARY KEY)")) {
      assertEquals(0, create.executeUpdate());
    }
    assertEquals(List.of("0"), rows("SELECT COUNT(*) FROM w"));
  }

  @Test
  void changesAreCountedInTheWayDataEditorsAsk() throws SQLException {
    exec("INSERT INTO v (id, v) VALUES (1, 'old')");
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE v SET v = ? WHERE id = ?",
            ResultSet.TYPE_FORWARD_ONLY,
            ResultSet.CONCUR_READ_ONLY)) {
      update.setString(1, "new");
      update.setInt(2, 1);
      update.execute();
      assertEquals(1, update.getLargeUpdateCount());
    }
  }

  @Test
  void timesOfDayKeepTheirMilliseconds() throws SQLException {
    LocalTime time = LocalTime.of(1, 2, 3, 4_000_000);
    assertEquals("01:02:03.004", stored("tm", (s, p) -> s.setObject(p, time)));
  }
}
