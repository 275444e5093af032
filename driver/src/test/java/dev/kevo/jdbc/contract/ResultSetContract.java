package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results: moving over rows, and reading values as what the application asks for. */
public abstract class ResultSetContract extends Contract {
  private static final LocalDateTime AT = LocalDateTime.of(2024, 2, 29, 23, 59, 58, 765_000_000);

  private Statement statement;

  protected ResultSetContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTable() throws SQLException {
    statement = connection.createStatement();
    statement.execute(
        "CREATE TABLE v (id INTEGER PRIMARY KEY, b BOOLEAN, t TINYINT, s SMALLINT, i INTEGER,"
            + " l BIGINT, r REAL, d DOUBLE, n DECIMAL(20, 4), c CHAR(4), v VARCHAR(50),"
            + " x VARBINARY(50), dt DATE, tm TIME(3), ts TIMESTAMP(3))");
    statement.execute(
        "INSERT INTO v VALUES (1, TRUE, 1, 2, 300, 3000000000, 1.5, 2.5, 12.3400, 'ab', '42',"
            + " X'0aff', DATE '2024-02-29', TIME '23:59:58.765',"
            + " TIMESTAMP '2024-02-29 23:59:58.765')");
    statement.execute("INSERT INTO v (id) VALUES (2)");
  }

  @AfterEach
  void closeStatement() throws SQLException {
    statement.close();
  }

  private ResultSet first() throws SQLException {
    ResultSet result = statement.executeQuery("SELECT * FROM v WHERE id = 1");
    assertTrue(result.next());
    return result;
  }

  private ResultSet nulls() throws SQLException {
    ResultSet result = statement.executeQuery("SELECT * FROM v WHERE id = 2");
    assertTrue(result.next());
    return result;
  }

  @Test
  void numbersAreReadAsAnyNumberThatCanHoldThem() throws SQLException {
    ResultSet row = first();
    assertEquals(300, row.getInt("i"));
    assertEquals(300L, row.getLong("I"));
    assertEquals(300, row.getShort("i"));
    assertEquals(300.0, row.getDouble("i"));
    assertEquals(300f, row.getFloat("i"));
    assertEquals(new BigDecimal(300), row.getBigDecimal("i"));
    assertEquals("300", row.getString("i"));
    assertTrue(row.getBoolean("i"));
    assertEquals(1, row.getByte("t"));
    assertEquals(2, row.getInt("s"));
    assertEquals(3_000_000_000L, row.getLong("l"));
    assertEquals(1.5f, row.getFloat("r"));
    assertEquals(2.5, row.getDouble("d"));
    assertEquals(2, row.getInt("d"));
    assertEquals(new BigDecimal("12.3400"), row.getBigDecimal("n"));
    assertEquals(12, row.getInt("n"));
    assertEquals(1, row.getInt("b"));
  }

  @Test
  void narrowingGettersRefuseWhatTheyCannotHold() throws SQLException {
    ResultSet row = first();
    fails("22003", () -> row.getByte("i"));
    fails("22003", () -> row.getInt("l"));
    fails("22003", () -> row.getShort("l"));
    fails("22003", () -> row.getObject("l", Integer.class));
  }

  @Test
  void textIsReadAsWhatItSpells() throws SQLException {
    ResultSet row = first();
    assertEquals(42, row.getInt("v"));
    assertEquals(42L, row.getLong("v"));
    assertEquals(42.0, row.getDouble("v"));
    assertEquals(new BigDecimal(42), row.getBigDecimal("v"));
    assertEquals("ab  ", row.getString("c"));
    fails("22018", () -> row.getInt("c"));
    fails("22018", () -> row.getBoolean("c"));
    fails("22018", () -> row.getDate("c"));
    assertArrayEquals("42".getBytes(StandardCharsets.UTF_8), row.getBytes("v"));
  }

  @Test
  void bytesAreReadAsBytesAndHex() throws SQLException {
    ResultSet row = first();
    assertArrayEquals(new byte[] {10, -1}, row.getBytes("x"));
    assertEquals("0aff", row.getString("x"));
    assertArrayEquals(new byte[] {10, -1}, (byte[]) row.getObject("x"));
    assertArrayEquals(new byte[] {10, -1}, row.getBlob("x").getBytes(1, 10));
    fails("22018", () -> row.getInt("x"));
  }

