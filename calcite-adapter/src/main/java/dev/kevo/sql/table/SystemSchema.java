package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.FLAG;
import static dev.kevo.sql.table.InformationSchema.INT;
import static dev.kevo.sql.table.InformationSchema.LONG;
import static dev.kevo.sql.table.InformationSchema.LONG_OR_NULL;
import static dev.kevo.sql.table.InformationSchema.TEXT;
import static dev.kevo.sql.table.InformationSchema.row;

import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseStats;
import dev.kevo.engine.TransactionInfo;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The tables of SYS: what the store and the sessions do at this moment, and have done so far. */
public final class SystemSchema {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final ColumnType MOMENT =
      ColumnType.of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3).withNullable(false);

  private static final ColumnType TEXT_OR_NULL = InformationSchema.TEXT_OR_NULL;

  /** Gives the rows of a table. */
  private interface Rows {
    void collect(Database database, SqlActivity activity, List<@Nullable Object[]> into);
  }

  private record Def(TableDef table, Rows rows) {}

  private static final List<Def> ALL =
      List.of(
          define(
              "CACHES",
              SystemSchema::caches,
              columns("NAME", TEXT, "BYTES", LONG, "HITS", LONG, "MISSES", LONG)),
          define(
              "COMPACTIONS",
              SystemSchema::compactions,
              columns(
                  "FLUSHES", LONG,
                  "FLUSH_BYTES_WRITTEN", LONG,
                  "COMPACTIONS", LONG,
                  "BYTES_READ", LONG,
                  "BYTES_WRITTEN", LONG,
                  "TABLES_MOVED", LONG,
                  "TABLES_DROPPED", LONG,
                  "SLOWDOWNS", LONG,
                  "STOPS", LONG,
                  "STALLED_MILLIS", LONG)),
          define(
              "LEVELS",
              SystemSchema::levels,
              columns(
                  "KEYSPACE_NAME", TEXT,
                  "LEVEL", INT,
                  "SSTABLES", INT,
                  "BYTES", LONG,
                  "ENTRIES", LONG,
                  "DELETES", LONG)),
          define(
              "LOCKS",
              SystemSchema::locks,
              columns(
                  "TRANSACTION_ID", LONG,
                  "LOCKED_KEYS", INT,
                  "WAITS_FOR_TRANSACTION_ID", LONG_OR_NULL,
                  "WAIT_MILLIS", LONG)),
          define("MEMORY", SystemSchema::memory, columns("NAME", TEXT, "BYTES", LONG)),
          define(
              "MEMTABLES",
              SystemSchema::memTables,
              columns(
                  "KEYSPACE_NAME", TEXT,
                  "BYTES", LONG,
                  "ENTRIES", LONG,
                  "WAITING_FOR_FLUSH", INT)),
          define(
              "PLANS",
              SystemSchema::plans,
              columns("SQL_TEXT", TEXT, "SCHEMA_NAME", TEXT, "BYTES", LONG)),
          define(
              "SESSIONS",
              SystemSchema::sessions,
              columns(
                  "SESSION_ID", LONG,
                  "BEGAN", MOMENT,
                  "SCHEMA_NAME", TEXT,
                  "IN_TRANSACTION", FLAG)),
          define(
              "SLOW_STATEMENTS",
              SystemSchema::slowStatements,
              columns(
                  "SESSION_ID", LONG,
                  "SQL_TEXT", TEXT,
                  "ENDED", MOMENT,
                  "RUN_MILLIS", LONG)),
          define(
              "STATEMENTS",
              SystemSchema::statements,
              columns("SESSION_ID", LONG, "SQL_TEXT", TEXT_OR_NULL, "RUN_MILLIS", LONG)),
          define(
              "TRANSACTIONS",
              SystemSchema::transactions,
              columns(
                  "TRANSACTION_ID", LONG,
                  "ISOLATION_LEVEL", TEXT,
                  "READ_ONLY", FLAG,
                  "AGE_MILLIS", LONG,
                  "IDLE_MILLIS", LONG,
                  "WRITES", INT)),
          define(
              "WAL",
              SystemSchema::log,
              columns(
                  "BYTES", LONG,
                  "SYNCS", LONG,
                  "COMMITS", LONG,
                  "COMMITS_REFUSED", LONG,
                  "COMMIT_GROUPS", LONG)));

  private SystemSchema() {}

  private static Map<String, ColumnType> columns(Object... namesAndTypes) {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.put((String) namesAndTypes[i], (ColumnType) namesAndTypes[i + 1]);
    }
    return columns;
  }

  private static Def define(String name, Rows rows, Map<String, ColumnType> columns) {
    List<ColumnDef> defs = new ArrayList<>();
    columns.forEach((column, type) -> defs.add(new ColumnDef(defs.size(), column, type)));
    return new Def(
        new TableDef(0, TableDef.Kind.SYSTEM, Catalog.SYS, name, 1, defs, List.of(), null), rows);
  }

  /** The definitions of its tables, by name. */
  public static List<TableDef> definitions() {
    return ALL.stream().map(Def::table).toList();
  }

  /** Its tables, by name. */
  static Map<String, SystemTable> tables(Database database, SqlActivity activity) {
    Map<String, SystemTable> tables = new LinkedHashMap<>();
    for (Def def : ALL) {
      tables.put(
          def.table().name(),
          new SystemTable(
              def.table(),
              () -> {
                List<@Nullable Object[]> rows = new ArrayList<>();
                def.rows().collect(database, activity, rows);
                return rows;
              }));
    }
    return tables;
  }

  private static void levels(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (DatabaseStats.KeyspaceStats keyspace : database.stats().keyspaces()) {
      for (DatabaseStats.LevelStats level : keyspace.levels()) {
        into.add(
            row(
                keyspace.name(),
                level.level(),
                level.tables(),
                level.bytes(),
                level.entries(),
                level.deletes()));
      }
    }
  }

  private static void memTables(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (DatabaseStats.KeyspaceStats keyspace : database.stats().keyspaces()) {
      DatabaseStats.MemTableStats tables = keyspace.memTables();
      into.add(row(keyspace.name(), tables.bytes(), tables.entries(), tables.waiting()));
    }
  }

  private static void log(Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    DatabaseStats stats = database.stats();
    into.add(
        row(
            stats.log().bytes(),
            stats.log().syncs(),
            stats.commits().count(),
            stats.commits().refused(),
            stats.commits().groups()));
  }

  private static void compactions(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    DatabaseStats stats = database.stats();
    into.add(
        row(
            stats.flushes().count(),
            stats.flushes().bytesWritten(),
            stats.compactions().count(),
            stats.compactions().bytesRead(),
            stats.compactions().bytesWritten(),
            stats.compactions().moves(),
            stats.compactions().tablesDropped(),
            stats.stalls().slowdowns(),
            stats.stalls().stops(),
            stats.stalls().nanos() / NANOS_PER_MILLI));
  }

  private static void caches(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    DatabaseStats.CacheStats blocks = database.stats().blockCache();
    SqlActivity.PlanCounts plans = activity.planCounts();
    into.add(row("BLOCKS", blocks.bytes(), blocks.hits(), blocks.misses()));
    into.add(row("PLANS", plans.bytes(), plans.hits(), plans.misses()));
  }

  private static void memory(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    DatabaseStats.MemoryStats memory = database.stats().memory();
    into.add(row("BLOCKS", memory.blockBytes()));
    into.add(row("CURSORS", memory.cursorBytes()));
    into.add(row("MEMTABLES", memory.memTableBytes()));
    into.add(row("SSTABLE INDEXES AND FILTERS", memory.tableBytes()));
  }

  private static void transactions(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (TransactionInfo transaction : byId(database)) {
      into.add(
          row(
              transaction.id(),
              transaction.isolation().name().replace('_', ' '),
              transaction.readOnly(),
              transaction.ageMillis(),
              transaction.idleMillis(),
              transaction.writes()));
    }
  }

  private static List<TransactionInfo> byId(Database database) {
    return database.transactions().stream()
        .sorted(Comparator.comparingLong(TransactionInfo::id))
        .toList();
  }

  private static void locks(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (TransactionInfo transaction : byId(database)) {
      boolean waits = transaction.waitingFor() != 0;
      if (waits || transaction.locks() > 0) {
        into.add(
            row(
                transaction.id(),
                transaction.locks(),
                waits ? transaction.waitingFor() : null,
                transaction.waitMillis()));
      }
    }
  }

  private static void sessions(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (SqlActivity.Session session : activity.sessions()) {
      into.add(
          row(
              session.id(),
              micros(session.beganMillis()),
              session.schema(),
              session.inTransaction()));
    }
  }

  private static long micros(long millis) {
    return millis * 1_000;
  }

  private static void statements(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (SqlActivity.Session session : activity.sessions()) {
      if (session.sql() != null) {
        into.add(row(session.id(), session.sql(), session.runMillis()));
      }
    }
  }

  private static void slowStatements(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (SqlActivity.SlowStatement slow : activity.slowStatements()) {
      into.add(row(slow.session(), slow.sql(), micros(slow.endedMillis()), slow.runMillis()));
    }
  }

  private static void plans(
      Database database, SqlActivity activity, List<@Nullable Object[]> into) {
    for (SqlActivity.CachedPlan plan : activity.plans()) {
      into.add(row(plan.sql(), plan.schema(), plan.bytes()));
    }
  }
}
