package dev.kevo.sql.exec;

import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * INSERT ... ON CONFLICT: a row of the source has one value per column of the table.
 *
 * @param newRows makes the rows
 * @param constraint the unique constraint whose conflicts are meant, or null for any
 * @param updated the columns that DO UPDATE sets; not to be changed
 * @param values their values, from the row that is there followed by the one that was to be added;
 *     null for DO NOTHING
 * @param condition gives true where DO UPDATE applies, from the same; null if it always does
 */
public record InsertOrUpdateRows(
    NewRows newRows,
    @Nullable String constraint,
    int[] updated,
    @Nullable RowFunction values,
    @Nullable RowFunction condition)
    implements ChangeAction {

  @Override
  public long run(StatementContext context, RowSource source, RowWriter writer) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object[] given : ChangeAction.readAll(context, source)) {
      @Nullable Object[] row = newRows.row(given);
      // Computed columns can conflict and be read as EXCLUDED's.
      writer.complete(row);
      rows.add(row);
    }
    return values == null
        ? insertNew(context, rows, writer)
        : insertOrUpdate(context, rows, values, writer);
  }

  private long insertNew(
      StatementContext context, List<@Nullable Object[]> rows, RowWriter writer) {
    long count = 0;
    for (@Nullable Object[] row : rows) {
      context.poll();
      if (writer.conflicting(constraint, row) == null) {
        writer.insertCompleted(row);
        count++;
      }
    }
    return count;
  }

  /** All new values are computed before the first row is written, so that none sees another's. */
  private long insertOrUpdate(
      StatementContext context,
      List<@Nullable Object[]> rows,
      RowFunction newValues,
      RowWriter writer) {
    List<@Nullable Object[]> fresh = new ArrayList<>();
    List<@Nullable Object[]> existing = new ArrayList<>();
    List<@Nullable Object[]> pairs = new ArrayList<>();
    for (@Nullable Object[] row : rows) {
      context.poll();
      @Nullable Object[] old = writer.conflicting(constraint, row);
      if (old == null) {
        fresh.add(row);
        continue;
      }
      existing.add(old);
      pairs.add(pair(old, row));
    }
    List<RowWriter.Update> updates = updates(context, existing, pairs, newValues);
    if (writer.mustCollect(updated)) {
      writer.update(updates);
    } else {
      updates.forEach(update -> writer.update(update.old(), update.row()));
    }
    for (@Nullable Object[] row : fresh) {
      if (writer.conflicting(constraint, row) != null) {
        throw twice();
      }
      writer.insertCompleted(row);
    }
    return (long) fresh.size() + updates.size();
  }

  private @Nullable Object[] pair(@Nullable Object[] old, @Nullable Object[] row) {
    int columns = newRows.table().definition().columns().size();
    @Nullable Object[] pair = new Object[2 * columns];
    System.arraycopy(old, 0, pair, 0, columns);
    System.arraycopy(row, 0, pair, columns, columns);
    return pair;
  }

  private List<RowWriter.Update> updates(
      StatementContext context,
      List<@Nullable Object[]> existing,
      List<@Nullable Object[]> pairs,
      RowFunction newValues) {
    List<@Nullable Object[]> holds = condition == null ? null : condition.apply(context, pairs);
    List<@Nullable Object[]> olds = new ArrayList<>();
    List<@Nullable Object[]> chosen = new ArrayList<>();
    Set<ByteBuffer> changed = new HashSet<>();
    for (int i = 0; i < pairs.size(); i++) {
      @Nullable Object[] old = existing.get(i);
      ByteBuffer key = ByteBuffer.wrap(newRows.table().encodeKey(old));
      if (changed.contains(key)) {
        throw twice();
      }
      if (holds == null || holds.get(i)[0] == Boolean.TRUE) {
        changed.add(key);
        olds.add(old);
        chosen.add(pairs.get(i));
      }
    }
    List<@Nullable Object[]> set = newValues.apply(context, chosen);
    List<RowWriter.Update> updates = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      @Nullable Object[] old = olds.get(i);
      updates.add(
          new RowWriter.Update(old, NewRows.updated(newRows.table(), old, updated, set.get(i), 0)));
    }
    return updates;
  }

  private static SqlStateException twice() {
    return SqlState.CARDINALITY.failure("ON CONFLICT DO UPDATE would change a row twice");
  }
}
