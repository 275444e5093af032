package dev.kevo.sql.plan;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.CancelFlag;

/**
 * Makes expressions as Calcite does, but leaves casts between intervals and numbers as they are:
 * Calcite makes them arithmetic on milliseconds.
 */
final class KevoRexBuilder extends RexBuilder {
  private final CancelFlag cancel;

  KevoRexBuilder(RelDataTypeFactory typeFactory, CancelFlag cancel) {
    super(typeFactory);
    this.cancel = cancel;
  }

  /** Also where the loops of planning, Calcite's and ours, find out that they must end. */
  @Override
  public RexNode makeCall(
      SqlParserPos pos, RelDataType returnType, SqlOperator op, List<RexNode> operands) {
    checkCancel();
    return super.makeCall(pos, returnType, op, operands);
  }

  @Override
  public RexNode makeCall(SqlParserPos pos, SqlOperator op, List<? extends RexNode> operands) {
    checkCancel();
    return super.makeCall(pos, op, operands);
  }

  private void checkCancel() {
    if (cancel.isCancelRequested()) {
      throw new CancellationException("cancelled while it was planned");
    }
  }

  @Override
  public RexNode makeCast(
      SqlParserPos pos,
      RelDataType type,
      RexNode operand,
      boolean matchNullability,
      boolean safe,
      RexLiteral format) {
    RelDataType from = operand.getType();
    boolean counts =
        (SqlTypeUtil.isInterval(from) && SqlTypeUtil.isNumeric(type))
            || (SqlTypeUtil.isNumeric(from) && SqlTypeUtil.isInterval(type));
    return counts
        ? makeAbstractCast(pos, type, operand, safe, format)
        : super.makeCast(pos, type, operand, matchNullability, safe, format);
  }
}
