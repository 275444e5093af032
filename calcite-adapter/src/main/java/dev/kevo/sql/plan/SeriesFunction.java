package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Evaluation;
import dev.kevo.sql.exec.Series;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.DateTimes;
import dev.kevo.sql.types.KevoTypeSystem;
import dev.kevo.sql.types.SqlState;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * GENERATE_ARRAY(first, last [, step]): an array of integers, dates or timestamps; and the tables
 * GENERATE_SERIES and H2's SYSTEM_RANGE, which are such arrays unnested.
 */
final class SeriesFunction extends SqlFunction {
  static final SeriesFunction INSTANCE = new SeriesFunction();

  private SeriesFunction() {
    super(
        "GENERATE_ARRAY",
        SqlKind.OTHER_FUNCTION,
        SeriesFunction::arrayType,
        SeriesFunction::parameters,
        OperandTypes.or(
            OperandTypes.family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER),
            OperandTypes.family(
                SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER),
            OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.DATE),
            OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.DATE, SqlTypeFamily.INTEGER),
            OperandTypes.family(
                SqlTypeFamily.DATE, SqlTypeFamily.DATE, SqlTypeFamily.DATETIME_INTERVAL),
            OperandTypes.family(
                SqlTypeFamily.TIMESTAMP, SqlTypeFamily.TIMESTAMP, SqlTypeFamily.DATETIME_INTERVAL)),
        SqlFunctionCategory.SYSTEM);
  }

  private static RelDataType arrayType(SqlOperatorBinding call) {
    RelDataTypeFactory factory = call.getTypeFactory();
    RelDataType first = call.getOperandType(0);
    RelDataType value =
        switch (first.getSqlTypeName()) {
          case DATE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> first;
          case TIMESTAMP ->
              factory.createSqlType(SqlTypeName.TIMESTAMP, KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
          default ->
              first.getSqlTypeName() == SqlTypeName.BIGINT
                      || call.getOperandType(1).getSqlTypeName() == SqlTypeName.BIGINT
                  ? factory.createSqlType(SqlTypeName.BIGINT)
                  : factory.createSqlType(SqlTypeName.INTEGER);
        };
    boolean nullable = call.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
    return factory.createTypeWithNullability(
        factory.createArrayType(factory.createTypeWithNullability(value, false), -1), nullable);
  }

  /** Parameters among the ends are of the other end's type, one that is the step an INTEGER. */
  private static void parameters(
      SqlCallBinding call, RelDataType ignored, RelDataType[] operandTypes) {
    RelDataType unknown = call.getValidator().getUnknownType();
    RelDataType integer = call.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
    for (int i = 0; i < operandTypes.length; i++) {
      RelDataType other = i > 1 ? unknown : call.getOperandType(1 - i);
      operandTypes[i] = other.equals(unknown) ? integer : other;
    }
  }

  /** Below FROM nobody else gives parameters their types. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    if (validator instanceof KevoValidator own) {
      own.inferUnknownTypes(own.getUnknownType(), scope, call);
    }
    return super.deriveType(validator, scope, call);
  }

  /** How a call is computed. */
  static Evaluations.Evaluated evaluated(RexCall call) {
    ColumnType array = ColumnType.of(call.getType());
    ColumnType type = Objects.requireNonNull(array.element());
    RexNode step = call.getOperands().size() > 2 ? call.getOperands().get(2) : null;
    ColumnType stepType = step == null ? null : ColumnType.of(step.getType());
    boolean months = stepType != null && stepType.isInterval() && stepType.isMonths();
    boolean interval = stepType != null && stepType.isInterval();
    boolean dates = type.typeName() == SqlTypeName.DATE;
    Evaluation evaluation =
        (x, context) -> {
          long given = x.length > 2 ? number(x[2]).longValue() : 1;
          if (dates && interval && !months && given % DateTimes.DAY != 0) {
            throw SqlState.INVALID_PARAMETER.failure("dates are whole days apart");
          }
          return Series.of(
              number(x[0]),
              number(x[1]),
              type,
              dates && !interval ? Math.multiplyExact(given, DateTimes.DAY) : given,
              months);
        };
    return new Evaluations.Evaluated(
        "GENERATE_ARRAY "
            + array.declaration()
            + (stepType == null ? "" : " BY " + stepType.declaration()),
        call.getOperands(),
        evaluation);
  }

  private static Number number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw new AssertionError("no number: " + value);
  }

  /**
   * A table that such a function gives, under a name, as the array's items.
   *
   * @param call what may be TABLE(function), with or without AS
   * @return null if it is something else
   */
  static @Nullable SqlNode table(SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    if (call.getKind() == SqlKind.COLLECTION_TABLE) {
      SqlCall function = function(call);
      return function == null
          ? null
          : SqlStdOperatorTable.AS.createCall(
              pos,
              unnested(function),
              new SqlIdentifier(function.getOperator().getName(), pos),
              column(function, function.getOperator().getName()));
    }
    if (call.getKind() != SqlKind.AS || !(call.operand(0) instanceof SqlCall aliased)) {
      return null;
    }
    SqlCall function = aliased.getKind() == SqlKind.COLLECTION_TABLE ? function(aliased) : null;
    if (function == null) {
      return null;
    }
    return call.operandCount() > 2
        ? SqlStdOperatorTable.AS.createCall(
            pos, unnested(function), call.operand(1), call.operand(2))
        : SqlStdOperatorTable.AS.createCall(
            pos,
            unnested(function),
            call.operand(1),
            column(function, ((SqlIdentifier) call.operand(1)).getSimple()));
  }

  /** H2 calls the column X, PostgreSQL as the table. */
  private static SqlIdentifier column(SqlCall function, String table) {
    boolean range = function.getOperator().getName().equalsIgnoreCase("SYSTEM_RANGE");
    return new SqlIdentifier(range ? "X" : table, function.getParserPosition());
  }

  private static @Nullable SqlCall function(SqlCall table) {
    if (!(table.operand(0) instanceof SqlCall function)) {
      return null;
    }
    return switch (function.getOperator().getName().toUpperCase(Locale.ROOT)) {
      case "GENERATE_SERIES", "SYSTEM_RANGE" -> function;
      default -> null;
    };
  }

  private static SqlNode unnested(SqlCall function) {
    SqlParserPos pos = function.getParserPosition();
    return SqlStdOperatorTable.UNNEST.createCall(
        pos, INSTANCE.createCall(pos, function.getOperandList()));
  }
}
