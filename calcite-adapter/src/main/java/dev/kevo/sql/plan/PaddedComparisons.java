package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Pads the literals and shorter CHARs that a CHAR is compared with to its length, everywhere in a
 * tree. CHARs are stored with their padding and the executor compares texts as they are, so that
 * without this {@code c = 'ab'} would find nothing in a CHAR(4). What is compared with a VARCHAR
 * that is no literal loses its padding, as in PostgreSQL.
 */
final class PaddedComparisons extends RelHomogeneousShuttle {
  private final RexShuttle expressions;

  PaddedComparisons(RexBuilder rexBuilder) {
    this.expressions = new Expressions(rexBuilder);
  }

  @Override
  public RelNode visit(RelNode other) {
    return visitChildren(other).accept(expressions);
  }

  private final class Expressions extends SubQueryTrees {
    private final RexBuilder rexBuilder;

    Expressions(RexBuilder rexBuilder) {
      super(PaddedComparisons.this);
      this.rexBuilder = rexBuilder;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      if (call.getKind() == SqlKind.SEARCH
          && charLength(withoutVarying(call.getOperands().get(0))) >= 0) {
        return RexUtil.expandSearch(rexBuilder, null, call).accept(this);
      }
      RexNode visited = super.visitCall(call);
      return visited instanceof RexCall comparison && isComparison(comparison)
          ? padded(comparison)
          : visited;
    }

    private RexNode padded(RexCall comparison) {
      RexNode left = withoutVarying(comparison.getOperands().get(0));
      RexNode right = withoutVarying(comparison.getOperands().get(1));
      if (charLength(left) >= 0 && isVarying(right)) {
        return compared(comparison, trimmed(left), right);
      }
      if (charLength(right) >= 0 && isVarying(left)) {
        return compared(comparison, left, trimmed(right));
      }
      int length = Math.max(charLength(left), charLength(right));
      RexNode paddedLeft = padded(left, length);
      RexNode paddedRight = padded(right, length);
      return length < 0 || paddedLeft == null || paddedRight == null
          ? comparison
          : compared(comparison, paddedLeft, paddedRight);
    }

    private RexNode compared(RexCall comparison, RexNode left, RexNode right) {
      return rexBuilder.makeCall(
          comparison.getType(), comparison.getOperator(), List.of(left, right));
    }

    private RexNode trimmed(RexNode operand) {
      return rexBuilder.makeCall(
          SqlStdOperatorTable.TRIM,
          rexBuilder.makeFlag(SqlTrimFunction.Flag.TRAILING),
          rexBuilder.makeLiteral(" "),
          operand);
    }

    /** The same text with that length, or null if it is longer or its length is not known. */
    private @Nullable RexNode padded(RexNode operand, int length) {
      RelDataTypeFactory types = rexBuilder.getTypeFactory();
      RelDataType type =
          types.createTypeWithNullability(
              types.createSqlType(SqlTypeName.CHAR, Math.max(length, 1)),
              operand.getType().isNullable());
      if (operand instanceof RexLiteral literal) {
        if (length < 0 || !(literal.getValue() instanceof NlsString nls)) {
          return null;
        }
        String text = nls.getValue();
        if (text.length() > length && !text.substring(length).isBlank()) {
          return null;
        }
        String fitted =
            text.length() > length
                ? text.substring(0, length)
                : text + " ".repeat(length - text.length());
        return rexBuilder.makeLiteral(fitted, type, false);
      }
      int own = charLength(operand);
      if (own == length) {
        return operand;
      }
      return own < 0 ? null : rexBuilder.makeCast(type, operand);
    }
  }

  /** The length of a CHAR that is no literal, else -1. */
  private static int charLength(RexNode operand) {
    RelDataType type = operand.getType();
    return operand instanceof RexLiteral || type.getSqlTypeName() != SqlTypeName.CHAR
        ? -1
        : type.getPrecision();
  }

  private static boolean isVarying(RexNode operand) {
    return !(operand instanceof RexLiteral)
        && operand.getType().getSqlTypeName() == SqlTypeName.VARCHAR;
  }

  /** Without the cast to VARCHAR that the validator puts around texts of different lengths. */
  private static RexNode withoutVarying(RexNode operand) {
    if (operand.getKind() == SqlKind.CAST
        && operand.getType().getSqlTypeName() == SqlTypeName.VARCHAR) {
      RexNode inner = ((RexCall) operand).getOperands().get(0);
      RelDataType from = inner.getType();
      int limit = operand.getType().getPrecision();
      if (from.getSqlTypeName() == SqlTypeName.CHAR
          && (limit == RelDataType.PRECISION_NOT_SPECIFIED || limit >= from.getPrecision())) {
        return inner;
      }
    }
    return operand;
  }

  private static boolean isComparison(RexCall call) {
    return call.getOperands().size() == 2
        && (call.isA(SqlKind.COMPARISON)
            || call.getKind() == SqlKind.IS_DISTINCT_FROM
            || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM);
  }
}
