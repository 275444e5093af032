package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.CancelToken;
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

  @Test
  void anIndexWhoseBuildWasBrokenOffIsKeptByWritersReadByNobodyAndDroppedAtTheNextOpen()
      throws SQLException {
    try (Database database = Kevo.openInMemory(Options.DEFAULT)) {
      try (SqlEngine engine = SqlEngine.open(database);
          SqlSession session = engine.newSession()) {
        SqlFixture.run(session, "CREATE TABLE t (id INT PRIMARY KEY, a INT)");
        SqlFixture.run(session, "INSERT INTO t VALUES (1, 1), (2, 2)");
        SqlFixture.run(session, "CREATE INDEX ta ON t (a)");
        setState(engine, database, IndexDef.State.BUILDING);
        SqlFixture.run(session, "INSERT INTO t VALUES (3, 3)");
        String plan =
            SqlFixture.rows(session, "EXPLAIN PLAN FOR SELECT id FROM t WHERE a = 3").get(0);
        assertFalse(plan.contains("index="), plan);
      }
      try (SqlEngine engine = SqlEngine.open(database);
          SqlSession session = engine.newSession()) {
        TableDef table = engine.store().current(database).table("PUBLIC", "T").orElseThrow();
        assertEquals(List.of(), table.indexes());
        assertEquals(List.of("3"), SqlFixture.rows(session, "SELECT id FROM t WHERE a = 3"));
      }
    }
  }

  private static void setState(SqlEngine engine, Database database, IndexDef.State state) {
    try (Transaction transaction = database.begin()) {
      TableDef table = engine.store().current(transaction).table("PUBLIC", "T").orElseThrow();
      List<IndexDef> indexes = table.indexes().stream().map(i -> i.withState(state)).toList();
      engine.store().edit(transaction).put(table.withRules(indexes, table.constraints()));
      transaction.commit();
    }
  }
}
