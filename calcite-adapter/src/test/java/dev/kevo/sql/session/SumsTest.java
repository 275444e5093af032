package dev.kevo.sql.session;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
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

  /** Most batches fit longs; those with a large number do not, and must give the same. */
  @Test
  void sumsOfProductsOfDecimalsAreExactWhetherTheyFitLongsOrNot() throws SQLException {
    sql.run("CREATE TABLE p (id INTEGER PRIMARY KEY, a DECIMAL(15, 2), b DECIMAL(15, 2))");
    BigDecimal products = BigDecimal.ZERO;
    BigDecimal discounted = BigDecimal.ZERO;
    BigDecimal[] chosen = {BigDecimal.ZERO, BigDecimal.ZERO};
    int rows = 4_000;
    List<String> values = new ArrayList<>();
    for (int id = 0; id < rows; id++) {
      boolean large = id > 1_500 && id < 2_000 && id % 7 == 0;
      BigDecimal a = BigDecimal.valueOf(large ? 999_999_999_999_999L - id : id * 137L - 9_000, 2);
      BigDecimal b = BigDecimal.valueOf(large ? id - 999_999_999_999_999L : id * 31L - 77, 2);
      values.add("(" + id + ", " + (id % 11 == 0 ? "NULL" : a) + ", " + b + ")");
      if (id % 11 != 0) {
        products = products.add(a.multiply(b));
        discounted = discounted.add(a.multiply(BigDecimal.ONE.subtract(b)).subtract(b));
        chosen[id % 2] = chosen[id % 2].add(id % 3 == 0 ? a.multiply(b) : BigDecimal.ZERO);
      }
    }
    sql.run("INSERT INTO p VALUES " + String.join(", ", values));
    sql.assertRows(
        List.of(products + ", " + discounted), "SELECT SUM(a * b), SUM(a * (1 - b) - b) FROM p");
    sql.assertRows(
        List.of("0, " + chosen[0], "1, " + chosen[1]),
        "SELECT MOD(id, 2), SUM(CASE WHEN MOD(id, 3) = 0 THEN a * b ELSE 0 END) FROM p"
            + " WHERE a IS NOT NULL GROUP BY MOD(id, 2) ORDER BY 1");
    sql.assertRows(
        List.of(products + ", " + rows + ", " + products),
        "SELECT SUM(a * b), COUNT(*), SUM(DISTINCT a * b) FROM p");
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
