package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes literals of constant expressions while a statement is planned, by the same scalars that run
 * it. An expression that fails stays as it is: it is an error only if it is reached when the
 * statement runs.
 */
final class ConstantFolding implements RexExecutor {
  @Override
  public void reduce(RexBuilder rexBuilder, List<RexNode> constants, List<RexNode> reduced) {
    ScalarCompiler scalars = new ScalarCompiler(rexBuilder);
    for (RexNode constant : constants) {
      RexNode literal = fold(constant, rexBuilder, scalars);
      reduced.add(literal == null ? constant : literal);
    }
  }

  @SuppressWarnings("NullAway") // constants have no parameters, which is what the context is for
  private static @Nullable RexNode fold(
      RexNode constant, RexBuilder rexBuilder, ScalarCompiler scalars) {
    Scalar scalar = scalars.compile(constant);
    if (scalar == null) {
      return null;
    }
    try {
      Object value = scalar.eval(new Object[0], null);
      return Literals.literal(value, constant.getType(), rexBuilder);
    } catch (RuntimeException e) {
      return null;
    }
  }
}
