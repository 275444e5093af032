package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Scan;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.exec.CancelToken;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryTablesTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private static String failure(SqlSession session, String statement) {
    return assertThrows(SQLException.class, () -> SqlFixture.rows(session, statement))
        .getSQLState();
  }

  private long entries() throws InterruptedException {
    sql.engine.store().awaitCleanUp();
    long count = 0;
    // How far row ids were given out, and the counters of sequences until the next open, stay.
    byte[] numbers = {1, 3};
    byte[] counters = {1, 5};
    try (Cursor cursor = sql.database.scan(sql.engine.store().keyspace(), Scan.all())) {
      while (cursor.next()) {
        byte[] start = Arrays.copyOf(cursor.key().toByteArray(), 2);
        count += Arrays.equals(start, numbers) || Arrays.equals(start, counters) ? 0 : 1;
      }
    }
    return count;
  }

  @Test
  void sessionsHaveTablesOfOneNameEach() throws SQLException {
    try (SqlSession other = sql.engine.newSession()) {
      sql.run("CREATE TEMPORARY TABLE t (id INTEGER PRIMARY KEY)");
      sql.run("INSERT INTO t VALUES (1)");
      String query = "SELECT * FROM t";
      sql.assertRows(List.of("1"), query);
      assertEquals("42P01", failure(other, query));
      SqlFixture.run(other, "CREATE TEMPORARY TABLE t (name VARCHAR(5), n INTEGER)");
      SqlFixture.run(other, "INSERT INTO t VALUES ('a', 2)");
      // The same text, whose plan is in the cache for one of them.
      assertEquals(List.of("a, 2"), SqlFixture.rows(other, query));
      sql.assertRows(List.of("1"), query);
      String point = "SELECT id FROM t WHERE id = 1";
      sql.assertRows(List.of("1"), point);
      assertEquals("42703", failure(other, point));
    }
    sql.assertRows(List.of("1"), "SELECT * FROM t");
  }

  @Test
  void otherSessionsSeeNothingOfIt() throws SQLException {
    sql.run("CREATE TEMPORARY TABLE t (id INTEGER PRIMARY KEY)");
    try (SqlSession other = sql.engine.newSession()) {
      String tables =
          "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'";
      assertEquals(List.of(), SqlFixture.rows(other, tables));
      sql.assertRows(List.of("T"), tables);
      assertEquals("42P01", failure(other, "DROP TABLE t"));
      // A table that all see may have the name; here it is hidden.
      SqlFixture.run(other, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
      SqlFixture.run(other, "INSERT INTO t VALUES (7)");
      sql.assertRows(List.of(), "SELECT * FROM t");
      sql.run("DROP TABLE t");
      sql.assertRows(List.of("7"), "SELECT * FROM t");
    }
  }

  @Test
  void preparedStatementsFollowTheTable() throws SQLException {
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO t VALUES (1)");
    sql.run("CREATE TEMPORARY TABLE u (id INTEGER PRIMARY KEY)");
    PreparedSql insert = sql.session.prepare("INSERT INTO u SELECT * FROM t");
    sql.session.execute(insert, new Object[0], 0, new CancelToken()).close();
    sql.run("DROP TABLE u");
    sql.run("CREATE TEMPORARY TABLE u (id BIGINT PRIMARY KEY)");
    sql.session.execute(insert, new Object[0], 0, new CancelToken()).close();
    sql.assertRows(List.of("1"), "SELECT * FROM u");
  }

  @Test
  void theEndOfTheSessionLeavesNothing() throws Exception {
    sql.run("CREATE TABLE kept (id INTEGER PRIMARY KEY)");
    long before = entries();
    try (SqlSession other = sql.engine.newSession()) {
      SqlFixture.run(
          other,
          "CREATE TEMPORARY TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n INTEGER"
              + " UNIQUE)");
      SqlFixture.run(other, "INSERT INTO t (n) VALUES (1), (2), (3)");
      other.setAutoCommit(false);
      SqlFixture.run(other, "INSERT INTO t (n) VALUES (4)");
    }
    assertEquals(before, entries());
  }

  @Test
  void theNextOpenDropsWhatACrashLeft(@TempDir Path directory) throws Exception {
    Path copy = directory.resolve("copy");
    try (SqlFixture first = new SqlFixture(Kevo.open(directory.resolve("first")))) {
      first.run("CREATE TABLE kept (id INTEGER PRIMARY KEY)");
      first.run("CREATE TEMPORARY TABLE t (id INTEGER PRIMARY KEY)");
      first.run("INSERT INTO t VALUES (1), (2)");
      first.database.checkpoint(copy);
    }
    try (SqlFixture second = new SqlFixture(Kevo.open(copy))) {
      second.assertFails("42P01", "SELECT * FROM t");
      second.assertRows(List.of(), "SELECT * FROM kept");
      CatalogStore store = second.engine.store();
      assertEquals(1, store.current(second.database).objects().size());
    }
  }
}
