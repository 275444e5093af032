package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/**
 * Sums and averages of BIGINT. Their type is DECIMAL, so that they do not overflow, but Calcite's
 * generated code adds a long to a BigDecimal, which does not compile: the argument is cast.
 */
final class IntegerSums {
  private static final int BIGINT_DIGITS = 19;

  private final RelBuilder builder;
  private final RexBuilder rexBuilder;

  private IntegerSums(RelBuilder builder) {
    this.builder = builder;
    this.rexBuilder = builder.getRexBuilder();
  }

  /** The same tree with such arguments cast. */
  static RelNode castArguments(RelNode root, RelBuilder builder) {
    IntegerSums sums = new IntegerSums(builder);
    return root.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode node = super.visit(other);
            return node instanceof Aggregate aggregate
                ? sums.withArgumentsCast(aggregate)
                : node.accept(sums.new Windows());
          }
        });
  }

  private RelNode withArgumentsCast(Aggregate aggregate) {
    RelNode input = aggregate.getInput();
    builder.push(input);
    List<RexNode> fields = new ArrayList<>(builder.fields());
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!call.getArgList().isEmpty()) {
        RexNode argument = fields.get(call.getArgList().get(0));
        if (needsCast(call.getAggregation().getKind(), call.getType(), argument.getType())) {
          fields.add(asDecimal(argument));
          call = call.withArgList(List.of(fields.size() - 1));
        }
      }
      calls.add(call);
    }
    if (fields.size() == input.getRowType().getFieldCount()) {
      builder.clear();
      return aggregate;
    }
    return aggregate.copy(
        aggregate.getTraitSet(),
        builder.project(fields).build(),
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        calls);
  }

  private static boolean needsCast(SqlKind function, RelDataType result, RelDataType argument) {
    return (function == SqlKind.SUM || function == SqlKind.SUM0 || function == SqlKind.AVG)
        && result.getSqlTypeName() == SqlTypeName.DECIMAL
        && argument.getSqlTypeName() == SqlTypeName.BIGINT;
  }

  private RexNode asDecimal(RexNode integer) {
    RelDataType type =
        rexBuilder.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, BIGINT_DIGITS, 0);
    return rexBuilder.makeCast(
        rexBuilder.getTypeFactory().createTypeWithNullability(type, integer.getType().isNullable()),
        integer);
  }

  /** The same for window functions. */
  private final class Windows extends RexShuttle {
    @Override
    public RexNode visitOver(RexOver original) {
      RexOver over = (RexOver) super.visitOver(original);
      SqlAggFunction function = over.getAggOperator();
      if (over.getOperands().isEmpty()
          || !needsCast(function.getKind(), over.getType(), over.getOperands().get(0).getType())) {
        return over;
      }
      RexWindow window = over.getWindow();
      return rexBuilder.makeOver(
          over.getType(),
          function,
          List.of(asDecimal(over.getOperands().get(0))),
          window.partitionKeys,
          window.orderKeys,
          window.getLowerBound(),
          window.getUpperBound(),
          window.getExclude(),
          window.isRows(),
          true,
          false,
          over.isDistinct(),
          over.ignoreNulls());
    }
  }
}
