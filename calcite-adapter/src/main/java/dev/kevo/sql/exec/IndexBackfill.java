package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import org.jspecify.annotations.Nullable;

/**
 * Gives an index the entries of the rows that are there, as part of a transaction that keeps
 * writers of the table out. Immutable and thread-safe.
 */
public final class IndexBackfill {
  private final IndexEntries entries;
  private final KevoTable table;

  public IndexBackfill(IndexEntries entries) {
    this.entries = entries;
    this.table = entries.index().table();
  }

  /** Adds the entries. The transaction relies on the rows staying as they are. */
  public void run(Transaction transaction, StatementContext context) {
    EntryMaker maker = new EntryMaker(entries, context);
    try (Cursor cursor = transaction.scan(table.keyspace(), Scan.of(table.range()))) {
      while (cursor.next()) {
        context.poll();
        maker.move(cursor.key(), cursor.value());
        put(transaction, maker, cursor.key());
      }
    }
    transaction.expectUnchanged(table.keyspace(), table.range());
  }

  private void put(Transaction transaction, EntryMaker maker, Slice rowKey) {
    byte[] key = maker.key().toByteArray();
    @Nullable Object taken = entries.isUnique() ? transaction.get(table.keyspace(), key) : null;
    if (taken != null) {
      throw maker.duplicate(rowKey.toByteArray(), transaction);
    }
    try {
      transaction.put(table.keyspace(), key, maker.value().toByteArray());
    } catch (IllegalArgumentException e) {
      throw TableRules.tooLarge(entries.index().definition().name(), e);
    }
  }
}
