package dev.kevo.sql.plan;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.CancelFlag;

/**
 * Makes expressions as Calcite does, but leaves casts between intervals and numbers as they are:
 * Calcite makes them arithmetic on milliseconds. An array of NULLs is made with the type that it is
 * cast to.
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
    if (isArrayOfNulls(operand) && type.getSqlTypeName() == SqlTypeName.ARRAY) {
      RexNode element = makeNullLiteral(Objects.requireNonNull(type.getComponentType()));
      int size = ((RexCall) operand).getOperands().size();
      return makeCall(
          type, SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR, Collections.nCopies(size, element));
    }
    boolean counts =
        (SqlTypeUtil.isInterval(from) && SqlTypeUtil.isNumeric(type))
            || (SqlTypeUtil.isNumeric(from) && SqlTypeUtil.isInterval(type));
    return counts
        ? makeAbstractCast(pos, type, operand, safe, format)
        : super.makeCast(pos, type, operand, matchNullability, safe, format);
  }

  /** Whether it is {@code ARRAY[NULL, ...]}, whose elements have no type but that of the cast. */
  private static boolean isArrayOfNulls(RexNode node) {
    RelDataType element = node.getType().getComponentType();
    return node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
        && element != null
        && element.getSqlTypeName() == SqlTypeName.NULL;
  }
}
