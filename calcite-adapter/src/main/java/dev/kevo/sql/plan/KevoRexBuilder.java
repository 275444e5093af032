package dev.kevo.sql.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes expressions as Calcite does, but leaves casts between intervals and numbers as they are:
 * Calcite makes them arithmetic on milliseconds.
 */
final class KevoRexBuilder extends RexBuilder {
  KevoRexBuilder(RelDataTypeFactory typeFactory) {
    super(typeFactory);
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
