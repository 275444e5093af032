package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups of rows with aggregates: the columns of the group, then the aggregates. Without group
 * columns there is one group, even of no rows. Rows of groups that do not fit memory go to files by
 * their groups and are aggregated later.
 *
 * @param groups the input's columns that a group has in common
 */
public record Aggregated(BatchSource input, int[] groups, List<Aggregate> aggregates)
    implements BatchSource {
  public Aggregated {
    aggregates = List.copyOf(aggregates);
  }

  List<VectorType> groupTypes() {
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
    return open(context, 0);
  }

  /** Begins to run on rows that were parted so many times. */
  BatchCursor open(StatementContext context, int depth) {
    return new AggregateCursor(this, context, depth);
  }
}
