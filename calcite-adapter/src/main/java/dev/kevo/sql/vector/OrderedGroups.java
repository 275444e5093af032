package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Groups with aggregates of rows that come sorted by their groups: one group at a time is in
 * memory, which suits aggregates that keep rows. Gives what {@link Aggregated} gives.
 *
 * @param sets the grouping sets that the rows were repeated for, if they were
 */
public record OrderedGroups(Aggregated grouped, @Nullable GroupingSets sets)
    implements BatchSource {
  @Override
  public List<VectorType> types() {
    return grouped.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(grouped.input().open(context), context);
  }

  private final class Cursor implements BatchCursor {
    private final BatchCursor rows;
    private final StatementContext context;
    private final int[] groups = grouped.groups();
    private final List<Aggregate> aggregates = grouped.aggregates();
    private final Accumulator[] accumulators = new Accumulator[aggregates.size()];

    /** The rows of one group in a batch are all of group 0. */
    private final int[] zeros = new int[Batch.ROWS_MAX];

    /** The key of the group at hand, at position 0; empty before the first row. */
    private Vector[] key = new Vector[0];

    private @Nullable Batch batch;

    /** Which of the batch's rows comes next. */
    private int at;

    private boolean ended;

    /** The keys of the groups that there are while no row has come. */
    private @Nullable Batch nothing = sets == null ? null : sets.keysOfNothing();

    private int nothingAt;

    Cursor(BatchCursor rows, StatementContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public @Nullable Batch next() {
      Vector[] result =
          types().stream().map(type -> Vector.create(type, Batch.ROWS_MAX)).toArray(Vector[]::new);
      int count = 0;
      while (count < Batch.ROWS_MAX && nextGroup()) {
        for (int g = 0; g < groups.length; g++) {
          result[g].copy(count, key[g], 0);
        }
        for (int a = 0; a < accumulators.length; a++) {
          result[groups.length + a].copy(count, accumulators[a].finish(1), 0);
          accumulators[a].release();
        }
        count++;
      }
      return count == 0 ? null : Batch.of(result, count);
    }

    /** Adds up the next group; false if there is none. */
    private boolean nextGroup() {
      Batch current = current();
      if (current == null) {
        return nextOfNothing();
      }
      nothing = null;
      begin(current, groups, current.selected()[at]);
      while (current != null) {
        int from = at;
        while (at < current.count() && isOfGroup(current, current.selected()[at])) {
          at++;
        }
        add(current, from);
        if (at < current.count()) {
          return true;
        }
        current = current();
      }
      return true;
    }

    private boolean nextOfNothing() {
      Batch keys = nothing;
      if (keys == null || nothingAt == keys.count()) {
        return false;
      }
      begin(keys, IntStream.range(0, groups.length).toArray(), nothingAt++);
      return true;
    }

    /** The batch in which rows are left, or null at the end. */
    private @Nullable Batch current() {
      context.poll();
      Batch current = batch;
      if (!ended && (current == null || at == current.count())) {
        current = rows.next();
        batch = current;
        at = 0;
        ended = current == null;
      }
      return current;
    }

    /** Begins the group whose key is in some columns of one row. */
    private void begin(Batch from, int[] columns, int position) {
      key = new Vector[columns.length];
      for (int g = 0; g < key.length; g++) {
        Vector column = from.column(columns[g]);
        key[g] = Vector.create(column.type(), 1);
        key[g].copy(0, column, position);
      }
      for (int a = 0; a < accumulators.length; a++) {
        accumulators[a] = aggregates.get(a).start(grouped.input().types(), context.memory());
        accumulators[a].grow(1);
      }
    }

    private boolean isOfGroup(Batch from, int position) {
      for (int g = 0; g < key.length; g++) {
        if (!key[g].same(0, from.column(groups[g]), position)) {
          return false;
        }
      }
      return true;
    }

    private void add(Batch from, int start) {
      int count = at - start;
      if (count == 0) {
        return;
      }
      int[] positions = new int[count];
      System.arraycopy(from.selected(), start, positions, 0, count);
      Batch part = from.narrowed(positions, count);
      for (int a = 0; a < accumulators.length; a++) {
        aggregates.get(a).add(accumulators[a], part, zeros, 1);
      }
    }

    @Override
    public void close() {
      rows.close();
      for (Accumulator accumulator : accumulators) {
        if (accumulator != null) {
          accumulator.release();
        }
      }
    }
  }
}
