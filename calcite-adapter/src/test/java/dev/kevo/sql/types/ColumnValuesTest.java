package dev.kevo.sql.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnValuesTest {
  private static final ColumnType BOOLEAN = ColumnType.of(SqlTypeName.BOOLEAN);
  private static final ColumnType TINYINT = ColumnType.of(SqlTypeName.TINYINT);
  private static final ColumnType INTEGER = ColumnType.of(SqlTypeName.INTEGER);
  private static final ColumnType BIGINT = ColumnType.of(SqlTypeName.BIGINT);
  private static final ColumnType MONEY = ColumnType.decimal(5, 2);
  private static final ColumnType REAL = ColumnType.of(SqlTypeName.REAL);
  private static final ColumnType DOUBLE = ColumnType.of(SqlTypeName.DOUBLE);
  private static final ColumnType CHAR = ColumnType.of(SqlTypeName.CHAR, 3);
  private static final ColumnType VARCHAR = ColumnType.of(SqlTypeName.VARCHAR, 3);
  private static final ColumnType TEXT = ColumnType.of(SqlTypeName.VARCHAR);
  private static final ColumnType BINARY = ColumnType.of(SqlTypeName.BINARY, 2);
  private static final ColumnType VARBINARY = ColumnType.of(SqlTypeName.VARBINARY, 2);
  private static final ColumnType BYTES = ColumnType.of(SqlTypeName.VARBINARY);
  private static final ColumnType DATE = ColumnType.of(SqlTypeName.DATE);
  private static final ColumnType TIME = ColumnType.of(SqlTypeName.TIME, 3);
  private static final ColumnType TIMESTAMP = ColumnType.of(SqlTypeName.TIMESTAMP, 3);

  @Test
  void nullIsKeptOrRefusedByName() {
    assertNull(convert(null, INTEGER));
    SqlStateException e =
        assertThrows(
            SqlStateException.class,
            () -> ColumnValues.convert(null, INTEGER.withNullable(false), "QTY"));
    assertEquals("23502", e.state().code());
    assertTrue(e.getMessage().contains("QTY"));
  }

  @Test
  void numbersConvertAndAreChecked() {
    assertEquals(1, convert(1L, INTEGER));
    assertEquals(1, convert("1", INTEGER));
    assertEquals(2, convert(1.5, INTEGER));
    assertEquals(-2, convert(new BigDecimal("-1.5"), INTEGER));
    assertEquals(1, convert(true, INTEGER));
    assertEquals((byte) -128, convert(-128, TINYINT));
    assertEquals(Long.MAX_VALUE, convert(BigInteger.valueOf(Long.MAX_VALUE), BIGINT));
    assertEquals(new BigDecimal("1.50"), convert(1.5, MONEY));
    assertEquals(new BigDecimal("0.10"), convert(0.1f, MONEY));
    assertEquals(new BigDecimal("1.01"), convert("1.005", MONEY));
    assertEquals(new BigDecimal("0.00"), convert("0", MONEY));
    assertEquals(new BigDecimal("0.00"), convert(new BigDecimal("1E-2000000000"), MONEY));
    assertEquals(0.1f, convert(0.1, REAL));
    assertEquals(0.5, convert("0.5", DOUBLE));
    assertEquals(Double.NaN, convert("NaN", DOUBLE));
    assertEquals(1.0, convert(1, DOUBLE));
    refused("22003", 128, TINYINT);
    refused("22003", 1L << 31, INTEGER);
    refused("22003", new BigDecimal("9223372036854775807.5"), BIGINT);
    refused("22003", "1000", MONEY);
    refused("22003", "999.995", MONEY);
    refused("22003", new BigDecimal("1E+2000000000"), MONEY);
    refused("22003", new BigDecimal("1E+2000000000"), INTEGER);
    refused("22003", "1e999999999", DOUBLE);
    refused("22003", 1e300, REAL);
    refused("22003", Double.NaN, INTEGER);
    refused("22003", Double.POSITIVE_INFINITY, MONEY);
    refused("22018", "one", INTEGER);
    refused("22018", "", DOUBLE);
    refused("22018", "9".repeat(100_000), BIGINT);
    refused("22018", LocalDate.EPOCH, INTEGER);
    refused("22018", new byte[1], MONEY);
  }

  @Test
  void booleans() {
    assertEquals(true, convert("yes", BOOLEAN));
    assertEquals(false, convert(0, BOOLEAN));
    assertEquals(true, convert(true, BOOLEAN));
    refused("22018", "maybe", BOOLEAN);
  }

  @Test
  void textIsCheckedPaddedAndCut() throws Exception {
    assertEquals("ab ", convert("ab", CHAR));
    assertEquals("abc", convert("abc  ", VARCHAR));
    assertEquals("a", convert('a', VARCHAR));
    assertEquals("1.50", convert(new BigDecimal("1.50"), TEXT));
    assertEquals("TRUE", convert(true, TEXT));
    assertEquals("2026-01-02", convert(LocalDate.of(2026, 1, 2), TEXT));
    assertEquals("clob", convert(new SerialClob("clob".toCharArray()), TEXT));
    UUID uuid = new UUID(1, 2);
    assertEquals(uuid.toString(), convert(uuid, TEXT));
    assertEquals("\uD83D\uDE00", convert("\uD83D\uDE00", TEXT));
    refused("22001", "abcd", VARCHAR);
    refused("22001", "abcd", CHAR);
    refused("22021", "\uD83D", TEXT);
    refused("22021", "a\uDE00b", TEXT);
    refused("22018", new Object(), TEXT);
  }

  @Test
  void bytesAreCheckedAndPadded() throws Exception {
    assertEquals(new ByteString(new byte[] {1, 0}), convert(new byte[] {1}, BINARY));
    assertEquals(ByteString.of("ff", 16), convert(ByteString.of("ff", 16), VARBINARY));
    assertEquals(ByteString.of("0102", 16), convert(new SerialBlob(new byte[] {1, 2}), BYTES));
    assertEquals(
        ByteString.of("00000000000000010000000000000002", 16), convert(new UUID(1, 2), BYTES));
    refused("22001", new byte[3], VARBINARY);
    refused("22018", "text", BYTES);
  }

  @Test
  void datesAndTimesOfAllClassesConvert() {
    LocalDateTime dateTime = LocalDateTime.of(2026, 3, 4, 5, 6, 7, 89_000_000);
    long micros = dateTime.toInstant(ZoneOffset.UTC).toEpochMilli() * 1_000;
    Instant instant = dateTime.atZone(ZoneId.systemDefault()).toInstant();
    assertEquals(micros, convert(dateTime, TIMESTAMP));
    assertEquals(micros, convert(micros, TIMESTAMP));
    assertEquals(micros, convert(java.sql.Timestamp.valueOf(dateTime), TIMESTAMP));
    assertEquals(micros, convert(java.util.Date.from(instant), TIMESTAMP));
    assertEquals(micros, convert(instant, TIMESTAMP));
    assertEquals(
        micros, convert(OffsetDateTime.ofInstant(instant, ZoneOffset.ofHours(9)), TIMESTAMP));
    assertEquals(micros, convert("2026-03-04 05:06:07.089", TIMESTAMP));
    assertEquals(micros, convert("2026-03-04T05:06:07.0890009", TIMESTAMP));
    assertEquals(micros - 89_000, convert(dateTime, ColumnType.of(SqlTypeName.TIMESTAMP, 0)));
    int day = (int) dateTime.toLocalDate().toEpochDay();
    assertEquals(day, convert(dateTime.toLocalDate(), DATE));
    assertEquals(day, convert(java.sql.Date.valueOf(dateTime.toLocalDate()), DATE));
    assertEquals(day, convert("2026-3-4", DATE));
    assertEquals(day, convert(dateTime, DATE));
    assertEquals(day, convert(day, DATE));
    assertEquals(day * 86_400_000_000L, convert("2026-03-04", TIMESTAMP));
    long time = ((5 * 60 + 6) * 60 + 7) * 1_000_000L + 89_000;
    assertEquals(time, convert(dateTime.toLocalTime(), TIME));
    assertEquals(time - 89_000, convert(java.sql.Time.valueOf(LocalTime.of(5, 6, 7)), TIME));
    assertEquals(time, convert("05:06:07.089", TIME));
    assertEquals((5 * 60 + 6) * 60_000_000L, convert("5:06", TIME));
    refused("22007", "2026-02-30", DATE);
    refused("22007", "today", TIMESTAMP);
    refused("22007", "25:00:00", TIME);
    refused("22008", LocalDate.of(10_000, 1, 1), DATE);
    refused("22008", Long.MAX_VALUE, TIMESTAMP);
    refused("22008", Integer.MIN_VALUE, DATE);
    refused("22008", -1L, TIME);
    refused("22018", 1.5, DATE);
    refused("22018", true, TIMESTAMP);
  }

  @Test
  void messagesNameTheColumnAndStayShort() {
    SqlStateException e =
        assertThrows(SqlStateException.class, () -> convert("x".repeat(10_000), INTEGER));
    assertTrue(e.getMessage().contains("for C "));
    assertTrue(e.getMessage().length() < 300);
    assertTrue(e.toSqlException() instanceof java.sql.SQLDataException);
  }

  private static @Nullable Object convert(@Nullable Object value, ColumnType type) {
    return ColumnValues.convert(value, type, "C");
  }

  private static void refused(String state, Object value, ColumnType type) {
    SqlStateException e =
        assertThrows(SqlStateException.class, () -> convert(value, type), value + " " + type);
    assertEquals(state, e.state().code(), e.getMessage());
  }
}
