package dev.kevo.engine.sstable;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.value.ValueFiles;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live tables of a directory, of which a limited number, and no more than the {@link
 * dev.kevo.engine.cache.MemoryBudget} has room for, have their file open and their index and filter
 * in memory. Which table loses them is decided by the clock algorithm; whoever still holds its
 * reader may go on, the file is then opened again. Thread-safe.
 */
public final class TableCache implements AutoCloseable {
  private final FileSystem files;
  private final Path directory;
  private final BlockCache blocks;
  private final int openTablesMax;
  private final ValueFiles values;

  /** By file number. Guarded by this. */
  private final Map<Long, Table> tables = new HashMap<>();

  /** The tables with a reader: the clock, its hand is the head. Guarded by this. */
  private final ArrayDeque<Table> open = new ArrayDeque<>();

  /** Guarded by this. */
  private boolean closed;

  /**
   * @param openTablesMax how many tables may have an open file, and how many value files may be
   *     open beside them, at least 1
   */
  public TableCache(FileSystem files, Path directory, BlockCache blocks, int openTablesMax) {
    if (openTablesMax < 1) {
      throw new IllegalArgumentException("openTablesMax is out of range: " + openTablesMax);
    }
    this.files = files;
    this.directory = directory;
    this.blocks = blocks;
    this.openTablesMax = openTablesMax;
    this.values = new ValueFiles(files, directory, openTablesMax);
  }

  /** The value files that the tables refer to. */
  public ValueFiles values() {
    return values;
  }

  /** The table of a file, the same object for the same file number. Reads nothing. */
  public synchronized Table table(TableMeta meta) {
    return tables.computeIfAbsent(
        meta.fileNumber(),
        number ->
            new Table(
                this, meta, new SharedFile(files, directory.resolve(FileNames.table(number)))));
  }

  /**
   * Forgets a table that no reader uses any more: its blocks leave the cache and its file is
   * closed, so that it can be deleted.
   */
  public synchronized void drop(long fileNumber) {
    Table table = tables.remove(fileNumber);
    if (table != null) {
      open.remove(table);
      release(table);
    }
  }

  /** The number of tables with a reader. */
  public synchronized int openTables() {
    return open.size();
  }

  /** Opens a table's reader. The lock is held during the reads: no table is opened twice. */
  synchronized TableReader open(Table table) {
    if (closed) {
      throw new ClosedException("the tables in " + directory + " are closed");
    }
    TableReader opened = table.openReader();
    if (opened != null) {
      return opened;
    }
    TableMeta meta = table.meta();
    opened =
        TableReader.open(table.file, meta.fileNumber(), FileNames.table(meta.fileNumber()), blocks);
    table.setReader(opened);
    open.add(table);
    while (open.size() > openTablesMax || (open.size() > 1 && !blocks.budget().tablesFit())) {
      Table candidate = open.remove();
      if (candidate == table || candidate.recent) {
        candidate.recent = false;
        open.add(candidate);
      } else {
        release(candidate);
      }
    }
    return opened;
  }

  private static void release(Table table) {
    TableReader reader = table.openReader();
    table.setReader(null);
    if (reader == null) {
      table.file.close();
    } else {
      reader.close();
    }
  }

  /** Closes all files; those that are being read, when that is over. None is opened any more. */
  @Override
  public synchronized void close() {
    closed = true;
    try (values) {
      RuntimeException failure = null;
      for (Table table : tables.values()) {
        failure = closeOne(table, failure);
      }
      tables.clear();
      open.clear();
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static @Nullable RuntimeException closeOne(
      Table table, @Nullable RuntimeException earlier) {
    try {
      release(table);
      table.file.end();
      return earlier;
    } catch (RuntimeException e) {
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }
}
