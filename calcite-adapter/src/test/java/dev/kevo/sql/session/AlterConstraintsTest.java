package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ALTER TABLE ADD and DROP CONSTRAINT on tables that have rows. */
class AlterConstraintsTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE p (id INT PRIMARY KEY)");
    sql.run("INSERT INTO p VALUES (1), (2)");
    sql.run("CREATE TABLE t (a INT, b INT)");
    sql.run("INSERT INTO t VALUES (1, 1), (2, 1), (3, NULL)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private void fails(SqlState state, String statement) {
    sql.assertFails(state.code(), statement);
  }

  @Test
  void newConstraintsAreHeldAgainstTheRowsThatAreThere() throws SQLException {
    fails(SqlState.UNIQUE_VIOLATION, "ALTER TABLE t ADD UNIQUE (b)");
    fails(SqlState.CHECK_VIOLATION, "ALTER TABLE t ADD CHECK (a < 3)");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p");
    fails(SqlState.UNIQUE_VIOLATION, "ALTER TABLE t ADD PRIMARY KEY (b)");
    sql.run("ALTER TABLE t ADD CONSTRAINT ua UNIQUE (a), ADD CONSTRAINT small CHECK (a < 4)");
    sql.run("ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES p ON DELETE CASCADE");
    assertTrue(sql.plan("SELECT b FROM t WHERE a = 2").contains("index=[UA]"));
    sql.assertRows(List.of("1"), "SELECT b FROM t WHERE a = 2");
    fails(SqlState.UNIQUE_VIOLATION, "INSERT INTO t VALUES (2, 2)");
    fails(SqlState.CHECK_VIOLATION, "INSERT INTO t VALUES (4, 2)");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "INSERT INTO t VALUES (0, 9)");
    sql.run("DELETE FROM p WHERE id = 1");
    sql.assertRows(List.of("3, null"), "SELECT * FROM t");
  }

  @Test
  void droppedConstraintsHoldNoMore() throws SQLException {
    sql.run("ALTER TABLE t ADD CONSTRAINT ua UNIQUE (a)");
    sql.run("ALTER TABLE t ADD CONSTRAINT small CHECK (a < 4)");
    sql.run("ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES p");
    sql.run("CREATE TABLE c (a INT REFERENCES t (a))");
    fails(SqlState.DEPENDENT_OBJECTS, "ALTER TABLE t DROP CONSTRAINT ua");
    fails(SqlState.DEPENDENT_OBJECTS, "ALTER TABLE p DROP CONSTRAINT pk_p");
    sql.run("ALTER TABLE t DROP CONSTRAINT ua CASCADE");
    sql.run("ALTER TABLE t DROP CONSTRAINT small");
    sql.run("ALTER TABLE p DROP CONSTRAINT pk_p CASCADE");
    fails(SqlState.UNDEFINED_OBJECT, "ALTER TABLE t DROP CONSTRAINT small");
    sql.run("ALTER TABLE t DROP CONSTRAINT IF EXISTS small");
    sql.run("INSERT INTO t VALUES (99, 99), (99, 99)");
    sql.run("INSERT INTO p VALUES (1)");
    sql.run("INSERT INTO c VALUES (77)");
    assertFalse(sql.plan("SELECT b FROM t WHERE a = 2").contains("index="));
    sql.assertRows(List.of("1", "2", "1"), "SELECT id FROM p");
  }

  @Test
  void aPrimaryKeyThatComesAndGoesMovesRowsAndEntries() throws SQLException {
    sql.run("CREATE INDEX tb ON t (b)");
    fails(SqlState.NULL_NOT_ALLOWED, "ALTER TABLE t ADD PRIMARY KEY (a, b)");
    sql.run("ALTER TABLE t ADD CONSTRAINT key_of_t PRIMARY KEY (a)");
    sql.assertRows(List.of("1"), "SELECT b FROM t WHERE a = 2");
    assertTrue(sql.plan("SELECT b FROM t WHERE a = 2").contains("key=[A = 2]"));
    sql.assertRows(List.of("1", "2"), "SELECT a FROM t WHERE b = 1");
    fails(SqlState.UNIQUE_VIOLATION, "INSERT INTO t VALUES (3, 3)");
    fails(SqlState.NULL_NOT_ALLOWED, "INSERT INTO t VALUES (NULL, 3)");
    fails(SqlState.INVALID_TABLE_DEFINITION, "ALTER TABLE t ADD PRIMARY KEY (b)");
    sql.run("ALTER TABLE t DROP CONSTRAINT key_of_t");
    sql.run("INSERT INTO t VALUES (3, 3)");
    sql.assertRows(List.of("1", "2", "3", "3"), "SELECT a FROM t");
    sql.run("DELETE FROM t WHERE b = 1");
    sql.assertRows(List.of("3, null", "3, 3"), "SELECT * FROM t");
    sql.assertRows(List.of(), "SELECT a FROM t WHERE b = 1");
  }

  @Test
  void anAlterationIsRolledBackWithItsTransaction() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.run("ALTER TABLE t ADD PRIMARY KEY (a)");
    sql.run("INSERT INTO t VALUES (4, 4)");
    sql.session.rollback();
    sql.run("INSERT INTO t VALUES (3, 3)");
    sql.assertRows(List.of("1, 1", "2, 1", "3, null", "3, 3"), "SELECT * FROM t");
  }
}
