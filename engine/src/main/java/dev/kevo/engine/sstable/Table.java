package dev.kevo.engine.sstable;

import dev.kevo.engine.iter.EntryIterator;
import org.jspecify.annotations.Nullable;

/**
 * A live SSTable: what the manifest knows of it, and its reader, opened when first wanted. Made by
 * {@link TableCache#table}, one object per file; keep it, so that a lookup finds the reader with
 * one field read. Thread-safe.
 */
public final class Table {
  private final TableCache cache;
  private final TableMeta meta;
  final SharedFile file;

  /** Volatile: set under the cache's lock, read without. */
  private volatile @Nullable TableReader reader;

  /** Whether it was used since the clock's hand last passed. A lost update does no harm. */
  boolean recent;

  Table(TableCache cache, TableMeta meta, SharedFile file) {
    this.cache = cache;
    this.meta = meta;
    this.file = file;
  }

  public TableMeta meta() {
    return meta;
  }

  /**
   * The reader. It may be used for as long as the table is not dropped ({@link TableCache#drop}),
   * however long ago it was handed out, and must not be closed by the caller.
   */
  public TableReader reader() {
    TableReader open = reader;
    if (open == null) {
      return cache.open(this);
    }
    if (!recent) {
      recent = true;
    }
    return open;
  }

  /** Steps over its entries; blocks it reads go to the cache. */
  public EntryIterator iterator() {
    EntryIterator entries = reader().iterator();
    return meta.loaded() ? new LoadedTableIterator(entries, meta.maxSequence()) : entries;
  }

  /** Steps over its entries once: blocks it reads do not displace others from the cache. */
  public EntryIterator iteratorPastCache() {
    EntryIterator entries = reader().iteratorPastCache();
    return meta.loaded() ? new LoadedTableIterator(entries, meta.maxSequence()) : entries;
  }

  /** The sequence of the newest version of a key, or -1 if there is none. */
  public long latestSequence(byte[] key, long hash) {
    long latest = reader().latestSequence(key, hash);
    return meta.loaded() && latest >= 0 ? meta.maxSequence() : latest;
  }

  @Nullable TableReader openReader() {
    return reader;
  }

  void setReader(@Nullable TableReader opened) {
    reader = opened;
  }
}
