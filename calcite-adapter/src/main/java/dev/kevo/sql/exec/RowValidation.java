package dev.kevo.sql.exec;

import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Holds rows that are there already against a constraint that is new. */
public final class RowValidation {
  private RowValidation() {}

  /**
   * Fails if a row breaks a constraint of that name; the transaction relies on all rows staying as
   * they are.
   */
  public static void validate(
      TableRules rules, String constraint, Transaction transaction, StatementContext context) {
    KevoTable table = rules.table();
    transaction.expectUnchanged(table.keyspace(), table.range());
    References references = new References(new ChangeRules(rules, Map.of()), transaction, context);
    int[] columns = IntStream.range(0, table.columnCount()).toArray();
    TableScan scan = new TableScan(table, columns, null, null, false, null);
    try (RowCursor rows = scan.open(context, new Object[0], Long.MAX_VALUE)) {
      while (rows.next()) {
        @Nullable Object[] row = rows.row();
        for (TableRules.Check check : rules.checks()) {
          if (check.name().equals(constraint)) {
            check.require(row, table, context);
          }
        }
        for (TableRules.Outgoing key : rules.outgoing()) {
          if (key.name().equals(constraint)) {
            references.refer(rules, key, row);
          }
        }
      }
    }
    references.finish();
  }
}
