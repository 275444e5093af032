package dev.kevo.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of generated loops that notice when the statement is cancelled, since the loops themselves
 * do not look. Generated code calls this by name.
 */
public final class Polls {
  private static final int ROW_BYTES = 16;
  private static final int CELL_BYTES = 24;

  private Polls() {}

  /** The same rows, each with a look at the cancel token. */
  public static <T> Enumerable<T> each(DataContext root, Enumerable<T> rows) {
    StatementContext context = KevoDataContext.of(root).statement();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<T> enumerator() {
        return new Polled<>(rows.enumerator(), context);
      }
    };
  }

  /** The same rows, of which each counts against the statement's memory. */
  public static <T> Enumerable<T> counted(DataContext root, Enumerable<T> rows) {
    StatementContext context = KevoDataContext.of(root).statement();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<T> enumerator() {
        return new Polled<>(rows.enumerator(), context) {
          @Override
          public boolean moveNext() {
            if (!super.moveNext()) {
              return false;
            }
            charge(current(), context);
            return true;
          }
        };
      }
    };
  }

  /** Takes memory for a row that generated code keeps: an array, or its only value. */
  public static void charge(@Nullable Object row, StatementContext context) {
    long bytes = ROW_BYTES;
    if (row instanceof @Nullable Object[] values) {
      for (Object value : values) {
        bytes += bytes(value);
      }
    } else {
      bytes += bytes(row);
    }
    context.memory().take(bytes);
  }

  private static long bytes(@Nullable Object value) {
    return value instanceof String text ? CELL_BYTES + text.length() : CELL_BYTES;
  }

  /** The same rows, read once and kept for those who go over them again and again. */
  public static <T> Enumerable<T> kept(DataContext root, Enumerable<T> rows) {
    StatementContext context = KevoDataContext.of(root).statement();
    return new AbstractEnumerable<>() {
      private @Nullable List<T> kept;

      @Override
      public Enumerator<T> enumerator() {
        List<T> list = kept;
        if (list == null) {
          list = read(rows, context);
          kept = list;
        }
        return new Polled<>(Linq4j.enumerator(list), context);
      }
    };
  }

  private static <T> List<T> read(Enumerable<T> rows, StatementContext context) {
    List<T> list = new ArrayList<>();
    try (Enumerator<T> all = rows.enumerator()) {
      while (all.moveNext()) {
        context.poll();
        T row = all.current();
        charge(row, context);
        list.add(row);
      }
    }
    return list;
  }

  private static class Polled<T> implements Enumerator<T> {
    private final Enumerator<T> rows;
    private final StatementContext context;

    Polled(Enumerator<T> rows, StatementContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public T current() {
      return rows.current();
    }

    @Override
    public boolean moveNext() {
      context.poll();
      return rows.moveNext();
    }

    @Override
    public void reset() {
      rows.reset();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