  @Test
  void datesAndTimesAreReadAsEachOther() throws SQLException {
    ResultSet row = first();
    assertEquals(Date.valueOf("2024-02-29"), row.getDate("dt"));
    assertEquals(Date.valueOf("2024-02-29"), row.getDate("ts"));
    assertEquals(Timestamp.valueOf(AT), row.getTimestamp("ts"));
    assertEquals(Timestamp.valueOf("2024-02-29 00:00:00"), row.getTimestamp("dt"));
    assertEquals("23:59:58", row.getTime("tm").toString());
    assertEquals("23:59:58", row.getTime("ts").toString());
    assertEquals(765, Math.floorMod(row.getTime("tm").getTime(), 1000L));
    assertEquals("2024-02-29", row.getString("dt"));
    assertEquals("23:59:58.765", row.getString("tm"));
    assertEquals("2024-02-29 23:59:58.765", row.getString("ts"));
    fails("22018", () -> row.getInt("dt"));
    fails("22018", () -> row.getTimestamp("i"));
  }

  @Test
  void aCalendarGivesTheTimeZone() throws SQLException {
    ResultSet row = first();
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    long moment = AT.atZone(ZoneId.of("Asia/Tokyo")).toInstant().toEpochMilli();
    assertEquals(moment, row.getTimestamp("ts", tokyo).getTime());
    assertEquals(765_000_000, row.getTimestamp(15, tokyo).getNanos());
    assertEquals(
        LocalDate.of(2024, 2, 29).atStartOfDay(ZoneId.of("Asia/Tokyo")).toInstant().toEpochMilli(),
        row.getDate("dt", tokyo).getTime());
  }

