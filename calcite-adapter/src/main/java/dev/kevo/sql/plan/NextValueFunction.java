package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.exec.NextValue;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/**
 * What NEXT VALUE FOR becomes: a function of the sequence's id and of a number that tells calls in
 * one row apart, so that none of them is taken for another one. Each evaluation takes a number.
 */
final class NextValueFunction extends SqlUserDefinedFunction {
  static final NextValueFunction INSTANCE = new NextValueFunction();

  private NextValueFunction() {
    super(
        new SqlIdentifier(ColumnGeneration.NEXT_VALUE, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.BIGINT,
        InferTypes.FIRST_KNOWN,
        OperandTypes.operandMetadata(
            List.of(SqlTypeFamily.EXACT_NUMERIC, SqlTypeFamily.EXACT_NUMERIC),
            factory ->
                List.of(
                    factory.createSqlType(SqlTypeName.BIGINT),
                    factory.createSqlType(SqlTypeName.BIGINT)),
            i -> i == 0 ? "sequence" : "call",
            i -> false),
        new Code());
  }

  @Override
  public boolean isDeterministic() {
    return false;
  }

  @Override
  public boolean isDynamicFunction() {
    return true;
  }

  /** The id of the sequence that a call of this function names. */
  static long sequence(RexCall call) {
    RexNode id = call.getOperands().get(0);
    while (id instanceof RexCall cast) {
      id = cast.getOperands().get(0);
    }
    return ((RexLiteral) id).getValueAs(Long.class);
  }

  /** How generated code calls it. */
  private static final class Code implements ScalarFunction, ImplementableFunction {
    @Override
    public RelDataType getReturnType(RelDataTypeFactory factory) {
      return factory.createSqlType(SqlTypeName.BIGINT);
    }

    @Override
    public List<FunctionParameter> getParameters() {
      return List.of();
    }

    @Override
    public CallImplementor getImplementor() {
      return (translator, call, nullAs) ->
          Expressions.call(
              NextValue.class,
              "of",
              DataContext.ROOT,
              Expressions.convert_(
                  translator.translateList(call.getOperands()).get(0), long.class));
    }
  }
}
