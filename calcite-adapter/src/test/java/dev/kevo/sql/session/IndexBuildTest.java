package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.IndexBuilds;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.ddl.DefinitionScope;
import dev.kevo.sql.ddl.IndexBuild;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.SequenceNumbers;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.parser.ddl.CreateIndexStatement;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      threads.shutdown();
      assertTrue(table(sql).indexes().get(0).isReady());
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

  /** A build whose transactions fail after some of them. */
  private static final class BrokenOff implements IndexBuild.Transactions {
    private final SqlEngine engine;
    private final boolean crashes;
    private int left;
    private List<IndexBuilds.Progress> progress = List.of();

    BrokenOff(SqlEngine engine, int left, boolean crashes) {
      this.engine = engine;
      this.left = left;
      this.crashes = crashes;
    }

    void build(String statement) throws SQLException {
      new IndexBuild((CreateIndexStatement) KevoParser.parse(statement), this).run();
    }

    @Override
    public <T> T run(IndexBuild.Step<T> step) throws SQLException {
      if (left-- == 0) {
        progress = engine.store().builds().running();
        throw SqlState.CANCELLED.exception("enough");
      }
      return commit(step);
    }

    @Override
    public <T> T runToTheEnd(IndexBuild.Step<T> step) throws SQLException {
      if (crashes) {
        throw SqlState.CONNECTION_CLOSED.exception("gone");
      }
      return commit(step);
    }

    private <T> T commit(IndexBuild.Step<T> step) {
      try (Transaction transaction = engine.database().begin()) {
        DefinitionScope scope = scope(transaction);
        T result = step.run(scope, false);
        transaction.commit();
        return result;
      }
    }

    private DefinitionScope scope(Transaction transaction) {
      return new DefinitionScope(
          engine.store(),
          engine.database(),
          engine.planner(),
          engine::tree,
          transaction,
          0,
          "PUBLIC",
          SequenceNumbers.NONE,
          new CancelToken());
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

  @Test
  void aBuildShowsItsProgressAndLeavesNothingWhenItIsCancelled() throws SQLException {
    try (SqlFixture sql = new SqlFixture()) {
      fill(sql, 2_500);
      BrokenOff build = new BrokenOff(sql.engine, 4, false);
      assertThrows(SQLException.class, () -> build.build("CREATE INDEX ta ON t (a)"));
      assertEquals(
          List.of("T TA 2000"),
          build.progress.stream()
              .map(p -> p.table() + " " + p.index() + " " + p.rowsDone())
              .toList());
      assertEquals(List.of(), table(sql).indexes());
      sql.run("CREATE INDEX ta ON t (a)");
      IndexAudit.check(sql);
    }
  }

  @Test
  void anIndexWhoseBuildACrashBrokeOffIsKeptByWritersReadByNobodyAndDroppedAtTheNextOpen()
      throws SQLException {
    try (Database database = Kevo.openInMemory(Options.DEFAULT)) {
      SqlFixture first = new SqlFixture(database);
      fill(first, 2_500);
      BrokenOff build = new BrokenOff(first.engine, 3, true);
      assertThrows(SQLException.class, () -> build.build("CREATE INDEX ta ON t (a)"));
      assertFalse(table(first).indexes().get(0).isReady());
      first.run("INSERT INTO t VALUES (9999, 77)");
      String plan = first.plan("SELECT id FROM t WHERE a = 77");
      assertFalse(plan.contains("index="), plan);
      first.assertRows(List.of("9999"), "SELECT id FROM t WHERE a = 77");
      first.session.close();
      first.engine.close();

      SqlFixture second = new SqlFixture(database);
      assertEquals(List.of(), table(second).indexes());
      second.assertRows(List.of("9999"), "SELECT id FROM t WHERE a = 77");
      second.run("CREATE INDEX ta ON t (a)");
      IndexAudit.check(second);
      second.session.close();
      second.engine.close();
    }
  }
}