  @Test
  void objectsAreOfTheClassThatJdbcNames() throws SQLException {
    ResultSet row = first();
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      assertEquals(
          columns.getColumnClassName(i),
          row.getObject(i).getClass().getName(),
          columns.getColumnName(i));
    }
    assertEquals(300, row.getObject("i"));
    assertEquals(1, row.getObject("t"));
    assertEquals(Timestamp.valueOf(AT), row.getObject("ts"));
    assertEquals(300, row.getObject("i", java.util.Map.of()));
  }

  @Test
  void objectsAreOfTheClassAskedFor() throws SQLException {
    ResultSet row = first();
    assertEquals("300", row.getObject("i", String.class));
    assertEquals(300L, row.getObject("i", Long.class));
    assertEquals(BigInteger.valueOf(300), row.getObject("i", BigInteger.class));
    assertEquals(true, row.getObject("b", Boolean.class));
    assertEquals(12.34, row.getObject("n", Double.class));
    assertEquals(LocalDate.of(2024, 2, 29), row.getObject("dt", LocalDate.class));
    assertEquals(AT.toLocalTime(), row.getObject("tm", LocalTime.class));
    assertEquals(AT, row.getObject("ts", LocalDateTime.class));
    assertEquals(
        AT.atZone(ZoneId.systemDefault()).toOffsetDateTime(),
        row.getObject("ts", OffsetDateTime.class));
    assertEquals(
        AT.atZone(ZoneId.systemDefault()).toInstant(),
        row.getObject("ts", java.time.Instant.class));
    assertEquals(Time.class, row.getObject("tm", Time.class).getClass());
    assertArrayEquals(new byte[] {10, -1}, row.getObject("x", byte[].class));
    fails("22018", () -> row.getObject("i", Thread.class));
    fails("22018", () -> row.getObject("i", LocalDate.class));
    fails("22023", () -> row.getObject("i", (Class<?>) null));
  }

  @Test
  void nullsAreZeroOrNull() throws SQLException {
    ResultSet row = nulls();
    assertEquals(0, row.getInt("i"));
    assertTrue(row.wasNull());
    assertEquals(2, row.getInt("id"));
    assertFalse(row.wasNull());
    assertEquals(0L, row.getLong("l"));
    assertEquals(0.0, row.getDouble("d"));
    assertFalse(row.getBoolean("b"));
    assertNull(row.getString("v"));
    assertNull(row.getBytes("x"));
    assertNull(row.getDate("dt"));
    assertNull(row.getTime("tm"));
    assertNull(row.getTimestamp("ts"));
    assertNull(row.getBigDecimal("n"));
    assertNull(row.getObject("i"));
    assertNull(row.getObject("i", Integer.class));
    assertNull(row.getObject("ts", LocalDateTime.class));
    assertNull(row.getCharacterStream("v"));
    assertNull(row.getBinaryStream("x"));
    assertTrue(row.wasNull());
  }

  @Test
  void streamsGiveTheValue() throws Exception {
    ResultSet row = first();
    assertArrayEquals(new byte[] {10, -1}, row.getBinaryStream("x").readAllBytes());
    assertEquals('4', row.getCharacterStream("v").read());
    assertEquals("42", row.getClob("v").getSubString(1, 2));
    assertEquals("42", new String(row.getAsciiStream("v").readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void columnsAreFoundByLabelInAnyCase() throws SQLException {
    ResultSet row =
        statement.executeQuery("SELECT id AS \"Big\", i AS \"big\", l AS x FROM v WHERE id = 1");
    assertEquals(1, row.findColumn("Big"));
    assertEquals(2, row.findColumn("big"));
    assertEquals(1, row.findColumn("BIG"));
    assertEquals(3, row.findColumn("x"));
    fails("42703", () -> row.findColumn("L"));
    row.next();
    fails("07009", () -> row.getInt(0));
    fails("07009", () -> row.getInt(4));
  }

  @Test
  void valuesAreThereOnlyOnARow() throws SQLException {
    ResultSet result = statement.executeQuery("SELECT id FROM v ORDER BY id");
    assertTrue(result.isBeforeFirst());
    fails("24000", () -> result.getInt(1));
    assertTrue(result.next());
    assertTrue(result.isFirst());
    assertEquals(1, result.getRow());
    assertTrue(result.next());
    assertEquals(2, result.getRow());
    assertFalse(result.next());
    assertFalse(result.next());
    assertTrue(result.isAfterLast());
    assertEquals(0, result.getRow());
    fails("24000", () -> result.getInt(1));
  }

  @Test
  void aClosedResultAnswersNothing() throws SQLException {
    ResultSet result = first();
    result.close();
    result.close();
    assertTrue(result.isClosed());
    fails("24000", result::next);
    fails("24000", () -> result.getInt(1));
    fails("24000", result::getMetaData);
    fails("24000", () -> result.findColumn("ID"));
  }

  @Test
  void rowsAreReadForwardAndNotChanged() throws SQLException {
    ResultSet result = first();
    fails("0A000", result::previous);
    fails("0A000", () -> result.absolute(1));
    fails("0A000", () -> result.updateInt(1, 1));
    fails("0A000", result::deleteRow);
    assertEquals(ResultSet.TYPE_FORWARD_ONLY, result.getType());
    assertEquals(ResultSet.CONCUR_READ_ONLY, result.getConcurrency());
  }

  @Test
  void metadataDescribesTables() throws SQLException {
    ResultSetMetaData columns =
        statement.executeQuery("SELECT id, v, l + 1 AS more FROM v").getMetaData();
    assertEquals("", columns.getCatalogName(1));
    assertEquals("V", columns.getTableName(1));
    assertEquals("", columns.getTableName(3));
    assertEquals("MORE", columns.getColumnLabel(3));
    assertTrue(columns.isSearchable(1));
    assertFalse(columns.isAutoIncrement(1));
    assertTrue(columns.isSigned(1));
    assertFalse(columns.isSigned(2));
    assertTrue(columns.getColumnDisplaySize(1) >= 11);
    assertEquals(50, columns.getColumnDisplaySize(2));
    assertFalse(columns.isReadOnly(1));
    assertThrows(SQLException.class, () -> columns.getColumnLabel(4));
  }

  @Test
  void rowsStreamWhileOthersWrite() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO v (id) VALUES (?)")) {
      for (int id = 10; id < 3010; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    int seen = 0;
    try (ResultSet result = statement.executeQuery("SELECT id FROM v WHERE id >= 10");
        Statement other = connection.createStatement()) {
      while (result.next()) {
        if (seen++ == 1000) {
          assertEquals(3000, other.executeUpdate("DELETE FROM v WHERE id >= 10"));
        }
      }
    }
    assertEquals(3000, seen);
    assertEquals(List.of("2"), rows("SELECT COUNT(*) FROM v"));
  }
}
