package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;

/**
 * AND or OR of conditions. Each condition is evaluated only where those before it did not decide.
 *
 * @param deciding the value that decides: 0 for AND, 1 for OR
 */
public record Logic(long deciding, List<VectorExpression> conditions) implements VectorExpression {
  public Logic {
    conditions = List.copyOf(conditions);
  }

  boolean isAnd() {
    return deciding == 0;
  }

  @Override
  public VectorType type() {
    return VectorType.BOOLEAN;
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation[] evaluations =
        conditions.stream().map(each -> each.open(context)).toArray(Evaluation[]::new);
    Scratch scratch = new Scratch(VectorType.BOOLEAN);
    return new Evaluation() {
      private int[] open = new int[0];

      @Override
      public Vector eval(Batch batch) {
        LongVector result = scratch.longs(batch);
        if (open.length < batch.count()) {
          open = new int[batch.capacity()];
        }
        long[] values = result.values();
        int[] selected = batch.selected();
        for (int k = 0; k < batch.count(); k++) {
          values[selected[k]] = 1 - deciding;
        }
        Batch rest = batch;
        for (Evaluation evaluation : evaluations) {
          if (rest.count() == 0) {
            break;
          }
          rest = undecided(rest, (LongVector) evaluation.eval(rest), result);
        }
        return result;
      }

      private Batch undecided(Batch rest, LongVector condition, LongVector result) {
        int[] from = rest.selected();
        long[] conditionValues = condition.values();
        boolean[] nulls = condition.nulls();
        int count = 0;
        boolean[] decidedNulls = result.nulls();
        for (int k = 0; k < rest.count(); k++) {
          int i = from[k];
          if (nulls != null && nulls[i]) {
            result.setNull(i);
            decidedNulls = result.nulls();
            open[count++] = i;
          } else if (conditionValues[i] == deciding) {
            result.values()[i] = deciding;
            if (decidedNulls != null) {
              decidedNulls[i] = false;
            }
          } else {
            open[count++] = i;
          }
        }
        return rest.narrowed(open, count);
      }
    };
  }
}
