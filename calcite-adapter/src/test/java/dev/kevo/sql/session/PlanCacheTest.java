package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.sql.exec.CancelToken;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When statements are planned. */
final class PlanCacheTest {
  private SqlFixture sql;

  @BeforeEach
  void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 10)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void secondPrepareOfATextPlansNothing() throws SQLException {
    sql.session.prepare("SELECT v FROM t WHERE id = ?");
    long planned = sql.engine.statementsPlanned();
    sql.session.prepare("SELECT v FROM t WHERE id = ?");
    try (SqlSession other = sql.engine.newSession()) {
      assertEquals(List.of("10"), SqlFixture.rows(other, "SELECT v FROM t WHERE id = ?", 1));
    }

    assertEquals(planned, sql.engine.statementsPlanned());
  }

  @Test
  void longInsertsDoNotDriveOtherPlansOut() throws SQLException {
    sql.session.prepare("SELECT v FROM t WHERE id = ?");
    for (int i = 0; i < 3; i++) {
      StringBuilder insert = new StringBuilder("INSERT INTO t VALUES ");
      for (int row = 0; row < 1_000; row++) {
        int id = 1_000 * (i + 1) + row;
        insert.append(row == 0 ? "(" : ", (").append(id).append(", ").append(row).append(" + 0)");
      }
      sql.run(insert.toString());
      long planned = sql.engine.statementsPlanned();
      sql.session.prepare(insert.toString());
      assertEquals(planned + 1, sql.engine.statementsPlanned());
    }
    long planned = sql.engine.statementsPlanned();
    sql.session.prepare("SELECT v FROM t WHERE id = ?");
    assertEquals(planned, sql.engine.statementsPlanned());
  }

  @Test
  void preparedStatementsFollowDefinitions() throws SQLException {
    PreparedSql query = sql.session.prepare("SELECT * FROM t");
    sql.run("DROP TABLE t");
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR(5))");
    sql.run("INSERT INTO t VALUES (7, 8, 'nine')");

    try (SqlResult result = sql.session.execute(query, new Object[0], 0, new CancelToken())) {
      result.next();
      assertEquals("nine", result.get(2));
    }
    assertEquals(3, query.columns().size());
  }

  @Test
  void defaultSchemaIsPartOfThePlan() throws SQLException {
    sql.run("CREATE SCHEMA s");
    sql.run("CREATE TABLE s.t (id INTEGER PRIMARY KEY)");
    PreparedSql query = sql.session.prepare("SELECT * FROM t");
    sql.session.setSchema("S");

    assertEquals(List.of(), sql.rows("SELECT * FROM t"));
    assertEquals(List.of("1, 10"), SqlFixture.rows(sql.session, query, 0));
  }
}
