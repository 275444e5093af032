package dev.kevo.sql.vector;

import dev.kevo.sql.exec.KevoDataContext;
import dev.kevo.sql.exec.Polls;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.StatementContext;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an operator on columns as generated code takes them. What that code keeps of them
 * nobody knows, so all of them count against the statement's memory. Generated code calls this by
 * name.
 */
public final class EnumerableBatches {
  private EnumerableBatches() {}

  /** Rows as arrays. */
  public static Enumerable<@Nullable Object[]> arrays(DataContext root, BatchSource source) {
    StatementContext context = KevoDataContext.statementOf(root);
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        return new Rows<>(source, context) {
          @Override
          public @Nullable Object[] current() {
            return row().clone();
          }
        };
      }
    };
  }

  /** Rows of one column as that column's values. */
  public static Enumerable<@Nullable Object> values(DataContext root, BatchSource source) {
    StatementContext context = KevoDataContext.statementOf(root);
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        return new Rows<@Nullable Object>(source, context) {
          @Override
          public @Nullable Object current() {
            return row()[0];
          }
        };
      }
    };
  }

  private abstract static class Rows<T extends @Nullable Object> implements Enumerator<T> {
    private final BatchSource source;
    private final StatementContext context;
    private RowCursor rows;

    Rows(BatchSource source, StatementContext context) {
      this.source = source;
      this.context = context;
      this.rows = open();
    }

    private RowCursor open() {
      BatchCursor batches = source.open(context);
      RowCursor cursor = new BatchRowCursor(batches, Long.MAX_VALUE, null);
      context.opened(cursor);
      return cursor;
    }

    final @Nullable Object[] row() {
      return rows.row();
    }

    @Override
    public boolean moveNext() {
      context.poll();
      if (!rows.next()) {
        return false;
      }
      Polls.charge(rows.row(), context);
      return true;
    }

    @Override
    public void reset() {
      close();
      rows = open();
    }

    @Override
    public void close() {
      context.closed(rows);
      rows.close();
    }
  }
}
