package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of rows, the columns on its left.
 *
 * @param columns the left row
 * @param values the right row
 * @param lower whether the columns are the greater side
 * @param inclusive whether equality is allowed
 */
record RowComparison(
    List<RexNode> columns, List<RexNode> values, boolean lower, boolean inclusive) {

  /** The comparison that a condition is, or null. */
  static @Nullable RowComparison of(RexNode condition, RexBuilder rexBuilder) {
    if (!(condition instanceof RexCall call) || call.getOperands().size() != 2) {
      return null;
    }
    SqlKind kind = call.getKind();
    if (kind != SqlKind.LESS_THAN
        && kind != SqlKind.LESS_THAN_OR_EQUAL
        && kind != SqlKind.GREATER_THAN
        && kind != SqlKind.GREATER_THAN_OR_EQUAL) {
      return null;
    }
    List<RexNode> left = fields(call.getOperands().get(0), rexBuilder);
    List<RexNode> right = fields(call.getOperands().get(1), rexBuilder);
    if (left == null || right == null || left.size() != right.size()) {
      return null;
    }
    boolean lower = kind == SqlKind.GREATER_THAN || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    boolean inclusive = kind == SqlKind.GREATER_THAN_OR_EQUAL || kind == SqlKind.LESS_THAN_OR_EQUAL;
    return new RowComparison(left, right, lower, inclusive);
  }

  private static @Nullable List<RexNode> fields(RexNode row, RexBuilder rexBuilder) {
    RexNode inner = row;
    while (inner.getKind() == SqlKind.CAST) {
      inner = ((RexCall) inner).getOperands().get(0);
    }
    if (inner.getKind() != SqlKind.ROW || !row.getType().isStruct()) {
      return null;
    }
    List<RexNode> fields = new ArrayList<>();
    for (RelDataTypeField field : row.getType().getFieldList()) {
      RexNode value = ((RexCall) inner).getOperands().get(field.getIndex());
      fields.add(rexBuilder.ensureType(field.getType(), value, true));
    }
    return fields;
  }
}
