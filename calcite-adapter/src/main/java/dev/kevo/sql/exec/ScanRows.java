package dev.kevo.sql.exec;

import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/** A table's rows for generated code, which calls it by name. */
public final class ScanRows {
  private ScanRows() {}

  /**
   * Rows as arrays.
   *
   * @param literals the operands of the scan's bounds that are known
   * @param places which operands are computed
   * @param computed their values
   */
  public static Enumerable<@Nullable Object[]> arrays(
      DataContext root,
      TableScan scan,
      @Nullable Object[] literals,
      int[] places,
      @Nullable Object[] computed) {
    @Nullable Object[] operands = operands(literals, places, computed);
    StatementContext context = KevoDataContext.of(root).statement();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        return new Rows<>(scan, operands, context) {
          @Override
          public @Nullable Object[] current() {
            return row().clone();
          }
        };
      }
    };
  }

  /** Rows of one column as that column's values. */
  public static Enumerable<@Nullable Object> values(
      DataContext root,
      TableScan scan,
      @Nullable Object[] literals,
      int[] places,
      @Nullable Object[] computed) {
    @Nullable Object[] operands = operands(literals, places, computed);
    StatementContext context = KevoDataContext.of(root).statement();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        return new Rows<>(scan, operands, context) {
          @Override
          public @Nullable Object current() {
            return row()[0];
          }
        };
      }
    };
  }

  private static @Nullable Object[] operands(
      @Nullable Object[] literals, int[] places, @Nullable Object[] computed) {
    @Nullable Object[] operands = literals.clone();
    for (int i = 0; i < places.length; i++) {
      operands[places[i]] = computed[i];
    }
    return operands;
  }

  private abstract static class Rows<T extends @Nullable Object> implements Enumerator<T> {
    private final TableScan scan;
    private final @Nullable Object[] operands;
    private final StatementContext context;
    private RowCursor cursor;

    Rows(TableScan scan, @Nullable Object[] operands, StatementContext context) {
      this.scan = scan;
      this.operands = operands;
      this.context = context;
      this.cursor = scan.open(context, operands, Long.MAX_VALUE);
      context.opened(cursor);
    }

    final @Nullable Object[] row() {
      return cursor.row();
    }

    @Override
    public boolean moveNext() {
      return cursor.next();
    }

    @Override
    public void reset() {
      close();
      cursor = scan.open(context, operands, Long.MAX_VALUE);
      context.opened(cursor);
    }

    @Override
    public void close() {
      context.closed(cursor);
      cursor.close();
    }
  }
}
