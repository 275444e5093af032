package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KevoDataContext;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Primitive;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/**
 * An operator that generated code computes by calling an {@link dev.kevo.sql.exec.Evaluation},
 * known by its place in the plan. Operators of one plan are equal if their labels are.
 */
final class EvaluatedFunction extends SqlUserDefinedFunction {
  EvaluatedFunction(
      String label, int place, boolean strict, RelDataType type, JavaTypeFactory typeFactory) {
    super(
        new SqlIdentifier(label, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(type),
        InferTypes.FIRST_KNOWN,
        null,
        new Code(place, strict, typeFactory));
  }

  private record Code(int place, boolean strict, JavaTypeFactory typeFactory)
      implements ScalarFunction, ImplementableFunction {
    @Override
    public List<FunctionParameter> getParameters() {
      return List.of();
    }

    @Override
    public RelDataType getReturnType(RelDataTypeFactory typeFactory) {
      throw new UnsupportedOperationException("each call has its own type");
    }

    @Override
    public CallImplementor getImplementor() {
      return RexImpTable.createImplementor(
          this::implement, strict ? NullPolicy.STRICT : NullPolicy.NONE, false);
    }

    private Expression implement(
        RexToLixTranslator translator, RexCall call, List<Expression> arguments) {
      List<Expression> boxed = new ArrayList<>();
      for (Expression argument : arguments) {
        boxed.add(Expressions.convert_(Expressions.box(argument), Object.class));
      }
      Expression value =
          Expressions.call(
              KevoDataContext.class,
              "evaluate",
              translator.getRoot(),
              Expressions.constant(place),
              Expressions.newArrayInit(Object.class, boxed));
      Type type = typeFactory.getJavaClass(call.getType());
      Primitive primitive = Primitive.of(type);
      return primitive == null
          ? Expressions.convert_(value, type)
          : Expressions.unbox(Expressions.convert_(value, primitive.getBoxClass()), primitive);
    }
  }
}
