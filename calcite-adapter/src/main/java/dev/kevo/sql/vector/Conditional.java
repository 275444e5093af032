package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;

/**
 * CASE: the first result whose condition is true, else the last one. A result is evaluated only
 * where it is taken.
 *
 * @param conditions one less than the results
 */
public record Conditional(
    List<VectorExpression> conditions, List<VectorExpression> results, VectorType type)
    implements VectorExpression {
  public Conditional {
    conditions = List.copyOf(conditions);
    results = List.copyOf(results);
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation[] tests =
        conditions.stream().map(each -> each.open(context)).toArray(Evaluation[]::new);
    Evaluation[] values =
        results.stream().map(each -> each.open(context)).toArray(Evaluation[]::new);
    return new Cases(tests, values, type);
  }

  private static final class Cases implements Evaluation {
    private final Evaluation[] tests;
    private final Evaluation[] values;
    private final Scratch scratch;
    private final Scratch compact;
    private int[] taken = new int[0];
    private int[] open = new int[0];

    Cases(Evaluation[] tests, Evaluation[] values, VectorType type) {
      this.tests = tests;
      this.values = values;
      this.scratch = new Scratch(type);
      this.compact = new Scratch(type.compact());
    }

    @Override
    public Vector eval(Batch batch) {
      Vector result = scratch.vector(batch);
      choose(batch, result);
      return result;
    }

    @Override
    public Vector evalCompact(Batch batch) {
      Vector result = scratch.type().lane() == Lane.OBJECT ? compact.vector(batch) : null;
      return result != null && choose(batch, result) ? result : eval(batch);
    }

    /** Fills in the results; false if they are no values of the lane that they shall have. */
    private boolean choose(Batch batch, Vector result) {
      if (open.length < batch.count()) {
        open = new int[batch.capacity()];
        taken = new int[batch.capacity()];
      }
      Batch rest = batch;
      for (int c = 0; c < tests.length && rest.count() > 0; c++) {
        LongVector test = (LongVector) tests[c].eval(rest);
        int takenCount = 0;
        int openCount = 0;
        for (int k = 0; k < rest.count(); k++) {
          int i = rest.selected()[k];
          if (test.values()[i] != 0 && !test.isNull(i)) {
            taken[takenCount++] = i;
          } else {
            open[openCount++] = i;
          }
        }
        if (!take(rest.narrowed(taken, takenCount), values[c], result)) {
          return false;
        }
        rest = rest.narrowed(open, openCount);
      }
      return take(rest, values[tests.length], result);
    }

    private static boolean take(Batch rows, Evaluation from, Vector result) {
      if (rows.count() == 0) {
        return true;
      }
      boolean compact = result.type().lane() == Lane.LONG;
      Vector source = compact ? from.evalCompact(rows) : from.eval(rows);
      if (source.type().lane() != result.type().lane()
          || source.type().scale() != result.type().scale()) {
        return false;
      }
      for (int k = 0; k < rows.count(); k++) {
        int i = rows.selected()[k];
        result.copy(i, source, i);
      }
      return true;
    }
  }
}
