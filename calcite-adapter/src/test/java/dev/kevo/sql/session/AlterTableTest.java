package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlterTableTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(5), b INTEGER NOT NULL)");
    sql.run("INSERT INTO t VALUES (1, 'x', 10), (2, NULL, 20)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void anAddedColumnAnswersItsFirstDefaultForOldRows() throws SQLException {
    sql.run("ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 7 NOT NULL");
    sql.run("ALTER TABLE t ADD d VARCHAR(3)");
    sql.run("ALTER TABLE t ALTER COLUMN c SET DEFAULT 8");
    sql.run("INSERT INTO t (id, b) VALUES (3, 30)");
    sql.assertRows(
        List.of("1, x, 10, 7, null", "2, null, 20, 7, null", "3, null, 30, 8, null"),
        "SELECT * FROM t ORDER BY id");
    sql.assertRows(List.of("1", "2"), "SELECT id FROM t WHERE c = 7 ORDER BY id");
    sql.run("UPDATE t SET d = 'new' WHERE id = 1");
    sql.assertRows(List.of("7, new"), "SELECT c, d FROM t WHERE id = 1");
    sql.assertRows(List.of("22"), "SELECT SUM(c) FROM t");
  }

  @Test
  void anAddedColumnOfEveryTypeKeepsItsDefault() throws SQLException {
    List<String> defaults =
        List.of(
            "BOOLEAN DEFAULT TRUE",
            "TINYINT DEFAULT -1",
            "BIGINT DEFAULT 9223372036854775807",
            "DECIMAL(38, 3) DEFAULT 12345678901234567890.125",
            "REAL DEFAULT 1.5",
            "DOUBLE DEFAULT 2.5",
            "CHAR(3) DEFAULT 'a'",
            "VARBINARY DEFAULT X'0102'",
            "DATE DEFAULT DATE '2024-02-29'",
            "BIGINT DEFAULT NULL");
    for (int i = 0; i < defaults.size(); i++) {
      sql.run("ALTER TABLE t ADD COLUMN c" + i + " " + defaults.get(i));
    }
    sql.assertRows(
        List.of(
            "true, -1, 9223372036854775807, 12345678901234567890.125, 1.5, 2.5, a  , 0102, 19782,"
                + " null"),
        "SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 FROM t WHERE id = 2");
  }

  @Test
  void columnsThatOldRowsCannotHaveAreRefused() throws SQLException {
    String message = sql.assertFails("23502", "ALTER TABLE t ADD COLUMN c INTEGER NOT NULL");
    assertTrue(message.contains("line 1, column 26"), message);
    sql.run("DELETE FROM t");
    sql.run("ALTER TABLE t ADD COLUMN c INTEGER NOT NULL");
    sql.assertFails("42701", "ALTER TABLE t ADD COLUMN c INTEGER");
    sql.run("ALTER TABLE t ADD COLUMN IF NOT EXISTS c INTEGER");
    sql.assertFails("42P01", "ALTER TABLE nope ADD COLUMN c INTEGER");
    sql.run("ALTER TABLE IF EXISTS nope ADD COLUMN c INTEGER");
  }

  @Test
  void numberedAndComputedColumnsFillTheRowsThatAreThere() throws SQLException {
    sql.run("ALTER TABLE t ADD COLUMN n BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 100)");
    sql.run("ALTER TABLE t ADD COLUMN twice INTEGER GENERATED ALWAYS AS (b * 2)");
    sql.assertRows(List.of("1, 100, 20", "2, 101, 40"), "SELECT id, n, twice FROM t ORDER BY id");
    sql.run("INSERT INTO t (id, b) VALUES (3, 5)");
    sql.assertRows(List.of("102, 10"), "SELECT n, twice FROM t WHERE id = 3");
  }

  @Test
  void aDroppedColumnIsGoneAndItsPlaceIsNotUsedAgain() throws SQLException {
    sql.run("ALTER TABLE t DROP COLUMN b");
    sql.assertRows(List.of("1, x", "2, null"), "SELECT * FROM t ORDER BY id");
    sql.run("ALTER TABLE t ADD COLUMN b VARCHAR(5)");
    sql.assertRows(List.of("1, x, null", "2, null, null"), "SELECT * FROM t ORDER BY id");
    sql.run("ALTER TABLE t DROP COLUMN b");
    sql.run("INSERT INTO t VALUES (3, 'z')");
    sql.run("ALTER TABLE t ADD COLUMN b INTEGER DEFAULT 1");
    sql.assertRows(List.of("1, x, 1", "2, null, 1", "3, z, 1"), "SELECT * FROM t ORDER BY id");
    sql.assertFails("42P16", "ALTER TABLE t DROP COLUMN id");
    String message = sql.assertFails("42703", "ALTER TABLE t DROP COLUMN nope");
    assertTrue(message.contains("line 1, column 27"), message);
    sql.run("ALTER TABLE t DROP COLUMN IF EXISTS nope");
    sql.assertFails("42703", "SELECT nope FROM t");
  }

  @Test
  void droppingAColumnTakesWhatItsTableMadeOfIt() throws SQLException {
    sql.run("CREATE INDEX i ON t (b)");
    sql.run("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, b)");
    sql.run("ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)");
    sql.run("ALTER TABLE t ADD COLUMN twice INTEGER GENERATED ALWAYS AS (b * 2)");
    sql.assertFails("2BP01", "ALTER TABLE t DROP COLUMN b");
    sql.run("ALTER TABLE t DROP COLUMN b CASCADE");
    sql.assertRows(List.of("1, x", "2, null"), "SELECT * FROM t ORDER BY id");
    sql.run("INSERT INTO t VALUES (3, 'x')");
    sql.assertFails("42704", "DROP INDEX i");
  }

  @Test
  void renamedColumnsKeepTheirRowsAndRules() throws SQLException {
    sql.run("ALTER TABLE t ADD CONSTRAINT positive CHECK (b > 0)");
    sql.run("ALTER TABLE t ADD COLUMN twice INTEGER GENERATED ALWAYS AS (b * 2)");
    sql.run("CREATE INDEX i ON t (b + 1)");
    sql.run("ALTER TABLE t RENAME COLUMN b TO \"b c\"");
    sql.assertRows(List.of("10, 20", "20, 40"), "SELECT \"b c\", twice FROM t ORDER BY id");
    sql.assertFails("23514", "UPDATE t SET \"b c\" = -1");
    sql.run("UPDATE t SET \"b c\" = 50 WHERE id = 1");
    sql.assertRows(List.of("100"), "SELECT twice FROM t WHERE \"b c\" + 1 = 51");
    sql.assertFails("42701", "ALTER TABLE t RENAME a TO twice");
    sql.assertFails("42703", "ALTER TABLE t RENAME b TO z");
  }

  @Test
  void renamedTablesKeepTheirRows() throws SQLException {
    sql.run("CREATE SCHEMA s");
    sql.run("ALTER TABLE t RENAME TO u");
    sql.assertFails("42P01", "SELECT * FROM t");
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM u");
    sql.run("ALTER TABLE u SET SCHEMA s");
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM s.u");
    sql.run("CREATE TABLE u (a INTEGER)");
    sql.assertFails("42P07", "ALTER TABLE s.u SET SCHEMA public");
    sql.assertFails("3F000", "ALTER TABLE u SET SCHEMA nope");
    sql.assertFails("42000", "ALTER TABLE u SET SCHEMA information_schema");
  }

  @Test
  void notNullIsCheckedWhenItIsSet() throws SQLException {
    sql.assertFails("23502", "ALTER TABLE t ALTER COLUMN a SET NOT NULL");
    sql.run("UPDATE t SET a = 'y' WHERE a IS NULL");
    sql.run("ALTER TABLE t ALTER a SET NOT NULL");
    sql.assertFails("23502", "INSERT INTO t VALUES (3, NULL, 1)");
    sql.run("ALTER TABLE t ALTER a DROP NOT NULL");
    sql.run("INSERT INTO t VALUES (3, NULL, 1)");
    sql.assertFails("42P16", "ALTER TABLE t ALTER id DROP NOT NULL");
  }

  @Test
  void typesGrowAndNeverShrink() throws SQLException {
    sql.run("CREATE INDEX i ON t (b)");
    sql.run("ALTER TABLE t ADD COLUMN c SMALLINT DEFAULT 3");
    sql.run("ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(10)");
    sql.run("ALTER TABLE t ALTER COLUMN c SET DATA TYPE DECIMAL(10, 2)");
    sql.run("ALTER TABLE t ALTER COLUMN b TYPE BIGINT");
    sql.run("ALTER TABLE t ALTER COLUMN id TYPE BIGINT");
    sql.run("INSERT INTO t VALUES (5000000000, 'longer one', 6000000000, 1.25)");
    sql.assertRows(
        List.of("1, x, 10, 3.00", "2, null, 20, 3.00", "5000000000, longer one, 6000000000, 1.25"),
        "SELECT * FROM t ORDER BY id");
    sql.assertRows(List.of("1"), "SELECT id FROM t WHERE b = 10");
    sql.assertRows(List.of("x"), "SELECT a FROM t WHERE id = 1");
    String message = sql.assertFails("0A000", "ALTER TABLE t ALTER COLUMN b TYPE INTEGER");
    assertTrue(message.contains("line 1, column 35"), message);
    sql.assertFails("0A000", "ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(3)");
    sql.assertFails("0A000", "ALTER TABLE t ALTER COLUMN a TYPE INTEGER");
  }

  @Test
  void severalActionsAreDoneInTheirOrderOrNotAtAll() throws SQLException {
    sql.run("ALTER TABLE t ADD c INTEGER, RENAME c TO d, ALTER d SET DEFAULT 4, DROP a");
    sql.run("INSERT INTO t (id, b) VALUES (3, 1)");
    sql.assertRows(List.of("3, 1, 4"), "SELECT * FROM t WHERE id = 3");
    sql.assertFails("42703", "ALTER TABLE t DROP d, DROP nope");
    sql.assertRows(List.of("4"), "SELECT d FROM t WHERE id = 3");
  }

  @Test
  void definitionsAreTransactionalAndPlansFollow() throws SQLException {
    PreparedSql prepared = sql.session.prepare("SELECT * FROM t WHERE id = 1");
    sql.run("BEGIN");
    sql.run("ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 1");
    sql.assertRows(List.of("1, x, 10, 1"), "SELECT * FROM t WHERE id = 1");
    sql.run("ROLLBACK");
    assertEquals(List.of("1, x, 10"), SqlFixture.rows(sql.session, prepared, 0));
    sql.run("ALTER TABLE t DROP COLUMN a");
    assertEquals(List.of("1, 10"), SqlFixture.rows(sql.session, prepared, 0));
  }

  @Test
  void identityColumnsCanComeAndGo() throws SQLException {
    sql.run("ALTER TABLE t ALTER b ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 30)");
    sql.run("INSERT INTO t (id) VALUES (3)");
    sql.run("ALTER TABLE t ALTER b RESTART WITH 7");
    sql.run("INSERT INTO t (id) VALUES (4)");
    sql.run("ALTER TABLE t ALTER b SET GENERATED ALWAYS SET INCREMENT BY 10");
    sql.run("INSERT INTO t (id) VALUES (5)");
    sql.assertFails("428C9", "INSERT INTO t (id, b) VALUES (6, 1)");
    sql.assertRows(
        List.of("3, 30", "4, 7", "5, 17"), "SELECT id, b FROM t WHERE id > 2 ORDER BY id");
    sql.run("ALTER TABLE t ALTER b DROP IDENTITY");
    sql.assertFails("42P16", "ALTER TABLE t ALTER b DROP IDENTITY");
    sql.run("ALTER TABLE t ALTER b DROP IDENTITY IF EXISTS");
    sql.assertFails("23502", "INSERT INTO t (id) VALUES (7)");
  }
}
