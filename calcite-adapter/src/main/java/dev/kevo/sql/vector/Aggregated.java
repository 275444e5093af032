package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of rows with aggregates: the columns of the group, then the aggregates. Without group
 * columns there is one group, even of no rows.
 *
 * @param groups the input's columns that a group has in common
 */
public record Aggregated(BatchSource input, int[] groups, List<Aggregate> aggregates)
    implements BatchSource {
  public Aggregated {
    aggregates = List.copyOf(aggregates);
  }

  private List<VectorType> groupTypes() {
    List<VectorType> types = new ArrayList<>();
    for (int group : groups) {
      types.add(input.types().get(group));
    }
    return types;
  }

  @Override
  public List<VectorType> types() {
    List<VectorType> types = groupTypes();
    aggregates.forEach(aggregate -> types.add(aggregate.type()));
    return types;
  }

  @Override
  public BatchCursor open(StatementContext context) {
    BatchCursor rows = input.open(context);
    return new BatchCursor() {
      private @Nullable StoredRows result;
      private int given;

      @Override
      public @Nullable Batch next() {
        StoredRows known = result;
        if (known == null) {
          known = aggregate(rows);
          result = known;
        }
        int count = Math.min(Batch.ROWS_MAX, known.size() - given);
        if (count == 0) {
          return null;
        }
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
          order[i] = given + i;
        }
        given += count;
        return known.batch(order, 0, count);
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  private StoredRows aggregate(BatchCursor rows) {
    KeyTable keys = new KeyTable(groupTypes());
    Accumulator[] accumulators =
        aggregates.stream().map(Aggregate::start).toArray(Accumulator[]::new);
    int[] groupOf = new int[Batch.ROWS_MAX];
    boolean any = false;
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      any = true;
      number(batch, keys, groupOf);
      int count = groups.length == 0 ? 1 : keys.size();
      for (int a = 0; a < accumulators.length; a++) {
        aggregates.get(a).add(accumulators[a], batch, groupOf, count);
      }
    }
    int count = groups.length == 0 ? 1 : keys.size();
    List<Vector> columns = new ArrayList<>();
    for (int g = 0; g < groups.length; g++) {
      columns.add(keys.keys().column(g));
    }
    for (Accumulator accumulator : accumulators) {
      if (!any) {
        accumulator.grow(count);
      }
      columns.add(accumulator.finish(count));
    }
    StoredRows result = new StoredRows(types());
    Vector[] row = columns.toArray(Vector[]::new);
    for (int i = 0; i < count; i++) {
      result.add(row, i);
    }
    return result;
  }

  /** Writes the number of each selected row's group, by its place in the selection. */
  private void number(Batch batch, KeyTable keys, int[] groupOf) {
    if (groups.length == 0) {
      return;
    }
    Vector[] key = new Vector[groups.length];
    for (int g = 0; g < key.length; g++) {
      key[g] = batch.column(groups[g]);
    }
    for (int k = 0; k < batch.count(); k++) {
      groupOf[k] = keys.findOrAdd(key, batch.selected()[k]);
    }
  }
}
