package dev.kevo.sql.plan;

import dev.kevo.sql.types.ColumnType;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * What an expression over a table's rows is.
 *
 * @param type of its values
 * @param columns the ordinals of the columns that it mentions
 * @param deterministic whether equal rows give equal values, at any time
 */
public record RowExpression(ColumnType type, Set<Integer> columns, boolean deterministic) {
  public RowExpression {
    columns = Set.copyOf(columns);
  }

  static RowExpression of(RexNode expression) {
    return new RowExpression(
        ColumnType.of(expression.getType()),
        RulePlanning.columns(expression),
        RexUtil.isDeterministic(expression) && !isDynamic(expression));
  }

  /** Whether it has a function such as CURRENT_DATE, whose value lasts for one statement. */
  private static boolean isDynamic(RexNode expression) {
    boolean[] found = {false};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitCall(RexCall call) {
            found[0] |= call.getOperator().isDynamicFunction();
            return super.visitCall(call);
          }
        });
    return found[0];
  }
}
