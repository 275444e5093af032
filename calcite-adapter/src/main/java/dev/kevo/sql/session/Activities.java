package dev.kevo.sql.session;

import dev.kevo.sql.table.SqlActivity;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The sessions of an engine, and the statements that took long. Thread-safe. */
final class Activities implements SqlActivity {
  /** Slow statements that are remembered. */
  static final int SLOW_MAX = 256;

  /** Until {@code SET SLOW_STATEMENT_MILLIS} says another time. */
  static final long SLOW_MILLIS = 1_000;

  /** A plan cache as it is now. */
  record Plans(List<CachedPlan> all, PlanCounts counts) {}

  private final Set<EngineSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastId = new AtomicLong();
  private final Supplier<Plans> plans;

  /** Guarded by itself. */
  private final Deque<SlowStatement> slow = new ArrayDeque<>();

  private volatile long slowMillis = SLOW_MILLIS;

  Activities(Supplier<Plans> plans) {
    this.plans = plans;
  }

  long newId() {
    return lastId.incrementAndGet();
  }

  void began(EngineSession session) {
    sessions.add(session);
  }

  void ended(EngineSession session) {
    sessions.remove(session);
  }

  void closeSessions() {
    sessions.forEach(EngineSession::close);
  }

  void setSlowMillis(long millis) {
    slowMillis = millis;
  }

  /** Notes a statement that has ended, if it took long. */
  void ended(long session, String sql, long runMillis) {
    if (runMillis < slowMillis) {
      return;
    }
    synchronized (slow) {
      if (slow.size() == SLOW_MAX) {
        slow.removeFirst();
      }
      slow.add(new SlowStatement(session, sql, System.currentTimeMillis(), runMillis));
    }
  }

  /** Stops what a session runs, if anything; 42704 if there is no such session. */
  void cancel(long id) {
    for (EngineSession session : sessions) {
      if (session.id() == id) {
        session.cancelRunning();
        return;
      }
    }
    throw SqlState.UNDEFINED_OBJECT.failure("there is no session " + id);
  }

  @Override
  public List<Session> sessions() {
    return sessions.stream()
        .map(EngineSession::describe)
        .sorted(Comparator.comparingLong(Session::id))
        .toList();
  }

  @Override
  public List<SlowStatement> slowStatements() {
    synchronized (slow) {
      return new ArrayList<>(slow);
    }
  }

  @Override
  public List<CachedPlan> plans() {
    return plans.get().all();
  }

  @Override
  public PlanCounts planCounts() {
    return plans.get().counts();
  }
}
