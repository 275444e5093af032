package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.durability.TestDatabases;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.PowerLoss;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power fails at each moment of a definition: all of it is there afterwards, or nothing. */
@Tag("slow")
class DefinitionCrashTest {
  private static DiskImage disk = DiskImage.empty();

  @BeforeAll
  static void fillADisk() throws SQLException {
    PowerLossFileSystem files = new PowerLossFileSystem();
    try (SqlFixture sql = open(files)) {
      sql.run("CREATE SCHEMA spare");
      sql.run("CREATE SEQUENCE numbers");
      sql.run("CREATE TABLE a (id INT PRIMARY KEY, n INT, name VARCHAR(9) DEFAULT 'x')");
      sql.run("CREATE TABLE b (id INT PRIMARY KEY, a INT, CONSTRAINT small CHECK (a < 100))");
      sql.run("CREATE TABLE keyless (id INT NOT NULL, n INT)");
      sql.run("CREATE INDEX a_name ON a (name)");
      sql.run("CREATE VIEW v AS SELECT id FROM b");
      sql.run("INSERT INTO a VALUES (1, 10, 'p'), (2, 20, 'q'), (3, 30, 'r')");
      sql.run("INSERT INTO b VALUES (1, 1), (2, 3)");
      sql.run("INSERT INTO keyless VALUES (1, 1), (2, 2)");
    }
    disk = DiskImage.of(files, TestDatabases.DIRECTORY);
  }

  private static SqlFixture open(PowerLossFileSystem files) throws SQLException {
    return new SqlFixture(TestDatabases.open(files, TestDatabases.SMALL));
  }

  /** All that can be asked: the catalogue's tables, and the rows of all others. */
  private static Map<String, Object> content(SqlFixture sql) throws SQLException {
    Map<String, Object> content = new LinkedHashMap<>();
    for (String table :
        sql.rows(
            "SELECT '\"' || \"TABLE_SCHEMA\" || '\".\"' || \"TABLE_NAME\" || '\"'"
                + " FROM INFORMATION_SCHEMA.\"TABLES\""
                + " WHERE \"TABLE_SCHEMA\" IN ('PUBLIC', 'SPARE', 'INFORMATION_SCHEMA')")) {
      content.put(table, new HashSet<>(sql.rows("SELECT * FROM " + table)));
    }
    return content;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE SCHEMA s",
        "DROP SCHEMA spare",
        "CREATE TABLE c (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n INT UNIQUE)",
        "CREATE TABLE c AS SELECT id, name FROM a",
        "DROP TABLE a",
        "DROP TABLE b CASCADE",
        "TRUNCATE TABLE a",
        "ALTER TABLE a ADD COLUMN more INT DEFAULT 7",
        "ALTER TABLE a DROP COLUMN n",
        "ALTER TABLE a RENAME COLUMN n TO m",
        "ALTER TABLE a RENAME TO z",
        "ALTER TABLE a ALTER COLUMN n SET DATA TYPE BIGINT",
        "ALTER TABLE a ALTER COLUMN n SET DEFAULT 5",
        "ALTER TABLE a ALTER COLUMN name DROP DEFAULT",
        "ALTER TABLE a ALTER COLUMN n SET NOT NULL",
        "ALTER TABLE a ADD CONSTRAINT positive CHECK (n > 0)",
        "ALTER TABLE a ADD CONSTRAINT one_each UNIQUE (n)",
        "ALTER TABLE b ADD CONSTRAINT of_a FOREIGN KEY (a) REFERENCES a",
        "ALTER TABLE b DROP CONSTRAINT small",
        "ALTER TABLE keyless ADD PRIMARY KEY (id)",
        "CREATE INDEX a_n ON a (n DESC) INCLUDE (name)",
        "CREATE UNIQUE INDEX a_n ON a (n)",
        "DROP INDEX a_name",
        "CREATE SEQUENCE s START WITH 5",
        "ALTER SEQUENCE numbers INCREMENT BY 3",
        "DROP SEQUENCE numbers",
        "CREATE VIEW w AS SELECT name FROM a",
        "DROP VIEW v",
        "COMMENT ON TABLE a IS 'ours'",
      })
  void allOfADefinitionIsThereOrNothing(String definition) throws SQLException {
    check(definition);
  }

  private static void check(String definition) throws SQLException {
    PowerLossFileSystem files = new PowerLossFileSystem(disk);
    Map<String, Object> before;
    Map<String, Object> after;
    int start;
    int end;
    try (SqlFixture sql = open(files)) {
      before = content(sql);
      start = files.position();
      sql.run(definition);
      end = files.position();
      after = content(sql);
    }
    assertNotEquals(before, after, "what the definition does cannot be seen");
    PowerLoss loss = PowerLoss.ofWholeFiles(files.history(), new Random(1));
    Map<PowerLoss.State, Boolean> states = new LinkedHashMap<>();
    loss.visit(
        (moment, state) -> {
          if (moment >= start && moment <= end) {
            // Once it was acknowledged it stays.
            states.merge(state, moment == end, (one, other) -> one && other);
          }
        });
    Set<Boolean> seen = new HashSet<>();
    for (Map.Entry<PowerLoss.State, Boolean> state : states.entrySet()) {
      PowerLossFileSystem found = new PowerLossFileSystem(loss.image(state.getKey()));
      try (SqlFixture sql = open(found)) {
        Map<String, Object> content = content(sql);
        boolean whole = content.equals(after);
        if (!whole) {
          assertEquals(before, content, definition);
        }
        assertTrue(whole || !state.getValue(), definition + " was acknowledged and is lost");
        IndexAudit.check(sql);
        seen.add(whole);
      }
    }
    assertEquals(Set.of(false, true), seen, "the power failed before and after");
  }
}
