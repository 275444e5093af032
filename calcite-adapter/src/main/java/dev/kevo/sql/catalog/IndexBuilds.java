package dev.kevo.sql.catalog;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The indexes that are being built right now, with how far each is. Thread-safe. */
public final class IndexBuilds {
  private final Map<Long, Build> builds = new ConcurrentHashMap<>();

  /** One that runs. */
  private record Build(TableDef table, String index, long rowsExpected, LongAdder rowsDone) {}

  /**
   * How far one is.
   *
   * @param table the schema and name of the table
   * @param index the name of the index
   * @param rowsDone rows that have their entries
   * @param rowsExpected about as many there are; an estimate
   */
  public record Progress(
      String schema, String table, String index, long rowsDone, long rowsExpected) {}

  /** Notes that one begins. */
  public void begin(long id, TableDef table, String index, long rowsExpected) {
    builds.put(id, new Build(table, index, rowsExpected, new LongAdder()));
  }

  /** Notes that more rows have their entries. */
  public void advance(long id, long rows) {
    Build build = builds.get(id);
    if (build != null) {
      build.rowsDone.add(rows);
    }
  }

  /** Notes that one has ended, well or not. */
  public void end(long id) {
    builds.remove(id);
  }

  /** Whether one runs. */
  public boolean isRunning(long id) {
    return builds.containsKey(id);
  }

  /** Those that run now, in no order. */
  public List<Progress> running() {
    return builds.values().stream()
        .map(
            build ->
                new Progress(
                    build.table.schema(),
                    build.table.name(),
                    build.index,
                    build.rowsDone.sum(),
                    build.rowsExpected))
        .toList();
  }
}
