package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.RowDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gives an index the entries of rows that were there before it. Immutable and thread-safe. */
public final class IndexBackfill {
  private final IndexEntries entries;
  private final KevoTable table;

  public IndexBackfill(IndexEntries entries) {
    this.entries = entries;
    this.table = entries.index().table();
  }

  /**
   * What one step did.
   *
   * @param rows that got their entries
   * @param last the key of the last one; null if there are no rows behind
   */
  public record Step(long rows, byte @Nullable [] last) {}

  /**
   * Adds the entries of the next rows. The transaction relies on the rows staying as they are.
   *
   * @param after the key to go on behind, or null to begin
   * @param rowsMax no more rows than that
   */
  public Step add(
      Transaction transaction, byte @Nullable [] after, long rowsMax, StatementContext context) {
    KeyRange all = table.range();
    byte[] start = after == null ? all.start() : Arrays.copyOf(after, after.length + 1);
    int[] inputs = entries.inputs();
    RowDecoder decoder = table.decoder(inputs.length == 0 ? table.keyColumns() : inputs);
    @Nullable Object[] values = new Object[Math.max(inputs.length, table.keyColumns().length)];
    @Nullable Object[] row = new Object[table.columnCount()];
    byte[] last = null;
    long rows = 0;
    Scan scan = Scan.of(new KeyRange(start, all.end())).withLimit(rowsMax);
    try (Cursor cursor = transaction.scan(table.keyspace(), scan)) {
      while (cursor.next()) {
        context.poll();
        decoder.decode(cursor.key(), cursor.value(), values);
        for (int i = 0; i < inputs.length; i++) {
          row[inputs[i]] = values[i];
        }
        last = cursor.key().toByteArray();
        put(transaction, last, row, context);
        rows++;
      }
    }
    byte[] reached = rows < rowsMax ? null : last;
    byte[] end = reached == null ? all.end() : Arrays.copyOf(reached, reached.length + 1);
    transaction.expectUnchanged(table.keyspace(), new KeyRange(start, end));
    return new Step(rows, reached);
  }

  private void put(
      Transaction transaction, byte[] rowKey, @Nullable Object[] row, StatementContext context) {
    IndexEntries.Entry entry = entries.of(row, rowKey, context);
    Slice found = new Slice();
    if (entry.alone()
        && transaction.get(table.keyspace(), entry.key(), found)
        && !Arrays.equals(entries.index().codec().rowKey(new Slice(entry.key()), found), rowKey)) {
      throw TableRules.duplicate(
          table, entries.index().definition().name(), entries.show(row, context));
    }
    transaction.put(table.keyspace(), entry.key(), entry.value());
  }
}
