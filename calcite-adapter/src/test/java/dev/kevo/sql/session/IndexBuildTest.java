package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.sql.catalog.IndexBuilds;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TablePrefix;
import dev.kevo.sql.ddl.DefinitionScope;
import dev.kevo.sql.ddl.IndexBuild;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.SequenceNumbers;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.parser.ddl.CreateIndexStatement;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** CREATE INDEX while others write, and what is left of one that was broken off. */
class IndexBuildTest {
  private static TableDef table(SqlFixture sql) {
    return sql.engine.store().current(sql.database).table("PUBLIC", "T").orElseThrow();
  }

  @Test
  void anIndexThatIsBuiltWhileOthersWriteHasExactlyTheirEntries() throws Exception {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT)");
      PreparedSql insert = sql.session.prepare("INSERT INTO t VALUES (?, ?, ?)");
      List<Object[]> rows = new ArrayList<>();
      for (int i = 0; i < 6_000; i++) {
        rows.add(new Object[] {i, i % 97, i});
      }
      sql.session.executeBatch(insert, new ArrayList<>(rows), new CancelToken());
      AtomicBoolean stop = new AtomicBoolean();
      ExecutorService threads = Executors.newFixedThreadPool(3);
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        long seed = thread;
        writers.add(
            threads.submit(
                () -> {
                  RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
                  try (SqlSession session = sql.engine.newSession()) {
                    for (int i = 0; !stop.get(); i++) {
                      int id = random.nextInt(7_000);
                      switch ((int) ((i + seed) % 3)) {
                        case 0 -> SqlFixture.run(session, "DELETE FROM t WHERE id = ?", id);
                        case 1 ->
                            SqlFixture.run(session, "UPDATE t SET a = ? WHERE id = ?", id % 89, id);
                        default ->
                            SqlFixture.run(session, "UPSERT INTO t VALUES (?, ?, ?)", id, i, id);
                      }
                    }
                  }
                  return null;
                }));
      }
      sql.run("CREATE INDEX ta ON t (a)");
      sql.run("CREATE UNIQUE INDEX tb ON t (b DESC, a) INCLUDE (a)");
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      threads.shutdown();
      assertTrue(table(sql).indexes().stream().allMatch(IndexDef::isReady));
      assertEquals(2, table(sql).indexes().size());
      assertEquals(List.of(), sql.engine.store().builds().running());
      IndexAudit.check(sql);
    }
  }

  @Test
  void aBuildThatFailsOrIsCancelledLeavesNoIndex() throws SQLException {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
      for (int i = 0; i < 20; i++) {
        sql.run("INSERT INTO t VALUES (?, ?)", i, i % 19);
      }
      String message =
          sql.assertFails(SqlState.UNIQUE_VIOLATION.code(), "CREATE UNIQUE INDEX ta ON t (a)");
      assertTrue(message.contains("TA: A = 0"), message);
      assertEquals(List.of(), table(sql).indexes());
      sql.run("INSERT INTO t VALUES (100, 1)");
      IndexAudit.check(sql);
    }
  }

  /** A build that calls back at each step of its way, and whose transactions may fail. */
  private static final class Watched implements IndexBuild.Transactions {
    private final SqlEngine engine;
    private final CancelToken cancel = new CancelToken();
    private final Database database;
    private int transactionsLeft = Integer.MAX_VALUE;
    private boolean crashes;

    /**
     * A build.
     *
     * @param watch is told what is about to be done: "snapshot", "next" of a cursor over its rows,
     *     "load" or "write" of its entries
     */
    Watched(SqlEngine engine, Watch watch) {
      this.engine = engine;
      this.database = watched(Database.class, engine.database(), watch);
    }

    interface Watch {
      void before(String step) throws SQLException;
    }

    private static <T> T watched(Class<T> type, T target, Watch watch) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                watch.before(method.getName());
                try {
                  Object result = method.invoke(target, arguments);
                  if (result instanceof Snapshot snapshot) {
                    return watched(Snapshot.class, snapshot, watch);
                  }
                  return result instanceof Cursor cursor
                          && arguments[1] instanceof Scan scan
                          && scan.range().start()[0] == TablePrefix.TAG
                      ? watched(Cursor.class, cursor, watch)
                      : result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    void build(String statement) throws SQLException {
      new IndexBuild((CreateIndexStatement) KevoParser.parse(statement), this).run();
    }

    /** The SQLSTATE that a build fails with. */
    String failure(String statement) {
      try {
        build(statement);
      } catch (SqlStateException e) {
        return e.state().code();
      } catch (SQLException e) {
        return e.getSQLState();
      }
      throw new AssertionError("no failure of " + statement);
    }

    @Override
    public <T> T run(IndexBuild.Step<T> step) throws SQLException {
      if (transactionsLeft-- == 0) {
        throw SqlState.CANCELLED.exception("enough");
      }
      return commit(step, cancel);
    }

    @Override
    public <T> T runToTheEnd(IndexBuild.Step<T> step) throws SQLException {
      if (crashes) {
        throw SqlState.CONNECTION_CLOSED.exception("gone");
      }
      return commit(step, new CancelToken());
    }

    private <T> T commit(IndexBuild.Step<T> step, CancelToken token) {
      while (true) {
        try {
          return tryCommit(step, token);
        } catch (ConflictException e) {
          // With the sweep of what was dropped; once more.
        }
      }
    }

    private <T> T tryCommit(IndexBuild.Step<T> step, CancelToken token) {
      try (Transaction transaction =
          engine
              .database()
              .begin(TransactionOptions.DEFAULT.withIsolation(IsolationLevel.READ_COMMITTED))) {
        DefinitionScope scope =
            new DefinitionScope(
                engine.store(),
                database,
                engine.planner(),
                engine::tree,
                transaction,
                0,
                "PUBLIC",
                SequenceNumbers.NONE,
                token,
                engine.memory());
        T result = step.run(scope, false);
        transaction.commit();
        engine.store().cleanUp();
        return result;
      }
    }
  }

  private static void fill(SqlFixture sql, int rows) throws SQLException {
    sql.run("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
    List<Object[]> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(new Object[] {i, i % 19});
    }
    sql.session.executeBatch(
        sql.session.prepare("INSERT INTO t VALUES (?, ?)"),
        new ArrayList<>(all),
        new CancelToken());
  }

  /** Runs something once, before a step is done for the n-th time. */
  private static Watched.Watch once(String step, int times, Watched.Watch action) {
    int[] left = {times};
    return present -> {
      if (present.equals(step) && --left[0] == 0) {
        action.before(step);
      }
    };
  }

  /** All that lies in the store beside the catalogue and the rows of one table. */
  private static List<String> leftBeside(SqlFixture sql, long table) {
    List<String> left = new ArrayList<>();
    try (Cursor cursor =
        sql.database.scan(
            sql.engine.store().keyspace(), Scan.of(new KeyRange(new byte[] {2}, null)))) {
      while (cursor.next()) {
        byte[] key = cursor.key().toByteArray();
        if (!KeyRange.prefix(TablePrefix.of(table)).contains(key)) {
          left.add(HexFormat.of().formatHex(key));
        }
      }
    }
    return left;
  }

  @Test
  void aBuildShowsItsProgressAndLeavesNothingWhenItIsCancelled() throws Exception {
    try (SqlFixture sql = new SqlFixture()) {
      fill(sql, 2_500);
      List<String> progress = new ArrayList<>();
      AtomicReference<Watched> build = new AtomicReference<>();
      build.set(
          new Watched(
              sql.engine,
              once(
                  "next",
                  2_200,
                  step -> {
                    for (IndexBuilds.Progress one : sql.engine.store().builds().running()) {
                      progress.add(one.table() + " " + one.index() + " " + one.rowsDone());
                    }
                    assertEquals(
                        SqlState.IN_USE.code(),
                        assertThrows(SQLException.class, () -> sql.run("DROP INDEX ta"))
                            .getSQLState());
                    build.get().cancel.cancel();
                  })));
      assertEquals(SqlState.CANCELLED.code(), build.get().failure("CREATE INDEX ta ON t (a)"));
      assertEquals(List.of("T TA 2000"), progress);
      assertEquals(List.of(), table(sql).indexes());
      assertEquals(List.of(), sql.engine.store().builds().running());
      sql.engine.store().awaitCleanUp();
      assertEquals(List.of(), leftBeside(sql, table(sql).id()));
      sql.run("CREATE INDEX ta ON t (a)");
      IndexAudit.check(sql);
    }
  }

  @Test
  void anIndexWhoseBuildACrashBrokeOffIsReadByNobodyAndDroppedAtTheNextOpen() throws Exception {
    for (int transactions = 1; transactions <= 2; transactions++) {
      try (Database database = Kevo.openInMemory(Options.DEFAULT)) {
        SqlFixture first = new SqlFixture(database);
        fill(first, 2_500);
        Watched build = new Watched(first.engine, step -> {});
        build.transactionsLeft = transactions;
        build.crashes = true;
        build.failure("CREATE INDEX ta ON t (a)");
        assertFalse(table(first).indexes().get(0).isReady());
        first.run("INSERT INTO t VALUES (9999, 77)");
        first.run("DELETE FROM t WHERE id = 20");
        String plan = first.plan("SELECT id FROM t WHERE a = 77");
        assertFalse(plan.contains("index="), plan);
        first.assertRows(List.of("9999"), "SELECT id FROM t WHERE a = 77");
        first.session.close();
        first.engine.close();

        SqlFixture second = new SqlFixture(database);
        assertEquals(List.of(), table(second).indexes());
        second.assertRows(List.of("9999"), "SELECT id FROM t WHERE a = 77");
        second.engine.store().awaitCleanUp();
        assertEquals(List.of(), leftBeside(second, table(second).id()));
        second.run("CREATE INDEX ta ON t (a)");
        IndexAudit.check(second);
        second.session.close();
        second.engine.close();
      }
    }
  }

  @Test
  void whatOthersChangeAtAnyStepOfABuildIsInTheIndex() throws SQLException {
    for (String step : List.of("snapshot", "next", "load", "write")) {
      for (String index :
          List.of("INDEX ta ON t (a)", "UNIQUE INDEX ta ON t (id DESC, a) INCLUDE (a)")) {
        try (SqlFixture sql = new SqlFixture()) {
          fill(sql, 3_000);
          Watched.Watch change =
              present -> {
                sql.run("DELETE FROM t WHERE id < 10");
                sql.run("INSERT INTO t VALUES (3, 3), (4, NULL), (50000, 1)");
                sql.run("UPDATE t SET a = a + 1 WHERE id BETWEEN 1000 AND 2600");
                sql.run("UPDATE t SET a = NULL WHERE id = 2999");
                sql.run("UPDATE t SET id = id + 1 WHERE id BETWEEN 2990 AND 2999");
                sql.run("UPSERT INTO t VALUES (70, 7), (60000, 7)");
                sql.run("UPSERT INTO t VALUES (70, 8)");
              };
          // So many changes that they are brought in, by writes, before the last transaction.
          new Watched(sql.engine, once(step.equals("write") ? "load" : step, 1, change))
              .build("CREATE " + index);
          assertTrue(table(sql).indexes().get(0).isReady());
          IndexAudit.check(sql);
        }
      }
    }
  }

  @Test
  void rowsThatAreNotTheOnlyOnesFailABuildUnlessTheyAreWhenItIsDone() throws SQLException {
    for (String step : List.of("snapshot", "next", "load")) {
      try (SqlFixture sql = new SqlFixture()) {
        sql.run("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
        sql.run("INSERT INTO t SELECT i, i FROM GENERATE_SERIES(1, 3000) AS s (i)");
        Watched taken = new Watched(sql.engine, once(step, 1, s -> add(sql, 5_000, 77)));
        assertEquals(
            SqlState.UNIQUE_VIOLATION.code(), taken.failure("CREATE UNIQUE INDEX ta ON t (a)"));
        assertEquals(List.of(), table(sql).indexes());

        sql.run("UPDATE t SET a = NULL WHERE id = 5000");
        Watched.Watch swap =
            present -> {
              sql.run("INSERT INTO t VALUES (5002, 78), (5003, 79)");
              sql.run("DELETE FROM t WHERE id IN (78, 5003)");
              sql.run("UPDATE t SET a = 3001 - a WHERE a BETWEEN 100 AND 2901");
              sql.assertFails(SqlState.UNIQUE_VIOLATION.code(), "INSERT INTO t VALUES (5001, 78)");
            };
        new Watched(sql.engine, once(step, 1, swap)).build("CREATE UNIQUE INDEX ta ON t (a)");
        IndexAudit.check(sql);
        sql.assertFails(SqlState.UNIQUE_VIOLATION.code(), "INSERT INTO t VALUES (5001, 78)");
      }
    }
  }

  private static void add(SqlFixture sql, int id, int a) throws SQLException {
    sql.run("INSERT INTO t VALUES (?, ?)", id, a);
  }

  @Test
  void aTableThatIsEmptiedRewrittenOrDroppedMeanwhileIsBuiltAnew() throws Exception {
    for (String meanwhile :
        List.of(
            "TRUNCATE TABLE t",
            "ALTER TABLE t DROP CONSTRAINT pk_t",
            "ALTER TABLE t ADD COLUMN c INT DEFAULT 5",
            "ALTER TABLE t RENAME TO u",
            "ALTER INDEX ta RENAME TO tb")) {
      for (String step : List.of("next", "load")) {
        try (SqlFixture sql = new SqlFixture()) {
          fill(sql, 1_500);
          Watched build =
              new Watched(
                  sql.engine,
                  once(
                      step,
                      1,
                      present -> {
                        sql.run(meanwhile);
                        String table = meanwhile.endsWith("TO u") ? "u" : "t";
                        sql.run("INSERT INTO " + table + " (id, a) VALUES (7000, 9)");
                      }));
          build.build("CREATE INDEX ta ON t (a)");
          IndexAudit.check(sql);
        }
      }
    }
    try (SqlFixture sql = new SqlFixture()) {
      fill(sql, 1_500);
      Watched build = new Watched(sql.engine, once("load", 1, present -> sql.run("DROP TABLE t")));
      assertEquals(SqlState.UNDEFINED_TABLE.code(), build.failure("CREATE INDEX ta ON t (a)"));
      sql.engine.store().awaitCleanUp();
      assertEquals(List.of(), leftBeside(sql, 0));
    }
  }

  @Test
  void entriesOfAllKindsOfKeysAreThoseThatWritersMake() throws SQLException {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run(
          "CREATE TABLE t (id BIGINT, s VARCHAR(40), d DOUBLE, n DECIMAL(12, 2), b VARBINARY(9),"
              + " x TIMESTAMP, o BOOLEAN, y TINYINT, PRIMARY KEY (s, id))");
      sql.run(
          "INSERT INTO t SELECT i, SUBSTRING('\u0001\u00e4b\ud83d\ude00cdefghij' FROM MOD(i, 7) + 1"
              + " FOR MOD(i, 5)), i / 7E0, CASE WHEN MOD(i, 3) > 0 THEN i / 4.0 END,"
              + " CASE WHEN MOD(i, 4) > 0 THEN X'00ff01' END,"
              + " TIMESTAMP '2024-01-01 00:00:00' + MOD(i * 7919, 1000) * INTERVAL '1' HOUR,"
              + " MOD(i, 2) = 0, CAST(MOD(i, 100) - 50 AS TINYINT)"
              + " FROM GENERATE_SERIES(1, 1500) AS s (i)");
      sql.run("CREATE INDEX t1 ON t (s DESC, d) INCLUDE (n, x)");
      sql.run("CREATE INDEX t2 ON t (n, b DESC, o)");
      sql.run("CREATE INDEX t3 ON t (x DESC, y)");
      sql.run("CREATE UNIQUE INDEX t4 ON t (id, n) INCLUDE (b)");
      sql.run("CREATE INDEX t5 ON t (UPPER(s), y) INCLUDE (d)");
      IndexAudit.check(sql);
      sql.assertRows(
          List.of("300"), "SELECT COUNT(*) FROM t WHERE UPPER(s) = '' AND y BETWEEN -50 AND 50");
      String plan = sql.plan("SELECT d FROM t WHERE UPPER(s) = '' AND y = 5");
      assertTrue(plan.contains("T5"), plan);
    }
  }
}
