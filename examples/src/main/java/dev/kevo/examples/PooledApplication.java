package dev.kevo.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.sql.DataSource;

/**
 * An application with a HikariCP pool: eight threads move money between accounts. A transaction
 * that another one got ahead of fails with SQLSTATE 40001, one that waits for a lock of another
 * that waits for it with 40P01; both are tried again, and the sum of all accounts stays what it
 * was.
 *
 * <p>Takes the URL as its argument; without one it uses a database in memory.
 */
public final class PooledApplication {
  static final int THREADS = 8;
  private static final int ACCOUNTS = 20;
  private static final int BALANCE = 1_000;

  private final DataSource pool;
  private final AtomicLong retries = new AtomicLong();

  private PooledApplication(DataSource pool) {
    this.pool = pool;
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    run(args.length > 0 ? args[0] : "jdbc:kevo:mem:bank", 100, System.out);
  }

  static void run(String url, int transfersPerThread, PrintStream out)
      throws SQLException, InterruptedException, ExecutionException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(THREADS);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      PooledApplication bank = new PooledApplication(pool);
      bank.openAccounts();
      out.println("sum before: " + bank.sum());
      bank.transferInParallel(transfersPerThread);
      out.println("transfers: " + THREADS * transfersPerThread);
      out.println("tried again: " + bank.retries);
      out.println("sum after: " + bank.sum());
    }
  }

  private void openAccounts() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS account");
      statement.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, balance BIGINT NOT NULL)");
      connection.commit();
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO account VALUES (?, ?)")) {
        for (int id = 0; id < ACCOUNTS; id++) {
          insert.setInt(1, id);
          insert.setLong(2, BALANCE);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  private void transferInParallel(int transfersPerThread)
      throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> tellers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long seed = i;
        tellers.add(
            executor.submit(
                () -> {
                  RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
                  for (int n = 0; n < transfersPerThread; n++) {
                    int from = random.nextInt(ACCOUNTS);
                    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                    transfer(from, to, random.nextInt(1, 100));
                  }
                  return null;
                }));
      }
      for (Future<?> teller : tellers) {
        teller.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** Moves money; a transaction that failed runs again as a whole, on what is committed by then. */
  private void transfer(int from, int to, int amount) throws SQLException {
    while (true) {
      try (Connection connection = pool.getConnection()) {
        try {
          add(connection, from, -amount);
          add(connection, to, amount);
          connection.commit();
          return;
        } catch (SQLTransactionRollbackException e) {
          connection.rollback();
          retries.incrementAndGet();
        }
      }
    }
  }

  private static void add(Connection connection, int account, int amount) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?")) {
      update.setLong(1, amount);
      update.setInt(2, account);
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("no such account: " + account);
      }
    }
  }

  private long sum() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet sum = statement.executeQuery("SELECT SUM(balance) FROM account")) {
      sum.next();
      return sum.getLong(1);
    }
  }
}
