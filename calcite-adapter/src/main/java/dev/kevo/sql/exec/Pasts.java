package dev.kevo.sql.exec;

import dev.kevo.engine.Database;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Snapshot;
import dev.kevo.sql.types.SqlState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The states of the past that one execution of a statement reads; closed at its end. Once opened it
 * does not change, so several threads may read.
 */
public final class Pasts implements AutoCloseable {
  /** No state of the past. */
  public static final Pasts NONE = new Pasts();

  private final Map<Long, Snapshot> snapshots = new HashMap<>();
  private final IdentityHashMap<PastTable, Snapshot> views = new IdentityHashMap<>();
  private boolean indexed = true;

  private Pasts() {}

  /**
   * Opens the states of some tables and looks whether the tables' definitions fit them.
   *
   * @param context what their times are computed with
   */
  public static Pasts open(List<PastTable> tables, StatementContext context, Database database) {
    if (tables.isEmpty()) {
      return NONE;
    }
    Pasts pasts = new Pasts();
    try {
      for (PastTable table : tables) {
        Snapshot snapshot =
            pasts.snapshots.computeIfAbsent(
                table.micros(context), micros -> snapshot(micros, database));
        pasts.views.put(table, snapshot);
        pasts.indexed &= table.fits(snapshot);
      }
      return pasts;
    } catch (Throwable e) {
      pasts.close();
      throw e;
    }
  }

  private static Snapshot snapshot(long micros, Database database) {
    Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    try {
      return database.snapshotAt(time);
    } catch (IllegalArgumentException e) {
      throw SqlState.INVALID_PARAMETER.failure("FOR SYSTEM_TIME AS OF: " + e.getMessage(), e);
    }
  }

  /** Whether every index that there is now had its entries then. */
  public boolean areIndexed() {
    return indexed;
  }

  ReadView view(PastTable table) {
    Snapshot snapshot = views.get(table);
    if (snapshot == null) {
      throw new AssertionError("nobody opened " + table);
    }
    return snapshot;
  }

  @Override
  public void close() {
    snapshots.values().forEach(Snapshot::close);
  }
}
