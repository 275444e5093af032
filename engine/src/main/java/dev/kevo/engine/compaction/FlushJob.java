package dev.kevo.engine.compaction;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.iter.MergingIterator;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.version.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes full MemTables into one table for level 0. Changes no version: the caller installs the
 * result.
 *
 * @param files where the table goes
 * @param directory the database's directory
 * @param fileNumbers gives the table its number
 */
public record FlushJob(FileSystem files, Path directory, LongSupplier fileNumbers) {

  /**
   * Writes what is worth keeping of the entries of MemTables that no longer change, and whose
   * entries are all published. Their range deletes are carried out on them, and are the caller's to
   * install for the tables that are there. On return the table and its name are durable.
   *
   * @param memTables neighbours in age, newest first
   * @param options the keyspace's
   * @param version the keyspace's tables: everything that is older than the MemTables
   * @param readers noted after the MemTables stopped changing
   * @return the table and its value files, or nothing if no entry had to be kept
   */
  public Written run(
      List<MemTable> memTables, KeyspaceOptions options, Version version, Readers readers) {
    List<EntryIterator> sources = new ArrayList<>();
    RangeDeletes deletes = RangeDeletes.NONE;
    for (MemTable memTable : memTables) {
      sources.add(memTable.iterator());
      for (RangeDelete delete : memTable.rangeDeletes().deletes()) {
        deletes = deletes.with(delete);
      }
    }
    try (EntryIterator entries = MergingIterator.of(sources)) {
      return run(entries, deletes, options, version, readers);
    }
  }

  /**
   * Writes what is worth keeping of entries as above.
   *
   * @param entries all of them
   * @param deletes the range deletes among them
   */
  public Written run(
      EntryIterator entries,
      RangeDeletes deletes,
      KeyspaceOptions options,
      Version version,
      Readers readers) {
    TableOutput output =
        new TableOutput(files, directory, fileNumbers, options, Long.MAX_VALUE, null);
    return output.write(
        entries,
        new DropRule(readers, deletes, version, 0, version.level(0)),
        Math.max(0, deletes.maxSequence()),
        OldValues.NONE,
        () -> false);
  }
}
