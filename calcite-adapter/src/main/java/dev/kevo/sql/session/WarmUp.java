package dev.kevo.sql.session;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.parser.KevoParser;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Plans a few statements in the background when SQL is opened: their thousands of classes are then
 * loaded while the application is still busy with itself. Runs nothing and keeps nothing.
 */
final class WarmUp {
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT value FROM KEYSPACES.MAIN WHERE key = ?",
          "UPSERT INTO KEYSPACES_TEXT.MAIN VALUES ('k', ?)");

  /**
   * After the open: what a process asks first is mostly for a row by its key, which needs none of
   * these classes and would only have to share the processor with their loading.
   */
  private static final long DELAY_NANOS = 1_000_000_000L;

  /** Whether an engine of this JVM has done it: classes are loaded once. */
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private WarmUp() {}

  static void begin(SqlEngine engine) {
    if (BEGUN.getAndSet(true)) {
      return;
    }
    Thread thread = new Thread(() -> run(engine), "kevo-sql-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(SqlEngine engine) {
    try {
      long end = System.nanoTime() + DELAY_NANOS;
      for (long left = DELAY_NANOS; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (engine.isClosed()) {
        return;
      }
      Catalog catalog = engine.store().current(engine.database());
      for (String sql : STATEMENTS) {
        if (engine.isClosed()) {
          return;
        }
        engine
            .planner()
            .plan(KevoParser.parse(sql), engine.tree(catalog), Catalog.PUBLIC, new CancelToken());
      }
    } catch (RuntimeException | LinkageError e) {
      // The database was closed meanwhile, or the application unloaded: no one waits for this.
      Thread.currentThread().interrupt();
    }
  }
}
