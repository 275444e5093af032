package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.RowDecoder;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a table anew, under the keys of another definition of its. */
public final class TableRewrite {
  private TableRewrite() {}

  /**
   * Does it; index entries are left to the caller.
   *
   * @param from the table as its rows lie there now
   * @param to the same table with the same columns under another key
   * @param rowIds gives hidden row ids, if rows get them
   */
  public static void run(
      KevoTable from,
      KevoTable to,
      LongSupplier rowIds,
      Transaction transaction,
      StatementContext context) {
    int columns = to.definition().columns().size();
    int[] read = IntStream.range(0, from.columnCount()).toArray();
    transaction.expectUnchanged(from.keyspace(), from.range());
    Slice found = new Slice();
    RowDecoder decoder = from.decoder(read);
    @Nullable Object[] old = new Object[from.columnCount()];
    // The cursor sees what was there when it was opened. All old keys go before the first new one.
    try (Cursor cursor = transaction.scan(from.keyspace(), Scan.of(from.range()))) {
      transaction.deleteRange(from.keyspace(), from.range());
      while (cursor.next()) {
        context.poll();
        decoder.decode(cursor.key(), cursor.value(), old);
        @Nullable Object[] row = Arrays.copyOf(old, to.columnCount());
        for (int i = 0; i < columns; i++) {
          row[i] = ColumnValues.convert(row[i], to.columnType(i), to.columnName(i));
        }
        if (to.definition().hasRowId()) {
          row[columns] = rowIds.getAsLong();
        }
        byte[] key = to.encodeKey(row);
        if (transaction.get(to.keyspace(), key, found)) {
          throw TableRules.duplicate(to, row);
        }
        transaction.put(to.keyspace(), key, to.encodeValue(row));
      }
    } catch (IllegalArgumentException e) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a row of " + to.definition().qualifiedName() + " is too large", e);
    }
  }
}
