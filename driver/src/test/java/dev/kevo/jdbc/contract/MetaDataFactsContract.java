package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what DatabaseMetaData says of the database is so. */
public abstract class MetaDataFactsContract extends Contract {
  /** A call of each function that JDBC knows and the database lists. */
  private static final String CALLS =
      """
      ABS(-1) ACOS(0.5) ASIN(0.5) ATAN(1) ATAN2(1,2) CEILING(1.5) COS(1) COT(1) DEGREES(1) EXP(1)
      FLOOR(1.5) LOG(2) LOG10(2) MOD(5,3) PI() POWER(2,3) RADIANS(1) RAND() ROUND(1.25,1) SIGN(-1)
      SIN(1) SQRT(4) TAN(1) TRUNCATE(1.25,1) ASCII('a') CHAR(65) CONCAT('a','b')
      DIFFERENCE('a','b') INSERT('abc',1,1,'x') LCASE('A') LEFT('abc',2) LENGTH('abc')
      LOCATE('b','abc') LTRIM('a') REPEAT('a',3) REPLACE('abc','b','x') RIGHT('abc',2) RTRIM('a')
      SOUNDEX('abc') SPACE(3) SUBSTRING('abc',2,1) UCASE('a') DATABASE() IFNULL(NULL,1) USER()
      CHAR_LENGTH('a') CHARACTER_LENGTH('a') CURDATE() CURTIME() DAYNAME(d) DAYOFMONTH(d) DAYOFWEEK(d) DAYOFYEAR(d) HOUR(t) MINUTE(t) MONTH(d)
      MONTHNAME(d) NOW() QUARTER(d) SECOND(t) TIMESTAMPADD(SQL_TSI_DAY,1,t)
      TIMESTAMPDIFF(SQL_TSI_DAY,t,t) WEEK(d) YEAR(d)
      """;

  private DatabaseMetaData metaData;

  protected MetaDataFactsContract(String url) {
    super(url);
  }

  @BeforeEach
  void metaData() throws SQLException {
    metaData = connection.getMetaData();
  }

  @Test
  void listedFunctionsCanBeCalled() throws SQLException {
    Map<String, String> calls = new TreeMap<>();
    for (String call : CALLS.strip().split("\\s+")) {
      calls.put(call.substring(0, call.indexOf('(')), call);
    }
    String all =
        String.join(
            ",",
            metaData.getNumericFunctions(),
            metaData.getStringFunctions(),
            metaData.getSystemFunctions(),
            metaData.getTimeDateFunctions());
    exec("CREATE TABLE moments (d DATE, t TIMESTAMP)");
    exec("INSERT INTO moments VALUES (DATE '2024-01-03', TIMESTAMP '2024-01-03 10:11:12')");
    StringBuilder query = new StringBuilder("SELECT 1");
    for (String name : all.split(",")) {
      assertTrue(calls.containsKey(name), name);
      query.append(", {fn ").append(calls.get(name)).append('}');
    }
    assertEquals(1, rows(query + " FROM moments").size());
    assertEquals(calls.size(), all.split(",").length);
  }

  @Test
  void listedKeywordsAreReserved() throws SQLException {
    for (String word : metaData.getSQLKeywords().split(",")) {
      fails("42601", () -> rows("SELECT 1 AS " + word));
      rows("SELECT 1 AS \"" + word + "\"");
    }
  }

  @Test
  void limitsAreThoseThatAreEnforced() throws SQLException {
    int name = metaData.getMaxColumnNameLength();
    exec("CREATE TABLE " + "t".repeat(name) + " (" + "c".repeat(name) + " INTEGER)");
    fails("42622", () -> exec("CREATE TABLE " + "u".repeat(name + 1) + " (c INTEGER)"));
    assertEquals(name, metaData.getMaxTableNameLength());
    assertEquals(name, metaData.getMaxSchemaNameLength());

    int columns = metaData.getMaxColumnsInTable();
    fails("54000", () -> exec("CREATE TABLE wider (" + list("c%d INTEGER", columns + 1) + ")"));
    int selected = metaData.getMaxColumnsInSelect();
    fails("54001", () -> rows("SELECT " + list("%d", selected + 1)));

    int keys = metaData.getMaxColumnsInIndex();
    exec("CREATE TABLE wide (" + list("c%d INTEGER", keys + 1) + ")");
    exec("CREATE INDEX broad ON wide (" + list("c%d", keys) + ")");
    fails("54000", () -> exec("CREATE INDEX broader ON wide (" + list("c%d", keys + 1) + ")"));

    int length = metaData.getMaxStatementLength();
    fails("54001", () -> rows("SELECT 1" + " ".repeat(length - "SELECT 1".length() + 1)));
  }

