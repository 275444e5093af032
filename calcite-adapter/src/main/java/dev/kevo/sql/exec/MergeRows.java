package dev.kevo.sql.exec;

import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MERGE: a row of the source has the old row of the table, the hidden row id included, then the row
 * that is merged; the old row is all NULL where nothing matched.
 *
 * @param newRows makes the rows that are inserted
 * @param clauses the WHEN clauses in their order; the first that applies to a row acts on it
 */
public record MergeRows(NewRows newRows, List<Clause> clauses) implements ChangeAction {
  public MergeRows {
    clauses = List.copyOf(clauses);
  }

  /** What a clause does. */
  public enum Act {
    UPDATE,
    DELETE,
    INSERT,
    NOTHING
  }

  /**
   * A WHEN clause.
   *
   * @param matched whether it is for rows with a match
   * @param condition its AND condition, or null; computed from the source's row
   * @param act what it does
   * @param updated the columns that UPDATE sets; not to be changed
   * @param values computes the new values of UPDATE, or all columns of INSERT; else null
   */
  public record Clause(
      boolean matched,
      @Nullable RowFunction condition,
      Act act,
      int[] updated,
      @Nullable RowFunction values) {}

  @Override
  public long run(StatementContext context, RowSource source, RowWriter writer) {
    Writes writes = new Writes(newRows);
    List<@Nullable Object[]> remaining = ChangeAction.readAll(context, source);
    for (Clause clause : clauses) {
      List<@Nullable Object[]> others = new ArrayList<>();
      List<@Nullable Object[]> chosen = chosen(context, clause, remaining, others);
      writes.add(context, clause, chosen);
      remaining = others;
    }
    return writes.write(context, writer);
  }

  private List<@Nullable Object[]> chosen(
      StatementContext context,
      Clause clause,
      List<@Nullable Object[]> rows,
      List<@Nullable Object[]> others) {
    List<@Nullable Object[]> candidates = new ArrayList<>();
    for (@Nullable Object[] row : rows) {
      (isMatched(row) == clause.matched ? candidates : others).add(row);
    }
    RowFunction condition = clause.condition;
    if (condition == null) {
      return candidates;
    }
    List<@Nullable Object[]> chosen = new ArrayList<>();
    List<@Nullable Object[]> holds = condition.apply(context, candidates);
    for (int i = 0; i < holds.size(); i++) {
      (holds.get(i)[0] == Boolean.TRUE ? chosen : others).add(candidates.get(i));
    }
    return chosen;
  }

  private boolean isMatched(@Nullable Object[] row) {
    return row[newRows.table().keyColumns()[0]] != null;
  }

  /** What is to be written; nothing is until all of it is known. */
  private static final class Writes {
    private final NewRows newRows;
    private final KevoTable table;
    private final Set<ByteBuffer> changed = new HashSet<>();
    private final List<@Nullable Object[]> deleted = new ArrayList<>();
    private final List<RowWriter.Update> updates = new ArrayList<>();
    private final List<@Nullable Object[]> inserted = new ArrayList<>();

    Writes(NewRows newRows) {
      this.newRows = newRows;
      this.table = newRows.table();
    }

    void add(StatementContext context, Clause clause, List<@Nullable Object[]> rows) {
      List<@Nullable Object[]> values =
          clause.values == null ? List.of() : clause.values.apply(context, rows);
      for (int i = 0; i < rows.size(); i++) {
        context.poll();
        switch (clause.act) {
          case UPDATE -> {
            @Nullable Object[] old = old(rows.get(i));
            updates.add(
                new RowWriter.Update(
                    old, NewRows.updated(table, old, clause.updated, values.get(i), 0)));
          }
          case DELETE -> deleted.add(old(rows.get(i)));
          case INSERT -> inserted.add(newRows.row(values.get(i)));
          case NOTHING -> {}
        }
      }
    }

    private @Nullable Object[] old(@Nullable Object[] row) {
      @Nullable Object[] old = Arrays.copyOf(row, table.columnCount());
      if (!changed.add(ByteBuffer.wrap(table.encodeKey(old)))) {
        throw SqlState.CARDINALITY.failure("MERGE would change a row twice");
      }
      return old;
    }

    long write(StatementContext context, RowWriter writer) {
      deleted.forEach(writer::delete);
      writer.update(updates);
      for (@Nullable Object[] row : inserted) {
        context.poll();
        writer.insert(row);
      }
      return (long) deleted.size() + updates.size() + inserted.size();
    }
  }
}
