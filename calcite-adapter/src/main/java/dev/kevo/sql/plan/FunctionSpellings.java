package dev.kevo.sql.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Functions that other databases have under names of their own, written as the functions that there
 * are: NOW, DATE_TRUNC, DATEADD, DATEDIFF, DAY, LEN, LCASE and UCASE.
 */
final class FunctionSpellings {
  private static final Map<String, SqlFunction> RENAMED =
      Map.of(
          "DAY", SqlStdOperatorTable.DAYOFMONTH,
          "LCASE", SqlStdOperatorTable.LOWER,
          "LEN", SqlStdOperatorTable.CHAR_LENGTH,
          "UCASE", SqlStdOperatorTable.UPPER);

  private static final Map<String, TimeUnit> UNITS =
      Map.ofEntries(
          Map.entry("CENTURY", TimeUnit.CENTURY),
          Map.entry("DAY", TimeUnit.DAY),
          Map.entry("DECADE", TimeUnit.DECADE),
          Map.entry("HOUR", TimeUnit.HOUR),
          Map.entry("MINUTE", TimeUnit.MINUTE),
          Map.entry("MONTH", TimeUnit.MONTH),
          Map.entry("QUARTER", TimeUnit.QUARTER),
          Map.entry("SECOND", TimeUnit.SECOND),
          Map.entry("WEEK", TimeUnit.WEEK),
          Map.entry("YEAR", TimeUnit.YEAR));

  private FunctionSpellings() {}

  /** A call under the name that it has here; the node itself if it has that already. */
  static SqlNode standard(SqlNode node) {
    if (!(node instanceof SqlCall call)
        || !(call.getOperator() instanceof SqlUnresolvedFunction function)) {
      return node;
    }
    String name = function.getName().toUpperCase(Locale.ROOT);
    List<SqlNode> operands = call.getOperandList();
    SqlParserPos position = call.getParserPosition();
    SqlFunction renamed = RENAMED.get(name);
    if (renamed != null && operands.size() == 1) {
      return renamed.createCall(position, operands);
    }
    return switch (name) {
      case "NOW" ->
          operands.isEmpty() ? SqlStdOperatorTable.CURRENT_TIMESTAMP.createCall(position) : node;
      case "DATE_TRUNC" -> operands.size() == 2 ? truncated(call) : node;
      case "DATEADD" -> withUnit(call, (unit, rest) -> rest, SqlStdOperatorTable.TIMESTAMP_ADD);
      case "DATEDIFF" ->
          withUnit(call, FunctionSpellings::begin, SqlStdOperatorTable.TIMESTAMP_DIFF);
      default -> node;
    };
  }

  private static SqlNode truncated(SqlCall call) {
    SqlNode unit = call.operand(0);
    SqlIntervalQualifier qualifier =
        unit instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR
            ? qualifier(literal.getValueAs(String.class), unit.getParserPosition())
            : null;
    return qualifier == null
        ? call
        : SqlStdOperatorTable.FLOOR.createCall(
            call.getParserPosition(), call.operand(1), qualifier);
  }

  /** A function of a unit and two more operands, each of them as {@code operand} makes it. */
  private static SqlNode withUnit(
      SqlCall call, BinaryOperator<SqlNode> operand, SqlFunction function) {
    if (call.operandCount() != 3
        || !(call.operand(0) instanceof SqlIdentifier unit)
        || !unit.isSimple()) {
      return call;
    }
    SqlIntervalQualifier qualifier = qualifier(unit.getSimple(), unit.getParserPosition());
    return qualifier == null
        ? call
        : function.createCall(
            call.getParserPosition(),
            qualifier,
            operand.apply(qualifier, call.operand(1)),
            operand.apply(qualifier, call.operand(2)));
  }

  /** Where a moment's unit began: from there, whole units count the borders that lie between. */
  private static SqlNode begin(SqlNode unit, SqlNode moment) {
    SqlParserPos position = moment.getParserPosition();
    SqlNode timestamp =
        SqlStdOperatorTable.CAST.createCall(
            position,
            moment,
            new SqlDataTypeSpec(
                new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP, 6, position), position));
    return SqlStdOperatorTable.FLOOR.createCall(position, timestamp, unit);
  }

  private static @Nullable SqlIntervalQualifier qualifier(
      @Nullable String name, SqlParserPos position) {
    TimeUnit unit = name == null ? null : UNITS.get(name.toUpperCase(Locale.ROOT));
    return unit == null ? null : new SqlIntervalQualifier(unit, null, position);
  }
}