  private static String list(String format, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.replace("%d", String.valueOf(i)))
        .collect(Collectors.joining(", "));
  }

  @Test
  void whatIsSupportedWorks() throws SQLException {
    exec("CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v INTEGER)");
    assertTrue(metaData.supportsAlterTableWithAddColumn());
    exec("ALTER TABLE t ADD COLUMN w INTEGER");
    assertTrue(metaData.supportsAlterTableWithDropColumn());
    exec("ALTER TABLE t DROP COLUMN w");
    assertTrue(metaData.supportsSchemasInIndexDefinitions());
    exec("CREATE INDEX public.by_v ON public.t (v)", "DROP INDEX public.by_v");
    assertTrue(metaData.supportsGetGeneratedKeys() && metaData.generatedKeyAlwaysReturned());
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (v) VALUES (5)", new String[] {"ID"})) {
      insert.executeUpdate();
      assertTrue(insert.getGeneratedKeys().next());
    }
    assertTrue(metaData.supportsSelectForUpdate());
    connection.setAutoCommit(false);
    rows("SELECT * FROM t FOR UPDATE");
    assertTrue(metaData.supportsSavepoints());
    Savepoint savepoint = connection.setSavepoint();
    connection.rollback(savepoint);
    connection.rollback();
    assertFalse(metaData.supportsOpenCursorsAcrossCommit());
    assertFalse(metaData.supportsResultSetHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT));
    ResultSet open = connection.createStatement().executeQuery("SELECT * FROM t");
    connection.commit();
    assertTrue(open.isClosed());
    connection.setAutoCommit(true);
    for (int level : new int[] {0, 1, 2, 4, 8}) {
      boolean supported = metaData.supportsTransactionIsolationLevel(level);
      if (supported) {
        connection.setTransactionIsolation(level);
      } else {
        fails("22023", () -> connection.setTransactionIsolation(level));
      }
    }
    assertEquals(
        "1", rows("SELECT COUNT(*) FROM t GROUP BY GROUPING SETS ((), (v)) LIMIT 1").get(0));
    assertTrue(metaData.supportsFullOuterJoins());
    rows("SELECT * FROM t a FULL OUTER JOIN t b ON a.id = b.id");
    assertTrue(metaData.nullsAreSortedHigh());
    assertEquals("1,null", String.join(",", rows("VALUES (NULL), (1) ORDER BY 1")));
  }

  @Test
  void conversionsThatAreSupportedWork() throws SQLException {
    Map<Integer, String> values =
        Map.of(
            Types.INTEGER, "1",
            Types.DECIMAL, "1.5",
            Types.DOUBLE, "1E0",
            Types.VARCHAR, "NULL",
            Types.DATE, "DATE '2020-01-01'",
            Types.TIME, "TIME '01:02:03'",
            Types.TIMESTAMP, "TIMESTAMP '2020-01-01 01:02:03'",
            Types.BOOLEAN, "TRUE",
            Types.VARBINARY, "X'00'");
    Map<Integer, String> names =
        Map.of(
            Types.INTEGER, "INTEGER",
            Types.DECIMAL, "DECIMAL(5, 2)",
            Types.DOUBLE, "DOUBLE",
            Types.VARCHAR, "VARCHAR",
            Types.DATE, "DATE",
            Types.TIME, "TIME",
            Types.TIMESTAMP, "TIMESTAMP",
            Types.BOOLEAN, "BOOLEAN",
            Types.VARBINARY, "VARBINARY");
    assertTrue(metaData.supportsConvert());
    assertEquals("1", rows("SELECT {fn CONVERT('1', SQL_INTEGER)}").get(0));
    StringBuilder query = new StringBuilder("SELECT 1");
    for (int from : values.keySet()) {
      String value = "CAST(" + values.get(from) + " AS " + names.get(from) + ")";
      for (int to : names.keySet()) {
        if (metaData.supportsConvert(from, to)) {
          query.append(", CAST(").append(value).append(" AS ").append(names.get(to)).append(')');
        }
      }
    }
    rows(query.toString());
    assertFalse(metaData.supportsConvert(Types.DATE, Types.INTEGER));
    assertFalse(metaData.supportsConvert(Types.STRUCT, Types.VARCHAR));
  }
}
