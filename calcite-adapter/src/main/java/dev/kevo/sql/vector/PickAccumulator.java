package dev.kevo.sql.vector;

import dev.kevo.sql.types.SqlState;
import java.util.Arrays;

/** Keeps one of a group's values: the least, the greatest, the only one, or any. */
final class PickAccumulator implements Accumulator {
  private final Aggregate.Function function;
  private final Vector kept;
  private boolean[] any = new boolean[1];

  PickAccumulator(Aggregate.Function function, VectorType type) {
    this.function = function;
    this.kept = Vector.create(type, 1);
  }

  @Override
  public void grow(int groups) {
    if (groups > any.length) {
      any = Arrays.copyOf(any, Math.max(groups, 2 * any.length));
      kept.grow(any.length);
    }
  }

  @Override
  public void add(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    Vector values = arguments[0];
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      int group = groupOf[k];
      if (function == Aggregate.Function.SINGLE_VALUE) {
        if (any[group]) {
          throw SqlState.CARDINALITY.failure("a scalar sub-query gives more than one row");
        }
        any[group] = true;
        kept.copy(group, values, i);
      } else if (!values.isNull(i) && (!any[group] || isBetter(values, i, group))) {
        any[group] = true;
        kept.copy(group, values, i);
      }
    }
  }

  private boolean isBetter(Vector values, int position, int group) {
    return switch (function) {
      case MIN -> values.compareValues(position, kept, group) < 0;
      case MAX -> values.compareValues(position, kept, group) > 0;
      default -> false;
    };
  }

  @Override
  public Vector finish(int groups) {
    Vector result = Vector.create(kept.type(), groups);
    for (int g = 0; g < groups; g++) {
      if (any[g]) {
        result.copy(g, kept, g);
      } else {
        result.setNull(g);
      }
    }
    return result;
  }
}
