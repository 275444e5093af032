package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long INSERTs of literals, which are planned as one row of them. */
class LiteralRowsTest {
  private static final String TABLE =
      "(id INT PRIMARY KEY, s VARCHAR(5) DEFAULT 'x', d DECIMAL(6, 2), r DOUBLE, b BOOLEAN,"
          + " c CHAR(3) NOT NULL, t SMALLINT CHECK (t < 900), w DATE,"
          + " n BIGINT GENERATED ALWAYS AS (id + 1), p INT REFERENCES %1$s (id), UNIQUE (r))";

  /** Literals for each column, mostly good ones. */
  private static String literal(Random random, int column, int row) {
    int odd = random.nextInt(4_000);
    if (odd < 14) {
      return List.of(
              "1.5",
              "'12'",
              "NULL",
              "1e2",
              "-7",
              "'too long a text'",
              "TRUE",
              "99999999999999",
              "1 + 1",
              "-'a'",
              "X'00'",
              "U&'a'",
              "123456789012345678901234567890123",
              "CURRENT_DATE")
          .get(odd);
    }
    return switch (column) {
      case 0 -> String.valueOf(odd < 20 ? row / 2 : row);
      case 1 -> odd < 2_000 ? "'it''s'" : odd < 3_000 ? "NULL" : "''";
      case 2 -> odd < 2_000 ? row + ".25" : "-" + row;
      case 3 -> row + (odd < 2_000 ? "" : ".125");
      case 4 -> odd < 1_000 ? "TRUE" : odd < 2_000 ? "false" : "NULL";
      case 5 -> odd < 2_000 ? "'ab'" : "'a  '";
      case 6 -> String.valueOf(odd % (odd < 20 ? 1_000 : 900));
      case 7 -> "NULL";
      default -> odd < 2_000 ? "NULL" : String.valueOf(Math.max(0, row + random.nextInt(3) - 1));
    };
  }

  private static String insert(Random random, boolean[] isDefault) {
    int rows = 5 + random.nextInt(25);
    StringBuilder sql = new StringBuilder(random.nextBoolean() ? "INSERT" : "UPSERT");
    sql.append(" INTO %1$s (id, s, d, r, b, c, t, w, p) VALUES ");
    int first = random.nextInt(500);
    for (int i = 0; i < rows; i++) {
      sql.append(i == 0 ? "(" : ",\n (");
      for (int column = 0; column < 9; column++) {
        sql.append(column == 0 ? "" : ", ");
        boolean hasDefault = isDefault[column] != (random.nextInt(3_000) == 0);
        sql.append(hasDefault ? "DEFAULT" : literal(random, column, first + i));
      }
      sql.append(")");
    }
    return sql.toString();
  }

  private static String outcome(SqlFixture sql, String statement) {
    try {
      return String.valueOf(sql.run(statement));
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage().replaceAll("T[12]", "T");
    }
  }

  @Test
  void theyDoWhatTheWholeStatementsPlanDoes() throws SQLException {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    int fast = 0;
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t1 " + TABLE.formatted("t1"));
      sql.run("CREATE TABLE t2 " + TABLE.formatted("t2"));
      for (int i = 0; i < 50; i++) {
        boolean[] isDefault = new boolean[9];
        isDefault[1] = random.nextInt(4) == 0;
        isDefault[7] = random.nextInt(2) == 0;
        String statement = insert(random, isDefault);
        // A comment is left to the parser, and so is the whole statement then.
        String expected = outcome(sql, statement.formatted("t2") + " -- whole");
        String found = outcome(sql, statement.formatted("t1"));
        fast += found.matches("\\d+") ? 1 : 0;
        assertEquals(expected, found, statement);
        if (i % 10 == 0) {
          assertEquals(sql.rows("SELECT * FROM t2 ORDER BY id"), rows(sql), statement);
        }
      }
      assertEquals(sql.rows("SELECT * FROM t2 ORDER BY id"), rows(sql));
      assertTrue(fast > 5, fast + " statements succeeded");
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static List<String> rows(SqlFixture sql) throws SQLException {
    return sql.rows("SELECT * FROM t1 ORDER BY id");
  }

  @Test
  void textsThatDifferInTheirRowsAloneAreNotPlanned() throws SQLException {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(10))");
      long planned = 0;
      for (int i = 0; i < 4; i++) {
        List<String> rows = new ArrayList<>();
        for (int k = 0; k < 100 + i; k++) {
          rows.add("(" + (1_000 * i + k) + ", 'v" + k + "')");
        }
        assertEquals(100 + i, sql.run("INSERT INTO t VALUES " + String.join(", ", rows) + ";"));
        if (i == 0) {
          planned = sql.engine.statementsPlanned();
        }
      }
      assertEquals(planned, sql.engine.statementsPlanned());
      sql.assertRows(List.of("406, 103"), "SELECT COUNT(*), COUNT(DISTINCT s) FROM t");
    }
  }

  @Test
  void aRowThatRefersToALaterOneIsCheckedAtTheStatementsEnd() throws SQLException {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INT PRIMARY KEY, p INT REFERENCES t)");
      StringBuilder rows = new StringBuilder("(0, 1)");
      for (int i = 1; i < 100; i++) {
        rows.append(", (").append(i).append(", ").append(i + 1).append(")");
      }
      sql.assertFails("23503", "INSERT INTO t VALUES " + rows);
      assertEquals(101, sql.run("INSERT INTO t VALUES " + rows + ", (100, 0)"));
    }
  }
}
