package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.cache.NormalizedSql;
import dev.kevo.sql.parser.SqlToken;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that differ in literals only share a plan, and mean what they say all the same. */
final class LiteralsTest {
  private SqlFixture sql;

  @BeforeEach
  void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(5), n DECIMAL(6, 2), d DATE)");
    sql.run("INSERT INTO t VALUES (1, 'a', 1.5, DATE '2020-01-01'), (2, '05', 2.5, NULL)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM t WHERE id = 5 | SELECT * FROM t WHERE id = ?",
        "SELECT * FROM t WHERE id >= -5 AND \"x\" < 'it''s' | SELECT * FROM t WHERE id >= ? AND \"x\" < ?",
        "UPDATE t SET a = 5, b = 'x' WHERE c <> 1.50 | UPDATE t SET a = ?, b = ? WHERE c <> ?",
        "INSERT INTO t VALUES (1, 'a', NULL, -2) | INSERT INTO t VALUES (?, ?, NULL, ?)",
        "SELECT 1 FROM t WHERE a = 1 ORDER BY 1 | SELECT 1 FROM t WHERE a = ? ORDER BY 1",
      })
  void literalsBecomeParameters(String statement, String text) {
    assertEquals(text, NormalizedSql.of(statement, SqlToken.list(statement)).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT 1, 'a' FROM t",
        "SELECT * FROM t WHERE a = 5 + 1",
        "SELECT * FROM t WHERE a = DATE '2020-01-01'",
        "SELECT * FROM t WHERE a = X'00'",
        "SELECT * FROM t WHERE a + 1 > (5)",
        "SELECT * FROM t WHERE a = 1e3",
        "SELECT * FROM t WHERE a = -- 5",
        "EXPLAIN PLAN FOR SELECT * FROM t WHERE a = 5",
        "INSERT INTO t SELECT 1 FROM u WHERE a = 5",
        "INSERT INTO t VALUES (1 + 2, UPPER('a'))",
        "SELECT * FROM t WHERE a = 'open",
        "SELECT * FROM t LIMIT 5"
      })
  void literalsElsewhereStay(String statement) {
    List<SqlToken> tokens = SqlToken.list(statement);
    assertTrue(tokens == null || NormalizedSql.of(statement, tokens) == null);
  }

  @Test
  void newLiteralsPlanNothing() throws SQLException {
    sql.assertRows(List.of("a"), "SELECT s FROM t WHERE id = 1");
    sql.run("INSERT INTO t VALUES (10, 'x', 1, NULL)");
    long planned = sql.engine.statementsPlanned();
    sql.assertRows(List.of("05"), "SELECT s FROM t WHERE id = 2");
    sql.assertRows(List.of(), "SELECT s FROM t WHERE id = 2.5");
    sql.assertRows(List.of(), "SELECT s FROM t WHERE id = 99999999999");
    sql.run("INSERT INTO t VALUES (11, 'y', -2.25, NULL)");
    sql.assertFails("22001", "INSERT INTO t VALUES (12, 'toolong', 1, NULL)");
    sql.assertFails("22003", "INSERT INTO t VALUES (13, 'z', 123456, NULL)");

    assertEquals(planned, sql.engine.statementsPlanned());
    sql.assertRows(List.of("-2.25"), "SELECT n FROM t WHERE id = 11");
  }

  @Test
  void literalsOfOtherTypesKeepTheirMeaning() throws SQLException {
    sql.assertRows(List.of("2"), "SELECT id FROM t WHERE s = 5 AND id = 2");
    sql.assertRows(List.of("1"), "SELECT id FROM t WHERE d = '2020-01-01'");
    sql.assertRows(List.of("1"), "SELECT id FROM t WHERE s = 'a'");
    sql.assertRows(List.of(), "SELECT id FROM t WHERE s = 'a long text'");
    sql.assertRows(List.of(), "SELECT id FROM t WHERE s = ?", "a long text");
    sql.assertRows(List.of("1"), "SELECT id FROM t WHERE s = 'a' AND n = ? AND id = 1", 1.5);
  }

  @Test
  void parametersAreTheStatementsOwn() throws SQLException {
    PreparedSql prepared = sql.session.prepare("SELECT id FROM t WHERE s = 'a' AND id = ?");

    assertEquals(1, prepared.parameters().size());
    assertEquals("INTEGER", prepared.parameters().get(0).typeName());
    sql.assertFails("22023", "SELECT id FROM t WHERE s = 'a' AND id = ?");
  }

  @Test
  void errorsPointIntoTheStatementItself() {
    String message =
        sql.assertFails("42703", "SELECT id FROM t WHERE s = 'some text' AND nope = 1");

    assertEquals("Column 'NOPE' not found in any table at line 1, column 44", message);
  }
}
