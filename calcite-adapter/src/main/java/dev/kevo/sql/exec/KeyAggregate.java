package dev.kevo.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of aggregates that keys tell: numbers of rows, which are counted without a look at them,
 * and values of first rows in an order that a key has, which are MIN and MAX.
 *
 * @param parts give the aggregates, one after the other; not to be changed
 * @param projection the columns of the result, over the aggregates; null if they are these
 */
public record KeyAggregate(List<Part> parts, Scalar @Nullable [] projection) implements RowSource {
  /** Some aggregates of the same rows. */
  public sealed interface Part {
    /** What it looks at. */
    KeyValueQuery rows();

    /** How many aggregates it gives. */
    int width();

    /** Their value, which is the same for all of them. */
    @Nullable Object value(StatementContext context);
  }

  /**
   * How many rows there are.
   *
   * @param width how often that is asked for
   */
  public record Count(KeyValueQuery rows, int width) implements Part {
    @Override
    public Object value(StatementContext context) {
      try (RowCursor cursor = rows.open(context, 0)) {
        return cursor.skip(Long.MAX_VALUE);
      }
    }
  }

  /**
   * A column of the first row, NULL if there is none.
   *
   * @param column its place in the row
   */
  public record First(KeyValueQuery rows, int column) implements Part {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public @Nullable Object value(StatementContext context) {
      try (RowCursor cursor = rows.open(context, 1)) {
        return cursor.next() ? cursor.row()[column] : null;
      }
    }
  }

  /** Whether it looks at no row but first ones. */
  public boolean readsNoRows() {
    for (Part part : parts) {
      KeyValueQuery rows = part.rows();
      if (part instanceof Count && (rows.filter() != null || !rows.scan().countsEntries())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    int width = 0;
    for (Part part : parts) {
      width += part.width();
    }
    @Nullable Object[] row = new Object[width];
    int at = 0;
    for (Part part : parts) {
      Object value = part.value(context);
      for (int i = part.width(); i > 0; i--) {
        row[at++] = value;
      }
    }
    return new ListedRows(List.<@Nullable Object[]>of(projected(row, context)));
  }

  private @Nullable Object[] projected(@Nullable Object[] row, StatementContext context) {
    if (projection == null) {
      return row;
    }
    @Nullable Object[] projected = new Object[projection.length];
    for (int i = 0; i < projected.length; i++) {
      projected[i] = projection[i].eval(row, context);
    }
    return projected;
  }

  @Override
  public boolean isSinglePass() {
    return true;
  }

  @Override
  public boolean needsSnapshot() {
    return parts.size() > 1 || parts.get(0).rows().needsSnapshot();
  }
}
