package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes under indexes and constraints against a model; races of several sessions. */
class RulesModelTest {
  private static final int STATEMENTS = 400;

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Rows of parent (id, u) and child (id, p, v), where p references the parent's id. */
  private static final class Model {
    Map<Integer, Integer> parents = new TreeMap<>();
    Map<Integer, Integer[]> children = new TreeMap<>();

    boolean insertParent(int id, Integer u) {
      if (parents.containsKey(id) || (u != null && parents.containsValue(u))) {
        return false;
      }
      parents.put(id, u);
      return true;
    }

    boolean shiftParents(int from, int by) {
      Map<Integer, Integer> moved = new TreeMap<>();
      for (Map.Entry<Integer, Integer> parent : parents.entrySet()) {
        int id = parent.getKey() >= from ? parent.getKey() + by : parent.getKey();
        if (moved.putIfAbsent(id, Objects.requireNonNullElse(parent.getValue(), -1)) != null) {
          return false;
        }
      }
      for (Integer[] child : children.values()) {
        if (child[0] != null && child[0] >= from) {
          child[0] += by;
        }
      }
      moved.replaceAll((id, u) -> u == -1 ? null : u);
      parents = moved;
      return true;
    }

    boolean deleteParents(int from, int to) {
      parents.keySet().removeIf(id -> id >= from && id < to);
      children.values().removeIf(child -> child[0] != null && child[0] >= from && child[0] < to);
      return true;
    }

    boolean putChild(int id, Integer parent, Integer v) {
      if ((parent != null && !parents.containsKey(parent)) || (v != null && v < 0)) {
        return false;
      }
      for (Map.Entry<Integer, Integer[]> other : children.entrySet()) {
        if (v != null
            && parent != null
            && other.getKey() != id
            && v.equals(other.getValue()[1])
            && parent.equals(other.getValue()[0])) {
          return false;
        }
      }
      children.put(id, new Integer[] {parent, v});
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomChangesAgreeWithAModel(long seed) throws SQLException {
    RandomGenerator random = random(seed);
    Model model = new Model();
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE p (id INT PRIMARY KEY, u INT UNIQUE)");
      sql.run(
          "CREATE TABLE c (id INT PRIMARY KEY, p INT REFERENCES p ON DELETE CASCADE ON UPDATE"
              + " CASCADE, v INT CHECK (v >= 0), UNIQUE (p, v))");
      sql.run("CREATE INDEX cv ON c (v DESC, p) INCLUDE (id)");
      for (int i = 0; i < STATEMENTS; i++) {
        String what = "seed " + seed + ", statement " + i;
        int a = random.nextInt(40);
        Integer b = random.nextInt(5) == 0 ? null : (Integer) random.nextInt(40);
        Integer v = random.nextInt(5) == 0 ? null : (Integer) (random.nextInt(7) - 1);
        switch (random.nextInt(8)) {
          case 0, 1 ->
              run(sql, model.insertParent(a, b), what, "INSERT INTO p VALUES (?, ?)", a, b);
          case 2 -> {
            int by = random.nextInt(5) - 2;
            String update = "UPDATE p SET id = id + (" + by + ") WHERE id >= ?";
            run(sql, model.shiftParents(a, by), what, update, a);
          }
          case 3 -> {
            int to = a + random.nextInt(3);
            String delete = "DELETE FROM p WHERE id >= ? AND id < ?";
            run(sql, model.deleteParents(a, to), what, delete, a, to);
          }
          case 4 -> {
            model.children.remove(a);
            run(sql, true, what, "DELETE FROM c WHERE id = ?", a);
          }
          default ->
              run(sql, model.putChild(a, b, v), what, "UPSERT INTO c VALUES (?, ?, ?)", a, b, v);
        }
      }
      List<String> parents = new ArrayList<>();
      model.parents.forEach((id, u) -> parents.add(id + ", " + u));
      assertEquals(parents, sql.rows("SELECT id, u FROM p"), "seed " + seed);
      List<String> children = new ArrayList<>();
      model.children.forEach((id, c) -> children.add(id + ", " + c[0] + ", " + c[1]));
      assertEquals(children, sql.rows("SELECT id, p, v FROM c"), "seed " + seed);
      IndexAudit.check(sql);
    }
  }

  private static void run(
      SqlFixture sql, boolean succeeds, String what, String statement, Object... parameters)
      throws SQLException {
    if (succeeds) {
      sql.run(statement, parameters);
    } else {
      SQLException error =
          assertThrows(SQLException.class, () -> sql.run(statement, parameters), what);
      assertTrue(error.getSQLState().startsWith("23"), what + ": " + error);
    }
  }

  private interface Work {
    void run(SqlSession session, int thread) throws SQLException;
  }

  private static void inThreads(SqlFixture sql, int count, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int thread = i;
      running.add(
          threads.submit(
              () -> {
                try (SqlSession session = sql.engine.newSession()) {
                  work.run(session, thread);
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get();
    }
    threads.shutdown();
  }

  @Test
  void ofEightThreadsOneGetsEachUniqueValue() throws Exception {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INT PRIMARY KEY, u INT UNIQUE)");
      AtomicInteger won = new AtomicInteger();
      inThreads(
          sql,
          8,
          (session, thread) -> {
            for (int value = 0; value < 40; value++) {
              try {
                SqlFixture.run(
                    session, "INSERT INTO t VALUES (?, ?)", 1_000 * thread + value, value);
                won.incrementAndGet();
              } catch (SQLException e) {
                assertEquals(SqlState.UNIQUE_VIOLATION.code(), e.getSQLState(), e.getMessage());
              }
            }
          });
      assertEquals(40, won.get());
      sql.assertRows(List.of("40"), "SELECT COUNT(*) FROM t");
      IndexAudit.check(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ON DELETE CASCADE", "ON DELETE SET NULL"})
  void childrenAndTheirParentsGoingNeverLeaveAnOrphan(String action) throws Exception {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE p (id INT PRIMARY KEY, n INT)");
      sql.run("CREATE TABLE c (id INT PRIMARY KEY, p INT REFERENCES p " + action + ")");
      Set<String> allowed =
          new HashSet<>(
              List.of(
                  SqlState.FOREIGN_KEY_VIOLATION.code(),
                  SqlState.UNIQUE_VIOLATION.code(),
                  SqlState.CONFLICT.code(),
                  SqlState.DEADLOCK.code()));
      inThreads(
          sql,
          4,
          (session, thread) -> {
            RandomGenerator random = random(thread);
            for (int i = 0; i < 150; i++) {
              int p = random.nextInt(4);
              int c = 1_000 * thread + random.nextInt(20);
              try {
                if (thread % 2 == 0) {
                  SqlFixture.run(session, "UPSERT INTO p VALUES (?, ?)", p, i);
                  SqlFixture.run(session, "UPSERT INTO c VALUES (?, ?)", c, p);
                } else {
                  session.setAutoCommit(i % 3 == 0);
                  SqlFixture.run(session, "DELETE FROM c WHERE p = ?", p);
                  SqlFixture.run(session, "DELETE FROM p WHERE id = ?", p);
                  session.setAutoCommit(true);
                }
              } catch (SQLException e) {
                assertTrue(allowed.contains(e.getSQLState()), e.getSQLState() + e.getMessage());
                session.rollback();
                session.setAutoCommit(true);
              }
            }
          });
      sql.assertRows(
          List.of("0"),
          "SELECT COUNT(*) FROM c WHERE p IS NOT NULL AND p NOT IN (SELECT id FROM p)");
      IndexAudit.check(sql);
    }
  }
}
