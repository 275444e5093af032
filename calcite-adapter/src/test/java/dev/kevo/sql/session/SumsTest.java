package dev.kevo.sql.session;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SUM and AVG over every numeric type. */
final class SumsTest {
  private SqlFixture sql;

  @BeforeEach
  void createTable() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ti TINYINT, si SMALLINT, i INTEGER, b BIGINT,"
            + " d DECIMAL(10, 2), r REAL, f DOUBLE)");
    sql.run(
        "INSERT INTO t VALUES (1, 1, 1, 1, 9223372036854775807, 1.25, 1.5, 1.5),"
            + " (2, 2, 2, 2, 1, 1.5, 2.5, 2.5), (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void sumsOfBigintDoNotOverflow() throws SQLException {
    sql.assertRows(List.of("9223372036854775808"), "SELECT SUM(b) FROM t");
    sql.assertRows(
        List.of("9223372036854775807", "1", "null"),
        "SELECT SUM(b) FROM t GROUP BY id ORDER BY id");
  }

  @Test
  void sumsOfOtherTypes() throws SQLException {
    sql.assertRows(
        List.of("3, 3, 3, 2.75, 4.0, 4.0"),
        "SELECT SUM(ti), SUM(si), SUM(i), SUM(d), SUM(r), SUM(f) FROM t");
  }

  @Test
  void sumOfNothingIsNull() throws SQLException {
    sql.assertRows(List.of("null, 0"), "SELECT SUM(b), COUNT(b) FROM t WHERE id = 3");
    sql.assertRows(List.of("null"), "SELECT SUM(b) FROM t WHERE id > 3");
  }

  @Test
  void averagesKeepDigits() throws SQLException {
    sql.assertRows(List.of("1.5"), "SELECT CAST(AVG(i) AS DECIMAL(5, 1)) FROM t");
    sql.assertRows(List.of("1.0"), "SELECT CAST(AVG(b) AS DECIMAL(5, 1)) FROM t WHERE id > 1");
  }

  @Test
  void distinctAndFilteredSums() throws SQLException {
    sql.assertRows(
        List.of("9223372036854775808, 1"),
        "SELECT SUM(DISTINCT b), SUM(b) FILTER (WHERE id = 2) FROM t");
  }

  @Test
  void sumsInWindows() throws SQLException {
    sql.assertRows(
        List.of("1, 9223372036854775807", "2, 9223372036854775808", "3, 9223372036854775808"),
        "SELECT id, SUM(b) OVER (ORDER BY id) FROM t ORDER BY id");
  }

  @Test
  void sumsInSubQueries() throws SQLException {
    sql.assertRows(
        List.of("2"),
        "SELECT id FROM t o WHERE 1 = (SELECT SUM(b) FROM t i WHERE i.id = o.id) ORDER BY id");
  }
}
