package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UNIQUE, CHECK and FOREIGN KEY through SQL. */
class ConstraintsTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
  }

  private void fails(SqlState state, String part, String statement) {
    String message = sql.assertFails(state.code(), statement);
    assertTrue(message.contains(part), message);
    assertTrue(message.length() < 300, message);
  }

  @Test
  void uniqueColumnsTakeEachValueOnceAndNullAnyNumberOfTimes() throws SQLException {
    sql.run(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT UNIQUE, b INT, CONSTRAINT ub UNIQUE (b, a))");
    sql.run("INSERT INTO t VALUES (1, 10, 1), (2, NULL, 1), (3, NULL, 1), (4, 11, NULL)");

    fails(SqlState.UNIQUE_VIOLATION, "UQ_T_A: A = 10", "INSERT INTO t VALUES (5, 10, 5)");
    fails(SqlState.UNIQUE_VIOLATION, "UQ_T_A", "UPDATE t SET a = 11 WHERE id = 1");
    sql.run("UPDATE t SET a = 12 WHERE id = 1");
    sql.run("INSERT INTO t VALUES (5, 10, 1)");
    sql.run("DELETE FROM t WHERE a = 12");
    sql.run("INSERT INTO t VALUES (6, 12, 1)");
    sql.assertRows(List.of("5"), "SELECT id FROM t WHERE a = 10");
    sql.assertRows(List.of("6"), "SELECT id FROM t WHERE b = 1 AND a = 12");
  }

  @Test
  void uniquenessCountsAtTheStatementsEnd() throws SQLException {
    sql.run("CREATE TABLE t (id INT PRIMARY KEY, a INT UNIQUE)");
    sql.run("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");

    sql.run("UPDATE t SET a = a + 1");
    sql.run("UPDATE t SET id = id + 1");
    sql.run("UPDATE t SET a = 6 - a");
    sql.assertRows(List.of("2, 4", "3, 3", "4, 2"), "SELECT * FROM t");
    sql.assertRows(List.of("4"), "SELECT id FROM t WHERE a = 2");
    fails(SqlState.UNIQUE_VIOLATION, "A = 9", "UPDATE t SET a = 9");
    sql.assertRows(List.of("2, 4", "3, 3", "4, 2"), "SELECT * FROM t");
  }

  @Test
  void upsertReplacesTheRowAndItsEntries() throws SQLException {
    sql.run("CREATE TABLE t (id INT PRIMARY KEY, a INT UNIQUE)");
    sql.run("INSERT INTO t VALUES (1, 1), (2, 2)");
    sql.run("UPSERT INTO t VALUES (1, 7)");
    fails(SqlState.UNIQUE_VIOLATION, "A = 2", "UPSERT INTO t VALUES (1, 2)");
    sql.assertRows(List.of(), "SELECT id FROM t WHERE a = 1");
    sql.assertRows(List.of("1"), "SELECT id FROM t WHERE a = 7");
  }

  @Test
  void aCheckRefusesWhatIsFalseAndPassesWhatIsUnknown() throws SQLException {
    sql.run(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT CHECK (a > 0), b VARCHAR(10),"
            + " CONSTRAINT b_is_upper CHECK (UPPER(b) = b), CHECK (a < 100 OR b = 'BIG'))");
    sql.run("INSERT INTO t VALUES (1, 5, 'X'), (2, NULL, NULL), (3, 1000, 'BIG')");

    fails(SqlState.CHECK_VIOLATION, "CK_T_A ", "INSERT INTO t VALUES (4, 0, 'X')");
    fails(SqlState.CHECK_VIOLATION, "B_IS_UPPER", "INSERT INTO t VALUES (4, 1, 'x')");
    fails(SqlState.CHECK_VIOLATION, "CK_T_A_B", "UPDATE t SET b = 'SMALL' WHERE id = 3");
    fails(SqlState.CHECK_VIOLATION, "CK_T_A ", "UPSERT INTO t VALUES (1, -1, 'X')");
    sql.assertRows(List.of("1, 5, X", "2, null, null", "3, 1000, BIG"), "SELECT * FROM t");
  }

  @Test
  void checksAreDeterministicConditionsOverTheRow() {
    fails(SqlState.UNDEFINED_COLUMN, "C", "CREATE TABLE t (a INT CHECK (c > 0))");
    fails(SqlState.TYPE_MISMATCH, "BOOLEAN", "CREATE TABLE t (a INT CHECK (a + 1))");
    fails(
        SqlState.INVALID_TABLE_DEFINITION,
        "columns alone",
        "CREATE TABLE t (a DATE CHECK (a > CURRENT_DATE))");
    fails(SqlState.NOT_SUPPORTED, "queries", "CREATE TABLE t (a INT CHECK (a > (SELECT 1)))");
    fails(SqlState.NOT_SUPPORTED, "queries", "CREATE TABLE t (a INT CHECK (SUM(a) > 1))");
  }

  private void family(String actions) throws SQLException {
    sql.run("CREATE TABLE p (id INT PRIMARY KEY, code VARCHAR(5) UNIQUE)");
    sql.run(
        "CREATE TABLE c (id INT PRIMARY KEY, p INT DEFAULT 1 REFERENCES p "
            + actions
            + ", note VARCHAR(9))");
    sql.run("INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    sql.run("INSERT INTO c VALUES (10, 1, 'x'), (20, 2, 'y'), (21, 2, 'z'), (30, NULL, 'n')");
  }

  @Test
  void childrenNeedTheirParent() throws SQLException {
    family("");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "FK_C_P", "INSERT INTO c VALUES (40, 9, 'x')");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "P = 9", "UPDATE c SET p = 9 WHERE id = 10");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "PUBLIC.C", "DELETE FROM p WHERE id = 2");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "FK_C_P", "UPDATE p SET id = 5 WHERE id = 2");
    sql.run("UPDATE p SET code = 'bb' WHERE id = 2");
    sql.run("DELETE FROM p WHERE id = 3");
    sql.run("UPDATE p SET id = 3 - id");
    sql.assertRows(List.of("1, bb", "2, a"), "SELECT * FROM p");
    sql.assertRows(List.of("20", "21"), "SELECT id FROM c WHERE p = 2");
  }

  @Test
  void cascadesDeleteAndUpdate() throws SQLException {
    family("ON DELETE CASCADE ON UPDATE CASCADE");
    sql.run("UPDATE p SET id = id + 1");
    sql.assertRows(List.of("10, 2, x", "20, 3, y", "21, 3, z", "30, null, n"), "SELECT * FROM c");
    sql.run("DELETE FROM p WHERE id = 3");
    sql.assertRows(List.of("10, 2, x", "30, null, n"), "SELECT * FROM c");
    sql.assertRows(List.of("10"), "SELECT id FROM c WHERE p = 2");
    sql.assertRows(List.of(), "SELECT id FROM c WHERE p = 3");
  }

  @Test
  void setNullAndSetDefault() throws SQLException {
    family("ON DELETE SET NULL ON UPDATE SET DEFAULT");
    sql.run("DELETE FROM p WHERE id = 2");
    sql.assertRows(List.of("20", "21", "30"), "SELECT id FROM c WHERE p IS NULL");
    sql.run("UPDATE c SET p = 3 WHERE id = 20");
    sql.run("UPDATE p SET id = 4 WHERE id = 3");
    sql.assertRows(List.of("10", "20"), "SELECT id FROM c WHERE p = 1");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "FK_C_P", "UPDATE p SET id = 5 WHERE id = 1");
  }

  @Test
  void restrictDoesNotWaitForTheStatementsEnd() throws SQLException {
    sql.run("CREATE TABLE t (id INT PRIMARY KEY, up INT REFERENCES t ON DELETE RESTRICT)");
    sql.run("INSERT INTO t VALUES (2, 1), (1, NULL), (3, 3)");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "FK_T_UP", "DELETE FROM t WHERE id < 3");
    sql.run("CREATE TABLE u (id INT PRIMARY KEY, up INT REFERENCES u)");
    sql.run("INSERT INTO u VALUES (2, 1), (1, NULL), (3, 3)");
    assertEquals(2, sql.run("DELETE FROM u WHERE id < 3"));
    assertEquals(1, sql.run("DELETE FROM u"));
  }

  @Test
  void cyclesAndLongChainsCascade() throws SQLException {
    sql.run("CREATE TABLE t (id INT PRIMARY KEY, up INT REFERENCES t ON DELETE CASCADE)");
    sql.run("INSERT INTO t VALUES (0, 0)");
    for (int i = 1; i < 2_000; i++) {
      sql.run("INSERT INTO t VALUES (?, ?)", i, i - 1);
    }
    assertEquals(1, sql.run("DELETE FROM t WHERE id = 1"));
    sql.assertRows(List.of("0, 0"), "SELECT * FROM t");
    sql.run("UPDATE t SET up = NULL");
    sql.run("INSERT INTO t VALUES (1, 0)");
    sql.run("UPDATE t SET up = 1 WHERE id = 0");
    sql.run("DELETE FROM t WHERE id = 0");
    sql.assertRows(List.of(), "SELECT * FROM t");
  }

  @Test
  void keysOfSeveralColumnsAndOtherTypesMatchSimply() throws SQLException {
    sql.run("CREATE TABLE p (a INT, b VARCHAR(5), c INT, PRIMARY KEY (c), UNIQUE (a, b))");
    sql.run(
        "CREATE TABLE c (id INT PRIMARY KEY, x VARCHAR(5), y BIGINT,"
            + " CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p (b, a) ON UPDATE CASCADE)");
    sql.run("INSERT INTO p VALUES (1, 'one', 1), (2, NULL, 2)");
    sql.run("INSERT INTO c VALUES (1, 'one', 1), (2, NULL, 77), (3, 'zzz', NULL)");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "X = two, Y = 1", "INSERT INTO c VALUES (4, 'two', 1)");
    fails(
        SqlState.FOREIGN_KEY_VIOLATION,
        "Y = 3000000000",
        "INSERT INTO c VALUES (4, 'one', 3000000000)");
    sql.run("UPDATE p SET a = 7 WHERE c = 1");
    sql.assertRows(List.of("one, 7"), "SELECT x, y FROM c WHERE id = 1");
  }

  @Test
  void foreignKeysAreCheckedWhenTheyAreDefined() throws SQLException {
    sql.run("CREATE TABLE p (id INT PRIMARY KEY, a INT)");
    fails(SqlState.INVALID_FOREIGN_KEY, "unique", "CREATE TABLE c (a INT REFERENCES p (a))");
    fails(SqlState.TYPE_MISMATCH, "VARCHAR", "CREATE TABLE c (a VARCHAR(9) REFERENCES p)");
    fails(SqlState.UNDEFINED_TABLE, "PUBLIC.Q", "CREATE TABLE c (a INT REFERENCES q)");
    fails(
        SqlState.INVALID_FOREIGN_KEY,
        "as many",
        "CREATE TABLE c (a INT, b INT, FOREIGN KEY (a, b) REFERENCES p)");
    fails(
        SqlState.DUPLICATE_OBJECT,
        "N ",
        "CREATE TABLE c (a INT CONSTRAINT n CHECK (a > 0) CONSTRAINT n UNIQUE)");
    sql.run("CREATE TABLE c (a INT REFERENCES p)");
    fails(SqlState.DEPENDENT_OBJECTS, "FK_C_A", "DROP TABLE p");
    sql.run("DROP TABLE p CASCADE");
    sql.run("INSERT INTO c VALUES (5)");
  }

  @Test
  void aFailedStatementLeavesNothingInATransaction() throws SQLException {
    family("ON DELETE CASCADE");
    sql.session.setAutoCommit(false);
    sql.run("CREATE TABLE extra (id INT REFERENCES c)");
    sql.run("INSERT INTO extra VALUES (20)");
    fails(SqlState.FOREIGN_KEY_VIOLATION, "FK_EXTRA_ID", "DELETE FROM p WHERE id = 2");
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM c WHERE p = 2");
    sql.run("DELETE FROM extra");
    sql.run("DELETE FROM p WHERE id = 2");
    sql.session.commit();
    sql.assertRows(List.of("0"), "SELECT COUNT(*) FROM c WHERE p = 2");
  }
}
