package dev.kevo.sql.exec;

import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a table's rows: INSERT, UPSERT, UPDATE, DELETE or MERGE. Which rows are written is
 * its action's matter, how a row is written is {@link RowWriter}'s. Immutable and thread-safe.
 *
 * @param rules of the table
 * @param source the rows that the action works with
 * @param action what is done with them
 * @param returning computes what RETURNING asks for from the rows that were written, or null
 */
public record TableChange(
    ChangeRules rules, RowSource source, ChangeAction action, @Nullable RowFunction returning) {

  /** The table. */
  public KevoTable table() {
    return rules.root().table();
  }

  /**
   * What a change did.
   *
   * @param count the number of rows that were inserted, updated or deleted
   * @param rows what RETURNING asked for
   */
  public record Result(long count, List<@Nullable Object[]> rows) {}

  /** Makes the change in a transaction. */
  public Result run(StatementContext context, Transaction transaction) {
    RowWriter writer = new RowWriter(rules, transaction, context, returning != null);
    long count = action.run(context, source, writer);
    writer.finish();
    return new Result(
        count, returning == null ? List.of() : returning.apply(context, writer.written()));
  }
}
