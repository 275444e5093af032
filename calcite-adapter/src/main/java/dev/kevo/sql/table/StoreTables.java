package dev.kevo.sql.table;

import static dev.kevo.sql.table.SystemSchema.define;

import dev.kevo.engine.DatabaseFiles.LogFile;
import dev.kevo.engine.DatabaseFiles.TableFile;
import dev.kevo.engine.DatabaseFiles.ValuesFile;
import dev.kevo.engine.DatabaseStats;
import dev.kevo.engine.DatabaseStats.KeyspaceStats;
import dev.kevo.engine.DatabaseStats.LevelStats;
import dev.kevo.engine.DatabaseStats.RunningCompaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.avatica.util.ByteString;

/** The tables of SYS about the store: its memory, its files, and what it does with them. */
final class StoreTables {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Level(String keyspace, LevelStats stats) {}

  /** The first whole millisecond that a keyspace holds. */
  private record History(String keyspace, long earliestMillis) {
    static Stream<History> of(KeyspaceStats keyspace) {
      return keyspace.historyStart().stream()
          .map(start -> new History(keyspace.name(), start.plusNanos(999_999).toEpochMilli()));
    }
  }

  private record Cache(String name, long bytes, long hits, long misses) {}

  private record Memory(String name, long bytes) {}

  static final List<SystemDef<SystemSchema.Running>> ALL =
      List.of(
          define(
              "LEVELS",
              StoreTables::levels,
              new SystemColumns<Level>()
                  .text("KEYSPACE_NAME", Level::keyspace)
                  .integer("LEVEL", level -> level.stats().level())
                  .integer("SSTABLES", level -> level.stats().tables())
                  .bigint("BYTES", level -> level.stats().bytes())
                  .bigint("ENTRIES", level -> level.stats().entries())
                  .bigint("DELETES", level -> level.stats().deletes())),
          define(
              "SSTABLES",
              running -> running.database().files().tables(),
              new SystemColumns<TableFile>()
                  .text("KEYSPACE_NAME", TableFile::keyspace)
                  .integer("LEVEL", TableFile::level)
                  .bigint("FILE_NUMBER", TableFile::number)
                  .bigint("BYTES", TableFile::bytes)
                  .bigint("ENTRIES", TableFile::entries)
                  .bigint("DELETES", TableFile::deletes)
                  .bytes("SMALLEST_KEY", table -> new ByteString(table.smallestKey()))
                  .bytes("LARGEST_KEY", table -> new ByteString(table.largestKey()))
                  .bigint("OLDEST_SEQUENCE", TableFile::oldestSequence)
                  .bigint("NEWEST_SEQUENCE", TableFile::newestSequence)
                  .moment("WRITTEN", TableFile::writtenMillis)),
          define(
              "VALUE_FILES",
              running -> running.database().files().values(),
              new SystemColumns<ValuesFile>()
                  .text("KEYSPACE_NAME", ValuesFile::keyspace)
                  .bigint("FILE_NUMBER", ValuesFile::number)
                  .bigint("BYTES", ValuesFile::bytes)
                  .bigint("VALUE_COUNT", ValuesFile::values)
                  .bigint("LIVE_VALUE_COUNT", ValuesFile::liveValues)
                  .bigint("LIVE_BYTES", ValuesFile::liveBytes)
                  .moment("WRITTEN", ValuesFile::writtenMillis)),
          define(
              "MEMTABLES",
              running -> running.stats().keyspaces(),
              new SystemColumns<KeyspaceStats>()
                  .text("KEYSPACE_NAME", KeyspaceStats::name)
                  .bigint("BYTES", keyspace -> keyspace.memTables().bytes())
                  .bigint("ENTRIES", keyspace -> keyspace.memTables().entries())
                  .integer("WAITING_FOR_FLUSH", keyspace -> keyspace.memTables().waiting())),
          define(
              "HISTORY",
              StoreTables::histories,
              new SystemColumns<History>()
                  .text("KEYSPACE_NAME", History::keyspace)
                  .moment("EARLIEST", History::earliestMillis)),
          define(
              "WAL",
              running -> List.of(running.stats()),
              new SystemColumns<DatabaseStats>()
                  .bigint("BYTES", stats -> stats.log().bytes())
                  .bigint("SYNCS", stats -> stats.log().syncs())
                  .bigint("COMMITS", stats -> stats.commits().count())
                  .bigint("COMMITS_REFUSED", stats -> stats.commits().refused())
                  .bigint("COMMIT_GROUPS", stats -> stats.commits().groups())),
          define(
              "WAL_SEGMENTS",
              running -> running.database().files().log(),
              new SystemColumns<LogFile>()
                  .bigint("FILE_NUMBER", LogFile::number)
                  .bigint("BYTES", LogFile::bytes)
                  .flag("NEEDED", LogFile::needed)
                  .moment("WRITTEN", LogFile::writtenMillis)),
          define(
              "COMPACTIONS",
              running -> List.of(running.stats()),
              new SystemColumns<DatabaseStats>()
                  .bigint("FLUSHES", stats -> stats.flushes().count())
                  .bigint("FLUSH_BYTES_WRITTEN", stats -> stats.flushes().bytesWritten())
                  .bigint("COMPACTIONS", stats -> stats.compactions().count())
                  .bigint("BYTES_READ", stats -> stats.compactions().bytesRead())
                  .bigint("BYTES_WRITTEN", stats -> stats.compactions().bytesWritten())
                  .bigint("TABLES_MOVED", stats -> stats.compactions().moves())
                  .bigint("TABLES_DROPPED", stats -> stats.compactions().tablesDropped())
                  .bigint("SLOWDOWNS", stats -> stats.stalls().slowdowns())
                  .bigint("STOPS", stats -> stats.stalls().stops())
                  .bigint("STALLED_MILLIS", stats -> stats.stalls().nanos() / NANOS_PER_MILLI)),
          define(
              "RUNNING_COMPACTIONS",
              running -> running.stats().compactions().running(),
              new SystemColumns<RunningCompaction>()
                  .text("KEYSPACE_NAME", RunningCompaction::keyspace)
                  .integer("LEVEL", RunningCompaction::level)
                  .integer("OUTPUT_LEVEL", RunningCompaction::outputLevel)
                  .integer("SSTABLES", RunningCompaction::tables)
                  .bigint("BYTES", RunningCompaction::bytes)
                  .bigint("RUN_MILLIS", RunningCompaction::runMillis)),
          define(
              "CACHES",
              StoreTables::caches,
              new SystemColumns<Cache>()
                  .text("NAME", Cache::name)
                  .bigint("BYTES", Cache::bytes)
                  .bigint("HITS", Cache::hits)
                  .bigint("MISSES", Cache::misses)),
          define(
              "MEMORY",
              StoreTables::memory,
              new SystemColumns<Memory>()
                  .text("NAME", Memory::name)
                  .bigint("BYTES", Memory::bytes)));

