package dev.kevo.engine.db;

import dev.kevo.engine.DatabaseStats;
import dev.kevo.engine.DatabaseStats.CacheStats;
import dev.kevo.engine.DatabaseStats.FilterStats;
import dev.kevo.engine.DatabaseStats.KeyspaceStats;
import dev.kevo.engine.DatabaseStats.LevelStats;
import dev.kevo.engine.DatabaseStats.LogStats;
import dev.kevo.engine.DatabaseStats.MemTableStats;
import dev.kevo.engine.DatabaseStats.MemoryStats;
import dev.kevo.engine.DatabaseStats.ValueStats;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.version.ValueFile;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Asks every component for its numbers. */
record Statistics(
    ReadStates states,
    WriteAheadLog log,
    CommitQueue commits,
    BackgroundWork background,
    Compactions compactions,
    WriteThrottle throttle,
    BlockCache blocks,
    TableCache tables,
    SnapshotRegistry snapshots) {

  DatabaseStats read() {
    ReadState state = states.current();
    long logBytes = log.segmentBytes();
    for (Generation generation : state.generations()) {
      logBytes += generation.logBytes();
    }
    List<KeyspaceStats> keyspaces = new ArrayList<>();
    for (KeyspaceState keyspace : state.keyspaces()) {
      if (!keyspace.handle().isDropped()) {
        keyspaces.add(of(keyspace));
      }
    }
    return new DatabaseStats(
        keyspaces,
        new LogStats(logBytes, log.syncs()),
        commits.stats(),
        background.flushStats(),
        compactions.stats(),
        throttle.stats(),
        new CacheStats(blocks.bytes(), blocks.hits(), blocks.misses()),
        new FilterStats(blocks.filterSkips(), blocks.filterFalsePositives()),
        memory(keyspaces),
        tables.openTables(),
        snapshots.size());
  }

  private MemoryStats memory(List<KeyspaceStats> keyspaces) {
    return new MemoryStats(
        keyspaces.stream().mapToLong(keyspace -> keyspace.memTables().bytes()).sum(),
        blocks.bytes(),
        blocks.budget().tableBytes(),
        blocks.budget().cursorBytes());
  }

  private static ValueStats values(Version version) {
    Collection<ValueFile> files = version.valueFiles().values();
    return new ValueStats(
        files.size(),
        files.stream().mapToLong(file -> file.meta().bytes()).sum(),
        files.stream().mapToLong(ValueFile::values).sum(),
        files.stream().mapToLong(ValueFile::bytes).sum());
  }

  private static KeyspaceStats of(KeyspaceState keyspace) {
    long bytes = keyspace.active().approximateBytes();
    long entries = keyspace.active().entries();
    for (MemTable waiting : keyspace.immutables()) {
      bytes += waiting.approximateBytes();
      entries += waiting.entries();
    }
    Version version = keyspace.tables().version();
    List<LevelStats> levels = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      List<TableMeta> metas = version.level(level);
      levels.add(
          new LevelStats(
              level,
              metas.size(),
              version.levelBytes(level),
              metas.stream().mapToLong(TableMeta::entries).sum(),
              metas.stream().mapToLong(TableMeta::deletes).sum()));
    }
    return new KeyspaceStats(
        keyspace.handle().name(),
        new MemTableStats(bytes, entries, keyspace.immutables().size()),
        levels,
        values(version),
        version.pendingDeletes().size(),
        version.history().isKept() ? Optional.of(version.history().time()) : Optional.empty());
  }
}
