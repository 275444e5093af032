package dev.kevo.sql.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions over rows that are in memory: those of RETURNING, ON CONFLICT DO UPDATE and the WHEN
 * clauses of MERGE. Immutable and thread-safe.
 */
public sealed interface RowFunction {
  /** The values for each row, in the order of the rows. */
  List<@Nullable Object[]> apply(StatementContext context, List<@Nullable Object[]> rows);

  /** Expressions that need no generated code. */
  record Scalars(Scalar[] scalars) implements RowFunction {
    @Override
    public List<@Nullable Object[]> apply(StatementContext context, List<@Nullable Object[]> rows) {
      List<@Nullable Object[]> results = new ArrayList<>(rows.size());
      for (@Nullable Object[] row : rows) {
        @Nullable Object[] result = new Object[scalars.length];
        for (int i = 0; i < result.length; i++) {
          result[i] = scalars[i].eval(row, context);
        }
        results.add(result);
      }
      return results;
    }
  }

  /**
   * Any other expressions.
   *
   * @param query reads {@link GivenRows}; gives a row's number, then its values, in any order
   */
  record Query(RowSource query) implements RowFunction {
    @Override
    public List<@Nullable Object[]> apply(StatementContext context, List<@Nullable Object[]> rows) {
      if (rows.isEmpty()) {
        return List.of();
      }
      @Nullable Object[][] results = new Object[rows.size()][];
      try (RowCursor cursor = query.open(context.withGivenRows(rows), 0)) {
        while (cursor.next()) {
          @Nullable Object[] row = cursor.row();
          if (!(row[0] instanceof Integer number)) {
            throw new IllegalStateException("a row has lost its number");
          }
          results[number] = Arrays.copyOfRange(row, 1, row.length);
        }
      }
      return List.of(results);
    }
  }
}
