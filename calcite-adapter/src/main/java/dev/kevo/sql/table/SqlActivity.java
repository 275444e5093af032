package dev.kevo.sql.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on above the store: sessions, statements and plans. Thread-safe. */
public interface SqlActivity {
  /**
   * A session.
   *
   * @param id never given to another one of this process
   * @param beganMillis since 1970 in UTC
   * @param schema its default schema
   * @param inTransaction whether it has a transaction open
   * @param sql the statement that it runs; null if it waits for one
   * @param runMillis how long that has run
   */
  record Session(
      long id,
      long beganMillis,
      String schema,
      boolean inTransaction,
      @Nullable String sql,
      long runMillis) {}

  /**
   * A statement that took long.
   *
   * @param endedMillis since 1970 in UTC
   */
  record SlowStatement(long session, String sql, long endedMillis, long runMillis) {}

  /**
   * A plan that is kept.
   *
   * @param bytes about what it takes
   */
  record CachedPlan(String sql, String schema, long bytes) {}

  /**
   * The cache of plans.
   *
   * @param planned how many statements were planned
   */
  record PlanCounts(long bytes, long hits, long misses, long planned) {}

  List<Session> sessions();

  /** Oldest first. */
  List<SlowStatement> slowStatements();

  /** The least recently used first. */
  List<CachedPlan> plans();

  PlanCounts planCounts();
}
