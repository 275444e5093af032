package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Approximate;
import dev.kevo.sql.exec.Logarithm;
import dev.kevo.sql.exec.NonZero;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** The functions and operators that statements may use. */
final class Functions {
  /** A random UUID (version 4). */
  static final SqlFunction RANDOM_UUID = randomUuid("RANDOM_UUID");

  /** The number of a sequence, named by its id, that the session took last. */
  static final SqlFunction LAST_VALUE_OF =
      new SqlFunction(
          "LAST_VALUE_OF",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BIGINT,
          null,
          OperandTypes.NUMERIC,
          SqlFunctionCategory.SYSTEM) {
        @Override
        public boolean isDeterministic() {
          return false;
        }

        @Override
        public boolean isDynamicFunction() {
          return true;
        }
      };

  /** The logarithm to base 10, exact for its powers. */
  static final SqlFunction LOG10 = log10();

  private static final SqlOperatorTable TABLE = operators();

  private static final String NON_ZERO = "NON_ZERO";

  private Functions() {}

  private static SqlOperatorTable operators() {
    Map<String, SqlOperator> replaced =
        Map.of(
            "LOG10", LOG10,
            "CURRENT_TIMESTAMP", new MomentFunction("CURRENT_TIMESTAMP", SqlTypeName.TIMESTAMP),
            "LOCALTIMESTAMP", new MomentFunction("LOCALTIMESTAMP", SqlTypeName.TIMESTAMP),
            "CURRENT_TIME", new MomentFunction("CURRENT_TIME", SqlTypeName.TIME),
            "LOCALTIME", new MomentFunction("LOCALTIME", SqlTypeName.TIME));
    SqlOperatorTable calcites =
        SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
            EnumSet.of(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL));
    return SqlOperatorTables.chain(
        new AllowedFunctions(new Replacing(calcites, replaced)),
        SqlOperatorTables.of(AllowedFunctions.OF_OTHER_DIALECTS),
        SqlOperatorTables.of(
            List.of(
                RANDOM_UUID,
                randomUuid("GEN_RANDOM_UUID"),
                NextValueFunction.INSTANCE,
                LAST_VALUE_OF,
                SeriesFunction.INSTANCE)));
  }

  /** A table of operators with some of them replaced. */
  private record Replacing(SqlOperatorTable table, Map<String, SqlOperator> replacements)
      implements SqlOperatorTable {
    @Override
    public void lookupOperatorOverloads(
        SqlIdentifier name,
        @Nullable SqlFunctionCategory category,
        SqlSyntax syntax,
        List<SqlOperator> found,
        SqlNameMatcher matcher) {
      table.lookupOperatorOverloads(name, category, syntax, found, matcher);
      found.replaceAll(operator -> replacements.getOrDefault(operator.getName(), operator));
    }

    @Override
    public List<SqlOperator> getOperatorList() {
      return table.getOperatorList();
    }
  }

  private static SqlFunction log10() {
    return new SqlUserDefinedFunction(
        new SqlIdentifier("LOG10", SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.DOUBLE_NULLABLE,
        InferTypes.FIRST_KNOWN,
        OperandTypes.operandMetadata(
            List.of(SqlTypeFamily.NUMERIC),
            factory -> List.of(factory.createSqlType(SqlTypeName.DOUBLE)),
            i -> "number",
            i -> false),
        ScalarFunctionImpl.create(Logarithm.class, "base10"));
  }

  private static SqlFunction randomUuid(String name) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.UUID),
        null,
        OperandTypes.NILADIC,
        SqlFunctionCategory.SYSTEM) {
      @Override
      public boolean isDeterministic() {
        return false;
      }
    };
  }

  /** Whether it is a function that gives random UUIDs. */
  static boolean isRandomUuid(SqlOperator operator) {
    return operator.getName().endsWith("RANDOM_UUID");
  }

  /** A number as it is, or 22003 if its type cannot hold it, as Calcite's sums do not notice. */
  static final SqlFunction IN_RANGE =
      new SqlFunction(
          "IN_RANGE",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.NUMERIC,
          SqlFunctionCategory.NUMERIC);

  /** A value cast for the column that the second operand names, which errors then name too. */
  static final SqlFunction FOR_COLUMN =
      new SqlFunction(
          "FOR_COLUMN",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY_ANY,
          SqlFunctionCategory.SYSTEM);

  /** The operator of {@link Approximate}'s for a kind of arithmetic, or null if there is none. */
  static @Nullable SqlOperator approximate(SqlKind kind) {
    return switch (kind) {
      case PLUS -> ApproximateHolder.PLUS;
      case MINUS -> ApproximateHolder.MINUS;
      case TIMES -> ApproximateHolder.TIMES;
      case DIVIDE -> ApproximateHolder.DIVIDE;
      default -> null;
    };
  }

  /** A DOUBLE as a REAL, refused if it is too large. */
  static SqlOperator real() {
    return ApproximateHolder.REAL;
  }

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

  /** Whether an expression is one that {@link #nonZero} made. */
  static boolean isNonZero(RexNode expression) {
    return expression instanceof RexCall call
        && call.getOperator().getName().equals(NON_ZERO)
        && call.getOperator() instanceof SqlUserDefinedFunction;
  }

  static SqlOperatorTable table() {
    return TABLE;
  }

  /** Made when first needed, since it pulls in the whole generator of code. */
  private static final class NonZeroHolder {
    static final SqlOperator OPERATOR =
        new SqlUserDefinedFunction(
            new SqlIdentifier(NON_ZERO, SqlParserPos.ZERO),
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

  /** Made when first needed, for the same reason. */
  private static final class ApproximateHolder {
    static final SqlOperator PLUS = operator("plus", SqlTypeName.DOUBLE, 2);
    static final SqlOperator MINUS = operator("minus", SqlTypeName.DOUBLE, 2);
    static final SqlOperator TIMES = operator("times", SqlTypeName.DOUBLE, 2);
    static final SqlOperator DIVIDE = operator("divide", SqlTypeName.DOUBLE, 2);
    static final SqlOperator REAL = operator("real", SqlTypeName.REAL, 1);

    private static SqlOperator operator(String method, SqlTypeName type, int operands) {
      return new SqlUserDefinedFunction(
          new SqlIdentifier(method.toUpperCase(Locale.ROOT) + "_FINITE", SqlParserPos.ZERO),
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.explicit(type),
          InferTypes.FIRST_KNOWN,
          OperandTypes.operandMetadata(
              Collections.nCopies(operands, SqlTypeFamily.NUMERIC),
              factory -> Collections.nCopies(operands, factory.createSqlType(SqlTypeName.DOUBLE)),
              i -> "operand" + i,
              i -> false),
          Objects.requireNonNull(ScalarFunctionImpl.create(Approximate.class, method)));
    }
  }
}
