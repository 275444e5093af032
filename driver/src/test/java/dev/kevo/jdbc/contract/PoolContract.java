package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool that applications use. */
public abstract class PoolContract extends Contract {
  private static final int THREADS = 8;
  private static final int TRANSFERS = 25;

  protected PoolContract(String url) {
    super(url);
  }

  private HikariDataSource pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setSchema("PUBLIC"); // what it resets to
    config.setMaximumPoolSize(size);
    return new HikariDataSource(config);
  }

  @Test
  @Timeout(60)
  void eightThreadsMoveMoneyAndNoneIsLost() throws Exception {
    exec("CREATE TABLE account (id INTEGER PRIMARY KEY, amount BIGINT NOT NULL)");
    for (int id = 0; id < 20; id++) {
      exec("INSERT INTO account VALUES (" + id + ", 100)");
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (HikariDataSource pool = pool(4)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int seed = thread;
        Callable<Integer> work = () -> transfers(pool, seed);
        results.add(threads.submit(work));
      }
      int done = 0;
      for (Future<Integer> result : results) {
        done += result.get();
      }
      assertEquals(THREADS * TRANSFERS, done);
    } finally {
      threads.shutdown();
    }
    assertEquals(List.of("2000"), rows("SELECT SUM(amount) FROM account"));
  }

  private static int transfers(HikariDataSource pool, int seed) throws SQLException {
    int done = 0;
    while (done < TRANSFERS) {
      int from = (seed * 7 + done) % 20;
      int to = (from + 1 + seed) % 20;
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
          change(connection, from, -1);
          change(connection, to, 1);
          connection.commit();
          done++;
        } catch (SQLTransactionRollbackException e) {
          connection.rollback(); // another was first: try again
        }
      }
    }
    return done;
  }

  private static void change(Connection connection, int id, int by) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE account SET amount = amount + ? WHERE id = ?")) {
      update.setInt(1, by);
      update.setInt(2, id);
      assertEquals(1, update.executeUpdate());
    }
  }

  @Test
  void aReturnedConnectionIsAsNew() throws SQLException {
    exec("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    try (HikariDataSource pool = pool(1)) {
      try (Connection first = pool.getConnection()) {
        first.setAutoCommit(false);
        first.setReadOnly(false);
        first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        first.setSchema("INFORMATION_SCHEMA");
        first.createStatement().executeUpdate("INSERT INTO PUBLIC.t VALUES (1)");
      }
      try (Connection second = pool.getConnection();
          ResultSet count = second.createStatement().executeQuery("SELECT COUNT(*) FROM t")) {
        assertTrue(second.getAutoCommit());
        assertEquals("PUBLIC", second.getSchema());
        assertEquals(Connection.TRANSACTION_READ_COMMITTED, second.getTransactionIsolation());
        assertTrue(count.next());
        assertEquals(0, count.getInt(1));
      }
    }
  }

  /** The keys as Spring's KeyHolder reads them: by the metadata's labels, values as objects. */
  private static List<Map<String, Object>> heldKeys(Statement statement) throws SQLException {
    List<Map<String, Object>> held = new ArrayList<>();
    try (ResultSet keys = statement.getGeneratedKeys()) {
      ResultSetMetaData metaData = keys.getMetaData();
      while (keys.next()) {
        Map<String, Object> row = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
          row.put(metaData.getColumnLabel(i), keys.getObject(i));
        }
        held.add(row);
      }
    }
    return held;
  }

  @Test
  void generatedKeysComeThroughThePool() throws SQLException {
    exec("CREATE TABLE item (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name VARCHAR(9))");
    try (HikariDataSource pool = pool(1);
        Connection pooled = pool.getConnection();
        PreparedStatement byFlag =
            pooled.prepareStatement(
                "INSERT INTO item (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
        PreparedStatement byName =
            pooled.prepareStatement(
                "INSERT INTO item (name) VALUES (?)", new String[] {"name", "id"})) {
      byFlag.setString(1, "a");
      assertEquals(1, byFlag.executeUpdate());
      List<Map<String, Object>> first = heldKeys(byFlag);
      assertEquals(1, first.size());
      long id = (Long) first.get(0).get("id");

      byName.setString(1, "b");
      assertEquals(1, byName.executeUpdate());
      assertEquals(List.of(Map.of("ID", id + 1, "NAME", "b")), List.copyOf(heldKeys(byName)));

      pooled.setAutoCommit(false);
      for (String name : List.of("c", "d", "e")) {
        byFlag.setString(1, name);
        byFlag.addBatch();
      }
      assertArrayEquals(new int[] {1, 1, 1}, byFlag.executeBatch());
      List<Map<String, Object>> batch = heldKeys(byFlag);
      assertEquals(List.of(id + 2, id + 3, id + 4), batch.stream().map(r -> r.get("Id")).toList());
      pooled.rollback();
      assertEquals(List.of("a", "b"), rows(pooled, "SELECT name FROM item ORDER BY id"));
      pooled.rollback();
    }
  }
}
