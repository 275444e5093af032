package dev.kevo.sql.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.runtime.Bindable;
import org.jspecify.annotations.Nullable;

/** A query that runs as generated code. Immutable and thread-safe. */
public final class CompiledQuery implements RowSource {
  private final Bindable<?> code;
  private final Map<String, Object> stashed;
  private final List<Evaluation> evaluations;
  private final JavaTypeFactory typeFactory;
  private final boolean scalar;
  private final boolean exclusive;
  private final int[] counts;

  /**
   * A query.
   *
   * @param stashed what the code asks its context for by name
   * @param evaluations functions that the code calls by their place
   * @param scalar whether a row is its one column's value instead of an array
   * @param exclusive whether only one execution at a time is possible
   * @param counts parameters that are numbers of rows, which the code does not check
   */
  public CompiledQuery(
      Bindable<?> code,
      Map<String, Object> stashed,
      List<Evaluation> evaluations,
      JavaTypeFactory typeFactory,
      boolean scalar,
      boolean exclusive,
      int[] counts) {
    this.counts = counts;
    this.exclusive = exclusive;
    this.code = code;
    this.stashed = Map.copyOf(stashed);
    this.evaluations = List.copyOf(evaluations);
    this.typeFactory = typeFactory;
    this.scalar = scalar;
  }

  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    if (!exclusive) {
      return openNow(context, maxRows);
    }
    synchronized (code) {
      List<@Nullable Object[]> all = new ArrayList<>();
      try (RowCursor rows = openNow(context, maxRows)) {
        while (rows.next()) {
          all.add(rows.row().clone());
        }
      }
      return new ListedRows(all);
    }
  }

  private RowCursor openNow(StatementContext context, long maxRows) {
    for (int parameter : counts) {
      RowLimits.count(context.parameters()[parameter]);
    }
    KevoDataContext data = new KevoDataContext(context, stashed, evaluations, typeFactory);
    try {
      Enumerator<?> rows = code.bind(data).enumerator();
      return new Rows(context, rows, maxRows == 0 ? Long.MAX_VALUE : maxRows);
    } catch (Throwable e) {
      context.close();
      throw e;
    }
  }

  @Override
  public boolean isSinglePass() {
    return false;
  }

  private final class Rows implements RowCursor {
    private final StatementContext context;
    private final Enumerator<?> rows;
    private final @Nullable Object[] one = new Object[1];
    private long wanted;

    Rows(StatementContext context, Enumerator<?> rows, long wanted) {
      this.context = context;
      this.rows = rows;
      this.wanted = wanted;
    }

    @Override
    public boolean next() {
      context.poll();
      return wanted-- > 0 && rows.moveNext();
    }

    @Override
    public @Nullable Object[] row() {
      Object current = rows.current();
      if (scalar) {
        one[0] = current;
        return one;
      }
      // Unnesting with ordinality gives lists.
      return current instanceof List<?> list ? list.toArray() : (@Nullable Object[]) current;
    }

    @Override
    public void close() {
      try {
        rows.close();
      } finally {
        context.close();
      }
    }
  }
}
