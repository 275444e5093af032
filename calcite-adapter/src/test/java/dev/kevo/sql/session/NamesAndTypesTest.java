package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, types and definitions from the text to the store and back. */
class NamesAndTypesTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
  }

  @AfterEach
  void close() throws Exception {
    sql.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"key", "value", "day", "second", "position", "at", "count", "start", "upper"})
  void commonNamesWorkAsColumnsFromEndToEnd(String name) throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, " + name + " VARCHAR(10))");
    sql.run("INSERT INTO t (id, " + name + ") VALUES (1, 'one'), (2, 'two')");
    sql.run("UPDATE t SET " + name + " = 'zwei' WHERE " + name + " = 'two'");
    sql.assertRows(List.of("zwei", "one"), "SELECT " + name + " FROM t ORDER BY " + name + " DESC");
    sql.assertRows(
        List.of("1"), "SELECT COUNT(*) FROM t WHERE t." + name + " LIKE 'o%' GROUP BY " + name);
  }

  @Test
  void theColumnUserNeedsItsTableOrQuotesInExpressions() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, user VARCHAR)");
    sql.run("INSERT INTO t (id, user) VALUES (1, 'me')");
    sql.assertRows(List.of("me, me"), "SELECT t.user, \"USER\" FROM t");
  }

  @Test
  void valuesOfEveryTypeComeBackAndOrder() throws SQLException {
    sql.run(
        "CREATE TABLE t (b BOOLEAN, ti TINYINT, s SMALLINT, i INT, l BIGINT, d DECIMAL(38, 10),"
            + " r REAL, f FLOAT, x DOUBLE, c CHAR(4), v VARCHAR, bi BINARY(2), vb VARBINARY,"
            + " da DATE, tm TIME, ts TIMESTAMP,"
            + " PRIMARY KEY (d, v, ts, vb, x, c))");
    String values =
        "(TRUE, 1, 2, 3, 4, 1234567890123456789012345678.0123456789, 1.5, 2.5, 3.5, 'ab',"
            + " 'žluť 😀', X'01', X'0001ff', DATE '2026-01-02', TIME '03:04:05.678',"
            + " TIMESTAMP '2026-01-02 03:04:05.678')";
    sql.run("INSERT INTO t VALUES " + values);
    sql.assertRows(
        List.of(
            "true, 1, 2, 3, 4, 1234567890123456789012345678.0123456789, 1.5, 2.5, 3.5, ab  ,"
                + " žluť 😀, 0100, 0001ff, 20455, 11045678000, 1767323045678000"),
        "SELECT * FROM t");
    sql.assertRows(
        List.of("1"), "SELECT ti FROM t WHERE v = 'žluť 😀' AND d > 1234567890123456789012345678");
    sql.assertRows(List.of("1"), "SELECT ti FROM t WHERE tm = TIME '03:04:05.678'");
    sql.assertRows(List.of("1"), "SELECT ti FROM t WHERE c = 'ab  '");
  }

  @Test
  void charIsComparedWithoutItsPadding() throws SQLException {
    sql.run("CREATE TABLE t (c CHAR(4) PRIMARY KEY, d CHAR(4))");
    sql.run("INSERT INTO t VALUES ('ab', 'cd')");
    sql.assertRows(List.of("ab  "), "SELECT c FROM t WHERE c = 'ab'");
    sql.assertRows(List.of("ab  "), "SELECT c FROM t WHERE d = 'cd'");
    sql.assertRows(List.of("ab  "), "SELECT c FROM t WHERE d = ?", "cd");
    sql.assertRows(List.of("ab  "), "SELECT c FROM t WHERE c IN ('ab', 'zz')");
    sql.assertRows(List.of("ab  "), "SELECT c FROM t WHERE d IN ('cd', 'z', 'x')");
    sql.assertRows(List.of("ab  "), "SELECT c FROM t WHERE c BETWEEN 'ab' AND 'ab'");
    sql.assertRows(List.of(), "SELECT c FROM t WHERE c <> 'ab' OR c > 'ab'");
    sql.assertRows(List.of(), "SELECT c FROM t WHERE c = 'abcdef' OR d = ?", "cdefgh");
    sql.assertRows(
        List.of("ab  "), "SELECT c FROM t WHERE EXISTS (SELECT * FROM t u WHERE u.d = 'cd')");
  }

  @Test
  void textsTooLongForAColumnEqualNothingAndAreNotStored() throws SQLException {
    sql.run("CREATE TABLE t (v VARCHAR(3) PRIMARY KEY, c CHAR(2), b VARBINARY(1))");
    sql.run("INSERT INTO t VALUES (?, ?, ?)", "abc", "d", new byte[] {1});
    sql.assertRows(List.of(), "SELECT v FROM t WHERE v = ?", "abcd");
    sql.assertRows(List.of(), "SELECT v FROM t WHERE c = ?", "def");
    sql.assertRows(List.of(), "SELECT v FROM t WHERE b = ?", (Object) new byte[2]);
    sql.assertRows(List.of("abc"), "SELECT v FROM t WHERE v < ? AND c = ?", "abcd", "d");
    refused("INSERT INTO t VALUES (?, 'x', X'01')", "abcd");
    refused("INSERT INTO t VALUES ('x', ?, X'01')", "def");
    refused("INSERT INTO t VALUES ('x', 'y', ?)", (Object) new byte[2]);
    refused("INSERT INTO t VALUES ('abcd', 'x', X'01')");
    refused("UPDATE t SET c = ?", "def");
    refused("UPSERT INTO t (v, c) SELECT 'x', v FROM t");
    sql.assertRows(List.of("abc, d , 01"), "SELECT * FROM t");
  }

  private void refused(String text, Object... parameters) {
    SQLException e = assertThrows(SQLException.class, () -> sql.run(text, parameters), text);
    assertEquals("22001", e.getSQLState(), e.getMessage());
  }

  @Test
  void informationSchemaIsQueriedLikeAnyTable() throws SQLException {
    sql.run("CREATE SCHEMA s");
    sql.run("CREATE TABLE s.t (a INT, b VARCHAR(7) DEFAULT 'x' NOT NULL, PRIMARY KEY (b, a))");
    sql.assertRows(
        List.of("T, BASE TABLE"),
        "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'S'");
    sql.assertRows(
        List.of("A, 1, INTEGER, NO, null", "B, 2, CHARACTER VARYING, NO, 'x'"),
        "SELECT column_name, ordinal_position, data_type, is_nullable, column_default"
            + " FROM information_schema.columns WHERE table_name = 'T' ORDER BY 2");
    sql.assertRows(
        List.of("B, 1", "A, 2"),
        "SELECT k.column_name, k.ordinal_position FROM information_schema.key_column_usage k"
            + " JOIN information_schema.table_constraints c"
            + " ON c.constraint_name = k.constraint_name AND c.table_schema = k.table_schema"
            + " WHERE c.table_name = 'T' AND c.constraint_type = 'PRIMARY KEY' ORDER BY 2");
  }

  @Test
  void longChainsAndListsRun() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 10), (5000, 50), (70000, 70000)");
    StringBuilder chain = new StringBuilder("SELECT id FROM t WHERE n = 1");
    StringBuilder list = new StringBuilder("SELECT id FROM t WHERE id IN (1");
    for (int i = 2; i <= 5_000; i++) {
      chain.append(" OR n = ").append(i);
      list.append(", ").append(i);
    }
    assertEquals(List.of("1", "5000"), sql.rows(chain.toString()));
    assertEquals(List.of("1", "5000"), sql.rows(list.append(")").toString()));
    assertEquals(List.of("251"), sql.rows("SELECT " + "1+".repeat(250) + "1"));
  }
}
