package dev.kevo.sql.catalog;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what dropped tables leave behind, in the background: one range per table.
 *
 * <p>A table that is dropped is noted in the same transaction. Writers of its rows are kept out
 * from then on. The note stays until the database is opened the next time, and the entries are
 * swept once more then.
 */
final class CleanUp implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CleanUp.class);

  private final Database database;
  private final Keyspace keyspace;

  /** Noted before this run began, so that their notes go with them. */
  private final Set<Long> old;

  // The fields below are guarded by this.
  private final Set<Long> swept = new HashSet<>();
  private @Nullable Thread thread;
  private boolean requested;
  private boolean closed;

  CleanUp(Database database, Keyspace keyspace) {
    this.database = database;
    this.keyspace = keyspace;
    this.old = Set.copyOf(noted());
    if (!old.isEmpty()) {
      request();
    }
  }

  /** Asks for a sweep over what is noted now; returns at once. */
  synchronized void request() {
    if (closed) {
      return;
    }
    requested = true;
    if (thread == null) {
      thread = new Thread(this::run, "kevo-sql-clean-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      while (takeRequest()) {
        for (long id : noted()) {
          if (mustSweep(id)) {
            sweep(id);
            done(id);
          }
        }
      }
    } catch (ClosedException e) {
      // The database was closed first; the next run goes on.
    } catch (KevoException e) {
      LOGGER.warn("cannot delete the rows of dropped tables; the next drop or open tries again", e);
    } finally {
      ended();
    }
  }

  private synchronized boolean takeRequest() {
    boolean taken = requested && !closed;
    requested = false;
    if (!taken) {
      thread = null;
    }
    return taken;
  }

  private synchronized void ended() {
    if (thread == Thread.currentThread()) {
      thread = null;
    }
    notifyAll();
  }

  private synchronized boolean mustSweep(long id) {
    return !closed && !swept.contains(id);
  }

  private synchronized void done(long id) {
    swept.add(id);
    if (old.contains(id)) {
      database.delete(keyspace, CatalogKeys.dropped(id));
    }
  }

  private List<Long> noted() {
    List<Long> ids = new ArrayList<>();
    try (Cursor cursor =
        database.scan(keyspace, Scan.of(CatalogKeys.dropped()).withKeysOnly(true))) {
      while (cursor.next()) {
        ids.add(CatalogKeys.id(cursor.key().toByteArray()));
      }
    }
    return ids;
  }

  /** Deletes what lies under one id, if there is anything. */
  private void sweep(long id) {
    sweep(KeyRange.prefix(TablePrefix.of(id)));
    sweep(KeyRange.prefix(TablePrefix.pending(id)));
  }

  private void sweep(KeyRange range) {
    Scan scan = Scan.of(range).withKeysOnly(true).withLimit(1);
    boolean any;
    try (Cursor cursor = database.scan(keyspace, scan)) {
      any = cursor.next();
    }
    if (any) {
      database.deleteRange(keyspace, range);
    }
  }

  /** Waits until nothing is being swept any more. */
  synchronized void await() throws InterruptedException {
    while (thread != null) {
      wait();
    }
  }

  /** Ends after the table that is being swept. */
  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      closed = true;
      while (thread != null) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
