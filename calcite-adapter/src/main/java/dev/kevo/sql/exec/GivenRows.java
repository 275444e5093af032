package dev.kevo.sql.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a {@link RowFunction} is applied to, for generated code, which calls it by name.
 */
public final class GivenRows {
  private GivenRows() {}

  /** The first columns of the rows, each row followed by its number. */
  public static Enumerable<@Nullable Object[]> numbered(DataContext root, int columns) {
    StatementContext context = KevoDataContext.of(root).statement();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        return new Numbered(context.givenRows(), columns);
      }
    };
  }

  /** The same as a cursor. */
  public static RowCursor cursor(StatementContext context, int columns) {
    List<@Nullable Object[]> numbered = new ArrayList<>();
    for (@Nullable Object[] row : context.givenRows()) {
      @Nullable Object[] copy = Arrays.copyOf(row, columns + 1);
      copy[columns] = numbered.size();
      numbered.add(copy);
    }
    return new ListedRows(numbered);
  }

  private static final class Numbered implements Enumerator<@Nullable Object[]> {
    private final List<@Nullable Object[]> rows;
    private final int columns;
    private int index = -1;

    Numbered(List<@Nullable Object[]> rows, int columns) {
      this.rows = rows;
      this.columns = columns;
    }

    @Override
    public @Nullable Object[] current() {
      @Nullable Object[] row = Arrays.copyOf(rows.get(index), columns + 1);
      row[columns] = index;
      return row;
    }

    @Override
    public boolean moveNext() {
      index++;
      return index < rows.size();
    }

    @Override
    public void reset() {
      index = -1;
    }

    @Override
    public void close() {}
  }
}
