package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;

/** NOT and the IS tests: what comes of TRUE, FALSE and NULL, or of any value and NULL. */
public record TruthTest(Kind kind, VectorExpression operand) implements VectorExpression {
  /** The tests. */
  public enum Kind {
    NOT,
    IS_NULL,
    IS_NOT_NULL,
    IS_TRUE,
    IS_FALSE,
    IS_NOT_TRUE,
    IS_NOT_FALSE
  }

  @Override
  public VectorType type() {
    return VectorType.BOOLEAN;
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation evaluation = operand.open(context);
    Scratch scratch = new Scratch(VectorType.BOOLEAN);
    return batch -> {
      Vector values = evaluation.eval(batch);
      LongVector result = scratch.longs(batch);
      if (kind == Kind.NOT) {
        result.setNulls(values.nulls());
      }
      int[] selected = batch.selected();
      long[] into = result.values();
      for (int k = 0; k < batch.count(); k++) {
        int i = selected[k];
        into[i] = holds(values, i) ? 1 : 0;
      }
      return result;
    };
  }

  private boolean holds(Vector values, int i) {
    boolean isNull = values.isNull(i);
    return switch (kind) {
      case IS_NULL -> isNull;
      case IS_NOT_NULL -> !isNull;
      case NOT -> !isNull && !isTrue(values, i);
      case IS_TRUE -> !isNull && isTrue(values, i);
      case IS_FALSE -> !isNull && !isTrue(values, i);
      case IS_NOT_TRUE -> isNull || !isTrue(values, i);
      case IS_NOT_FALSE -> isNull || isTrue(values, i);
    };
  }

  private static boolean isTrue(Vector values, int i) {
    return ((LongVector) values).values()[i] != 0;
  }
}
