package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CREATE TABLE in its other forms, TRUNCATE, DROP and COMMENT ON. */
class TableDefinitionsTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(5) NOT NULL)");
    sql.run("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void aTableIsMadeOfAQuery() throws SQLException {
    sql.run("CREATE TABLE u AS SELECT id * 10 AS n, a FROM t");
    sql.assertRows(List.of("10, x", "20, y"), "SELECT n, a FROM u ORDER BY n");
    sql.run("CREATE TABLE v (p, q) AS (SELECT id, a FROM t WHERE id IN (1, 3)) WITH DATA");
    sql.assertRows(List.of("1, x"), "SELECT p, q FROM v");
    sql.run("CREATE TABLE w AS SELECT * FROM t WITH NO DATA");
    sql.assertRows(List.of(), "SELECT id, a FROM w");
    sql.run("CREATE TABLE IF NOT EXISTS w AS SELECT 1 AS x");
    sql.assertRows(List.of("0"), "SELECT COUNT(*) FROM w");
    sql.assertFails("42P07", "CREATE TABLE w AS SELECT 1 AS x");
    sql.assertFails("42P16", "CREATE TABLE z (p) AS SELECT id, a FROM t");
    sql.assertFails("42601", "CREATE TABLE z (p INTEGER) AS SELECT id FROM t");
    sql.assertFails("42703", "CREATE TABLE z AS SELECT nope FROM t");
    sql.assertFails("0A000", "CREATE TABLE z AS SELECT id FROM t WHERE id = ?");
  }

  @Test
  void aTableIsMadeLikeAnother() throws SQLException {
    sql.run("CREATE TABLE u (LIKE t)");
    sql.run("CREATE TABLE v LIKE t");
    sql.assertFails("23502", "INSERT INTO u VALUES (1, NULL)");
    sql.run("INSERT INTO u VALUES (1, 'a'), (1, 'a')");
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM u");
    sql.assertFails("42P01", "CREATE TABLE w LIKE nope");
  }

  @Test
  void truncateEmptiesTablesAndTheirIndexes() throws SQLException {
    sql.run("CREATE TABLE n (id INTEGER GENERATED ALWAYS AS IDENTITY, b INTEGER UNIQUE)");
    sql.run("INSERT INTO n (b) VALUES (1), (2)");
    sql.run("BEGIN");
    sql.run("TRUNCATE TABLE n");
    sql.assertRows(List.of(), "SELECT * FROM n");
    sql.run("ROLLBACK");
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM n");
    sql.run("TRUNCATE n");
    sql.run("INSERT INTO n (b) VALUES (1)");
    sql.assertRows(List.of("3, 1"), "SELECT id, b FROM n WHERE b = 1");
    sql.run("TRUNCATE TABLE n RESTART IDENTITY");
    sql.run("INSERT INTO n (b) VALUES (1)");
    sql.assertRows(List.of("1, 1"), "SELECT id, b FROM n WHERE b = 1");
    sql.assertFails("42P01", "TRUNCATE TABLE nope");
    sql.assertFails("42000", "TRUNCATE TABLE information_schema.tables");
  }

  @Test
  void truncateLeavesNoChildWithoutParent() throws SQLException {
    sql.run("CREATE TABLE child (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t)");
    sql.run("INSERT INTO child VALUES (1, 1)");
    assertTrue(sql.assertFails("2BP01", "TRUNCATE TABLE t").contains("PUBLIC.CHILD"));
    sql.run("TRUNCATE TABLE t, child");
    sql.run("INSERT INTO t VALUES (1, 'x')");
    sql.run("INSERT INTO child VALUES (1, 1)");
    sql.run("TRUNCATE TABLE t CASCADE");
    sql.assertRows(List.of("0"), "SELECT COUNT(*) FROM child");
  }

  @Test
  void droppedTablesTakeOrKeepWhatReferencesThem() throws SQLException {
    sql.run("CREATE TABLE child (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t)");
    sql.assertFails("2BP01", "DROP TABLE t");
    sql.assertFails("2BP01", "DROP TABLE IF EXISTS t RESTRICT");
    sql.run("DROP TABLE t CASCADE");
    sql.run("INSERT INTO child VALUES (1, 99)");
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    sql.run("CREATE TABLE other (id INTEGER REFERENCES t)");
    sql.run("DROP TABLE t, other");
    sql.assertFails("42P01", "DROP TABLE child, nope");
    sql.run("DROP TABLE IF EXISTS child, nope");
  }

  @Test
  void commentsAreRemarks() throws SQLException {
    sql.run("CREATE SCHEMA s");
    sql.run("CREATE VIEW v AS SELECT id FROM t");
    sql.run("CREATE SEQUENCE q");
    sql.run("COMMENT ON TABLE t IS 'a ''table'''");
    sql.run("COMMENT ON COLUMN public.t.id IS 'its key'");
    sql.run("COMMENT ON VIEW v IS 'a view'");
    sql.run("COMMENT ON COLUMN v.id IS 'its column'");
    sql.run("COMMENT ON SEQUENCE q IS 'a sequence'");
    sql.run("COMMENT ON SCHEMA s IS 'a schema'");
    sql.assertRows(
        List.of("T, a 'table'", "V, a view"),
        "SELECT table_name, remarks FROM information_schema.tables WHERE remarks LIKE 'a %' ORDER"
            + " BY 1");
    sql.assertRows(
        List.of("T, its key", "V, its column"),
        "SELECT table_name, remarks FROM information_schema.columns WHERE remarks LIKE 'its%' ORDER"
            + " BY 1");
    sql.assertRows(List.of("a sequence"), "SELECT remarks FROM information_schema.sequences");
    sql.assertRows(
        List.of("a schema"),
        "SELECT remarks FROM information_schema.schemata WHERE schema_name = 'S'");
    sql.run("COMMENT ON TABLE t IS NULL");
    sql.assertRows(
        List.of("null"), "SELECT remarks FROM information_schema.tables WHERE table_name = 'T'");
    sql.assertRows(List.of("1, x"), "SELECT * FROM t WHERE id = 1");
    sql.assertFails("42P01", "COMMENT ON TABLE nope IS 'x'");
    sql.assertFails("42703", "COMMENT ON COLUMN t.nope IS 'x'");
    sql.assertFails("42602", "COMMENT ON COLUMN nope IS 'x'");
    sql.assertFails("54000", "COMMENT ON TABLE t IS '" + "x".repeat(10_001) + "'");
  }
}
