package dev.kevo.sql.plan;

import dev.kevo.sql.exec.NonZero;
import java.util.EnumSet;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** The functions and operators that statements may use. */
final class Functions {
  private static final SqlOperatorTable TABLE =
      SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
          EnumSet.of(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL));

  private Functions() {}

  /** The operand, which is an error at run time if it is zero. */
  static RexNode nonZero(RexBuilder rexBuilder, RexNode operand) {
    RelDataType type =
        rexBuilder
            .getTypeFactory()
            .createTypeWithNullability(
                rexBuilder.getTypeFactory().createSqlType(SqlTypeName.DOUBLE),
                operand.getType().isNullable());
    return rexBuilder.makeCall(
        type, NonZeroHolder.OPERATOR, List.of(rexBuilder.makeCast(type, operand)));
  }

  static SqlOperatorTable table() {
    return TABLE;
  }

  /** Made when first needed, since it pulls in the whole generator of code. */
  private static final class NonZeroHolder {
    static final SqlOperator OPERATOR =
        new SqlUserDefinedFunction(
            new SqlIdentifier("NON_ZERO", SqlParserPos.ZERO),
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.ARG0,
            InferTypes.FIRST_KNOWN,
            OperandTypes.operandMetadata(
                List.of(SqlTypeFamily.NUMERIC),
                factory -> List.of(factory.createSqlType(SqlTypeName.DOUBLE)),
                i -> "divisor",
                i -> false),
            ScalarFunctionImpl.create(NonZero.class, "check"));
  }
}
