package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(5), b INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 'x', 10), (2, 'y', 20), (3, 'z', 30)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void viewsAreExpandedWhereTheyAreNamed() throws SQLException {
    sql.run("CREATE VIEW v AS SELECT id, b FROM t WHERE b > 10");
    sql.assertRows(List.of("2, 20", "3, 30"), "SELECT * FROM v ORDER BY id");
    sql.run("CREATE VIEW named (x, total) AS\n  SELECT id, b + 1\n  FROM v");
    sql.assertRows(List.of("31"), "SELECT total FROM named WHERE x = 3");
    sql.assertRows(List.of("3, z"), "SELECT v.id, t.a FROM v JOIN t ON v.id = t.id WHERE v.b = 30");
    String plan = sql.plan("SELECT b FROM v WHERE id = 2");
    assertTrue(plan.startsWith("KeyValueQuery"), plan);
  }

  @Test
  void columnsStayThoseOfTheBeginning() throws SQLException {
    sql.run("CREATE VIEW v AS SELECT * FROM t");
    sql.run("ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 1");
    sql.assertRows(List.of("1, x, 10"), "SELECT * FROM v WHERE id = 1");
    sql.run("ALTER TABLE t ALTER COLUMN b TYPE BIGINT");
    sql.assertRows(List.of("60"), "SELECT SUM(b) FROM v");
    sql.assertRows(
        List.of("BIGINT"),
        "SELECT data_type FROM information_schema.columns WHERE table_name = 'V' AND column_name ="
            + " 'B'");
  }

  @Test
  void whatViewsNeedStays() throws SQLException {
    sql.run("CREATE VIEW v AS SELECT id, b FROM t WHERE id IN (SELECT id FROM t WHERE a = 'x')");
    sql.run("CREATE VIEW w AS SELECT b FROM v");
    assertTrue(sql.assertFails("2BP01", "DROP TABLE t").contains("PUBLIC.V"));
    sql.assertFails("2BP01", "DROP VIEW v");
    sql.assertFails("2BP01", "ALTER TABLE t DROP COLUMN b");
    sql.assertFails("2BP01", "ALTER TABLE t RENAME COLUMN b TO z");
    sql.assertFails("2BP01", "ALTER TABLE t RENAME TO u");
    sql.run("ALTER TABLE t DROP COLUMN b CASCADE");
    sql.assertFails("42P01", "SELECT * FROM w");
    sql.assertRows(List.of("1, x"), "SELECT * FROM t WHERE id = 1");
  }

  @Test
  void cascadeTakesViewsOfViews() throws SQLException {
    sql.run("CREATE VIEW v AS SELECT id FROM t");
    sql.run("CREATE VIEW w AS SELECT id FROM v");
    sql.run("DROP TABLE t CASCADE");
    sql.assertFails("42P01", "SELECT * FROM w");
    sql.assertFails("42P01", "DROP VIEW v");
    sql.run("DROP VIEW IF EXISTS v, w");
  }

  @Test
  void replacedViewsReachThoseWhoUseThem() throws SQLException {
    sql.run("CREATE VIEW v AS SELECT id FROM t");
    sql.run("CREATE VIEW w AS SELECT id AS n FROM v");
    sql.run("CREATE OR REPLACE VIEW v AS SELECT id * 10 AS id FROM t");
    sql.assertRows(List.of("10", "20", "30"), "SELECT n FROM w ORDER BY n");
    sql.assertFails("2BP01", "CREATE OR REPLACE VIEW v AS SELECT a FROM t");
    sql.assertFails("42P17", "CREATE OR REPLACE VIEW v AS SELECT n AS id FROM w");
    sql.assertFails("42P07", "CREATE VIEW v AS SELECT 1 AS x");
    sql.run("CREATE VIEW IF NOT EXISTS v AS SELECT 1 AS x");
    sql.assertFails("42P07", "CREATE OR REPLACE VIEW t AS SELECT 1 AS x");
    sql.assertFails("42P07", "CREATE TABLE v (a INTEGER)");
    sql.assertFails("42809", "DROP TABLE v");
    sql.assertFails("42809", "DROP VIEW t");
    sql.assertFails("42809", "ALTER TABLE v ADD COLUMN c INTEGER");
  }

  @Test
  void wrongViewsAreRefused() throws SQLException {
    String message = sql.assertFails("42703", "CREATE VIEW v AS\n SELECT nope FROM t");
    assertTrue(message.contains("line 2, column 9"), message);
    sql.assertFails("42P16", "CREATE VIEW v (x) AS SELECT id, a FROM t");
    sql.assertFails("42701", "CREATE VIEW v (x, x) AS SELECT id, a FROM t");
    sql.assertFails("0A000", "CREATE VIEW v AS SELECT id FROM t WHERE id = ?");
    sql.assertFails("3F000", "CREATE VIEW nope.v AS SELECT id FROM t");
    sql.run("CREATE VIEW v AS SELECT id FROM t");
    sql.assertFails("42809", "INSERT INTO v VALUES (9)");
    sql.assertFails("42809", "DELETE FROM v");
  }

  @Test
  void namesInAViewAreThoseOfItsOwnSchema() throws SQLException {
    sql.run("CREATE SCHEMA s");
    sql.run("SET SCHEMA s");
    sql.run("CREATE TABLE t (id INTEGER)");
    sql.run("INSERT INTO t VALUES (77)");
    sql.run("CREATE VIEW v AS SELECT id FROM t -- of s");
    sql.run("SET SCHEMA public");
    sql.assertRows(List.of("77"), "SELECT * FROM s.v");
    sql.assertFails("2BP01", "DROP SCHEMA s");
    sql.run("CREATE VIEW w AS SELECT id FROM s.v");
    sql.run("DROP SCHEMA s CASCADE");
    sql.assertFails("42P01", "SELECT * FROM w");
    sql.assertFails("3F000", "DROP SCHEMA s");
  }

  @Test
  void viewsOfSequencesTakeNumbers() throws SQLException {
    sql.run("CREATE SEQUENCE q");
    sql.run("CREATE VIEW v AS SELECT id, NEXT VALUE FOR q AS n FROM t");
    sql.assertRows(List.of("1, 1", "2, 2", "3, 3"), "SELECT * FROM v ORDER BY id");
    sql.assertFails("2BP01", "DROP SEQUENCE q");
  }

  @Test
  void nestingHasALimit() throws SQLException {
    sql.run("CREATE VIEW v0 AS SELECT id FROM t");
    for (int i = 1; i < 32; i++) {
      sql.run("CREATE VIEW v" + i + " AS SELECT id FROM v" + (i - 1));
    }
    sql.assertRows(List.of("3"), "SELECT COUNT(*) FROM v31");
    sql.assertFails("54001", "CREATE VIEW v32 AS SELECT id FROM v31");
  }
}