  private StoreTables() {}

  private static List<Level> levels(SystemSchema.Running running) {
    List<Level> levels = new ArrayList<>();
    for (KeyspaceStats keyspace : running.stats().keyspaces()) {
      keyspace.levels().forEach(level -> levels.add(new Level(keyspace.name(), level)));
    }
    return levels;
  }

  private static List<History> histories(SystemSchema.Running running) {
    return running.stats().keyspaces().stream().flatMap(History::of).toList();
  }

  private static List<Cache> caches(SystemSchema.Running running) {
    DatabaseStats.CacheStats blocks = running.stats().blockCache();
    SqlActivity.PlanCounts plans = running.activity().planCounts();
    return List.of(
        new Cache("BLOCKS", blocks.bytes(), blocks.hits(), blocks.misses()),
        new Cache("PLANS", plans.bytes(), plans.hits(), plans.misses()));
  }

  private static List<Memory> memory(SystemSchema.Running running) {
    DatabaseStats.MemoryStats memory = running.stats().memory();
    return List.of(
        new Memory("BLOCKS", memory.blockBytes()),
        new Memory("CURSORS", memory.cursorBytes()),
        new Memory("MEMTABLES", memory.memTableBytes()),
        new Memory("SSTABLE INDEXES AND FILTERS", memory.tableBytes()));
  }
}
