package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.WriteBatch;
import dev.kevo.sql.table.KevoTable;
import java.util.function.LongConsumer;

/**
 * Gives an index that is being built the entries of the rows of a state: sorted, and loaded into
 * the store as tables of their own, past the log and the MemTable. No lock is taken and nobody
 * waits, since writers note beside the index what they change ({@link EntryWriter}). Immutable and
 * thread-safe.
 */
public final class IndexLoad {
  /** So few entries are written; they are not worth a file. */
  private static final int WRITTEN_MAX = 1_000;

  private static final int ROWS_PER_REPORT = 1_000;

  private final IndexEntries entries;
  private final KevoTable table;
  private final Database database;

  public IndexLoad(IndexEntries entries, Database database) {
    this.entries = entries;
    this.table = entries.index().table();
    this.database = database;
  }

  /**
   * Loads the entries; 23505 if two rows have the same keys of a unique index.
   *
   * @param state of a time when the index was being built already
   * @param rowsDone is told of every so many rows
   */
  public void run(Snapshot state, LongConsumer rowsDone, StatementContext context) {
    EntrySort sort = new EntrySort(context);
    EntryMaker maker = new EntryMaker(entries, context);
    try (Cursor cursor = state.scan(table.keyspace(), Scan.of(table.range()))) {
      while (cursor.next()) {
        context.poll();
        maker.move(cursor.key(), cursor.value());
        if (maker.key().length() > Database.KEY_BYTES_MAX
            || maker.value().length() > Database.VALUE_BYTES_MAX) {
          throw TableRules.tooLarge(entries.index().definition().name(), null);
        }
        sort.add(maker.key(), maker.value());
        if (sort.size() % ROWS_PER_REPORT == 0) {
          rowsDone.accept(ROWS_PER_REPORT);
        }
      }
    }
    rowsDone.accept(sort.size() % ROWS_PER_REPORT);
    EntrySort.Entries sorted = sort.sorted();
    if (entries.isUnique()) {
      sorted = new Distinct(sorted, state, maker);
    }
    store(sorted, sort.size(), context);
  }

  private void store(EntrySort.Entries sorted, long size, StatementContext context) {
    if (size <= WRITTEN_MAX) {
      WriteBatch batch = new WriteBatch();
      while (sorted.next()) {
        batch.put(table.keyspace(), sorted.key().toByteArray(), sorted.value().toByteArray());
      }
      database.write(batch);
      return;
    }
    try (SortedLoad load = database.load(table.keyspace())) {
      while (sorted.next()) {
        context.poll();
        load.put(sorted.key(), sorted.value());
      }
      load.commit();
    }
  }

  /** Entries no two of which may have the same key. */
  private final class Distinct implements EntrySort.Entries {
    private final EntrySort.Entries sorted;
    private final Snapshot state;
    private final EntryMaker maker;
    private byte[] last = new byte[0];
    private int lastLength;

    Distinct(EntrySort.Entries sorted, Snapshot state, EntryMaker maker) {
      this.sorted = sorted;
      this.state = state;
      this.maker = maker;
    }

    @Override
    public boolean next() {
      if (!sorted.next()) {
        return false;
      }
      Slice key = sorted.key();
      if (key.equals(new Slice(last, 0, lastLength))) {
        throw maker.duplicate(entries.index().codec().rowKey(key, sorted.value()), state);
      }
      if (last.length < key.length()) {
        last = new byte[2 * key.length()];
      }
      System.arraycopy(key.array(), key.offset(), last, 0, key.length());
      lastLength = key.length();
      return true;
    }

    @Override
    public Slice key() {
      return sorted.key();
    }

    @Override
    public Slice value() {
      return sorted.value();
    }
  }
}
