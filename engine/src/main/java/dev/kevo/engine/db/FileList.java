package dev.kevo.engine.db;

import dev.kevo.engine.DatabaseFiles;
import dev.kevo.engine.DatabaseFiles.LogFile;
import dev.kevo.engine.DatabaseFiles.TableFile;
import dev.kevo.engine.DatabaseFiles.ValuesFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.ValueFile;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.wal.WalPosition;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the tables, value files and the log of an open database; none of them is deleted meanwhile.
 */
record FileList(
    FileSystem files,
    Path directory,
    ReadStates states,
    LogRetention retention,
    WriteAheadLog log) {
  DatabaseFiles read() {
    ReadState state = states.pin();
    try (LogRetention.Hold all = retention.holdSegment(0)) {
      return new DatabaseFiles(
          tables(state), values(state), segments(state.versions().logNumber()));
    } finally {
      states.unpin(state);
    }
  }

  private List<TableFile> tables(ReadState state) {
    List<TableFile> tables = new ArrayList<>();
    for (KeyspaceState keyspace : state.keyspaces()) {
      if (keyspace.handle().isDropped()) {
        continue;
      }
      for (int level = 0; level < Version.LEVELS; level++) {
        for (TableMeta table : keyspace.tables().version().level(level)) {
          tables.add(table(keyspace.handle().name(), level, table));
        }
      }
    }
    return tables;
  }

  private List<ValuesFile> values(ReadState state) {
    List<ValuesFile> values = new ArrayList<>();
    for (KeyspaceState keyspace : state.keyspaces()) {
      for (ValueFile file : keyspace.tables().version().valueFiles().values()) {
        long number = file.meta().fileNumber();
        values.add(
            new ValuesFile(
                keyspace.handle().name(),
                number,
                file.meta().bytes(),
                file.meta().values(),
                file.values(),
                file.bytes(),
                files.lastModifiedMillis(directory.resolve(FileNames.values(number)))));
      }
    }
    return values;
  }

  private TableFile table(String keyspace, int level, TableMeta table) {
    return new TableFile(
        keyspace,
        level,
        table.fileNumber(),
        table.bytes(),
        table.entries(),
        table.deletes(),
        table.smallest(),
        table.largest(),
        table.minSequence(),
        table.maxSequence(),
        files.lastModifiedMillis(directory.resolve(FileNames.table(table.fileNumber()))));
  }

  private List<LogFile> segments(long firstNeeded) {
    List<LogFile> segments = new ArrayList<>();
    // One that is prepared to go on in is not yet part of the log.
    WalPosition end = log.position();
    for (long number : retention.kept()) {
      if (number <= end.segment()) {
        Path path = directory.resolve(FileNames.wal(number));
        segments.add(
            new LogFile(
                number,
                number == end.segment() ? end.bytes() : files.size(path),
                number >= firstNeeded,
                files.lastModifiedMillis(path)));
      }
    }
    return segments;
  }
}
