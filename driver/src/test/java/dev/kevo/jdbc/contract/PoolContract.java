package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.List;
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
}
