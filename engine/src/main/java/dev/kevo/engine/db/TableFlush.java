package dev.kevo.engine.db;

import dev.kevo.engine.Options;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.sstable.TableWriter;
import java.nio.file.Path;

/** Writes MemTables to SSTables. */
final class TableFlush {
  private final FileSystem files;
  private final Path directory;
  private final Options options;

  TableFlush(FileSystem files, Path directory, Options options) {
    this.files = files;
    this.directory = directory;
    this.options = options;
  }

  /** Writes a MemTable that is not empty to a synced table; its name is not yet durable. */
  TableMeta write(long fileNumber, MemTable memTable) {
    Path path = directory.resolve(FileNames.table(fileNumber));
    try (AppendFile file = files.create(path);
        EntryIterator entries = memTable.iterator()) {
      TableWriter writer = new TableWriter(file, fileNumber, options);
      for (boolean at = entries.seekToFirst(); at; at = entries.next()) {
        EntryKind kind = entries.isDelete() ? EntryKind.DELETE : EntryKind.PUT;
        writer.add(entries.key(), entries.sequence(), kind, entries.value());
      }
      TableMeta table = writer.finish();
      file.sync();
      return table;
    }
  }
}
