package dev.kevo.sql.plan;

import dev.kevo.sql.table.InformationSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlPosixRegexOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Writes functions that other databases have, and Calcite has not or gets wrong, as others: NOW,
 * DAY, LEN, LCASE, UCASE, DATE_TRUNC, DATEADD, DATEDIFF, LOG with one argument, LAG and LEAD with a
 * default, FILTER before OVER.
 */
public final class UsualFunctions extends SqlShuttle {
  private UsualFunctions() {}

  /** The query or expression with such functions replaced. */
  public static SqlNode rewrite(SqlNode node) {
    SqlNode rewritten = node.accept(new UsualFunctions());
    return rewritten == null ? node : rewritten;
  }

  /** All texts are Unicode: those of N'...' and U&'...' are no others. */
  @Override
  public @Nullable SqlNode visit(SqlLiteral literal) {
    return literal instanceof SqlCharStringLiteral
            && literal.getValue() instanceof NlsString text
            && text.getCharsetName() != null
        ? SqlLiteral.createCharString(text.getValue(), literal.getParserPosition())
        : literal;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode series = SeriesFunction.table(call);
    if (series instanceof SqlCall table) {
      return super.visit(table);
    }
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlCall array
        && array.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR
        && array.operandCount() == 0) {
      return SqlLibraryOperators.ARRAY.createCall(array.getParserPosition());
    }
    if (visited instanceof SqlCall within && within.getKind() == SqlKind.WITHIN_GROUP) {
      return modeWithin(within);
    }
    if (visited instanceof SqlCall match && match.getKind() == SqlKind.RLIKE) {
      return matches(match, SqlLibraryOperators.NOT_RLIKE.equals(match.getOperator()), true);
    }
    if (visited instanceof SqlCall match
        && match.getOperator() instanceof SqlPosixRegexOperator operator) {
      return matches(match, operator.isNegated(), operator.isCaseSensitive());
    }
    if (visited instanceof SqlCall over
        && over.getKind() == SqlKind.OVER
        && over.operand(0).getKind() == SqlKind.FILTER) {
      return SqlStdOperatorTable.OVER.createCall(
          over.getParserPosition(), filtered(over.operand(0)), over.operand(1));
    }
    return visited instanceof SqlCall inner && inner.getOperator() instanceof SqlFunction
        ? rewritten(inner)
        : visited;
  }

  /** An aggregate of what passes a filter, as one whose argument is NULL for the rest. */
  private static SqlNode filtered(SqlCall filter) {
    SqlCall aggregate = filter.operand(0);
    SqlParserPos pos = aggregate.getParserPosition();
    List<SqlNode> operands = new ArrayList<>(aggregate.getOperandList());
    SqlNode value = operands.get(0);
    boolean isStar = value instanceof SqlIdentifier id && id.isStar();
    operands.set(
        0,
        new SqlCase(
            pos,
            null,
            SqlNodeList.of(filter.operand(1)),
            SqlNodeList.of(isStar ? SqlLiteral.createExactNumeric("1", pos) : value),
            SqlLiteral.createNull(pos)));
    return aggregate.getOperator().createCall(pos, operands);
  }

  /** PostgreSQL's MODE() WITHIN GROUP (ORDER BY x). */
  private static SqlNode modeWithin(SqlCall call) {
    SqlCall aggregate = call.operand(0);
    SqlNodeList order = call.operand(1);
    return aggregate.getOperator().getName().equals("MODE")
            && aggregate.operandCount() == 0
            && order.size() == 1
            && order.get(0).getKind() != SqlKind.DESCENDING
        ? SqlStdOperatorTable.MODE.createCall(call.getParserPosition(), order.get(0))
        : call;
  }

  private static SqlNode matches(SqlCall call, boolean negated, boolean caseSensitive) {
    SqlParserPos pos = call.getParserPosition();
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    if (!caseSensitive) {
      operands.add(SqlLiteral.createCharString("i", pos));
    }
    SqlNode matches = SqlLibraryOperators.REGEXP_LIKE.createCall(pos, operands);
    return negated ? SqlStdOperatorTable.NOT.createCall(pos, matches) : matches;
  }

  private static SqlNode choice(SqlNode condition, SqlNode yes, SqlNode no, SqlParserPos pos) {
    return new SqlCase(pos, null, SqlNodeList.of(condition), SqlNodeList.of(yes), no);
  }

  private static SqlNode trimmed(
      SqlTrimFunction.Flag side, List<SqlNode> operands, SqlParserPos pos) {
    SqlNode what = operands.size() > 1 ? operands.get(1) : SqlLiteral.createCharString(" ", pos);
    return SqlStdOperatorTable.TRIM.createCall(pos, side.symbol(pos), what, operands.get(0));
  }

  private static SqlNode array(SqlNode element, SqlParserPos pos) {
    return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(pos, element);
  }

  private static SqlNode median(SqlNode value, SqlParserPos pos) {
    return SqlStdOperatorTable.WITHIN_GROUP.createCall(
        pos,
        SqlStdOperatorTable.PERCENTILE_CONT.createCall(
            pos, SqlLiteral.createExactNumeric("0.5", pos)),
        SqlNodeList.of(value));
  }

  private static SqlNode as(SqlTypeName type, SqlNode value, SqlParserPos pos) {
    return SqlStdOperatorTable.CAST.createCall(
        pos, value, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, pos), pos));
  }

  private static SqlNode rewritten(SqlCall call) {
    SqlParserPos pos = call.getParserPosition();
    List<SqlNode> operands = call.getOperandList();
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (name.equals("JSON_VALUE")) {
      return JsonCalls.value(call);
    }
    if (name.equals("JSON_QUERY")) {
      return JsonCalls.query(call);
    }
    SqlNode result =
        switch (name + "/" + operands.size()) {
          case "BTRIM/1", "BTRIM/2" -> trimmed(SqlTrimFunction.Flag.BOTH, operands, pos);
          case "LTRIM/2" -> trimmed(SqlTrimFunction.Flag.LEADING, operands, pos);
          case "RTRIM/2" -> trimmed(SqlTrimFunction.Flag.TRAILING, operands, pos);
          case "CURRENT_DATABASE/0", "DATABASE/0" ->
              SqlLiteral.createCharString(InformationSchema.CATALOG, pos);
          case "SCHEMA/0" -> SqlStdOperatorTable.CURRENT_SCHEMA.createCall(pos);
          case "VERSION/0" -> SqlLiteral.createCharString(ProductVersion.TEXT, pos);
          case "CURDATE/0" -> SqlStdOperatorTable.CURRENT_DATE.createCall(pos);
          case "CURTIME/0" -> SqlStdOperatorTable.LOCALTIME.createCall(pos);
          case "DATE/1" -> as(SqlTypeName.DATE, operands.get(0), pos);
          case "TO_CHAR/1" -> as(SqlTypeName.VARCHAR, operands.get(0), pos);
          case "UUID/0", "NEWID/0" -> Functions.RANDOM_UUID.createCall(pos);
          case "IF/3", "IIF/3", "CASEWHEN/3" ->
              choice(operands.get(0), operands.get(1), operands.get(2), pos);
          case "NVL2/3" ->
              choice(
                  SqlStdOperatorTable.IS_NOT_NULL.createCall(pos, operands.get(0)),
                  operands.get(1),
                  operands.get(2),
                  pos);
          case "ISNULL/2" -> SqlStdOperatorTable.COALESCE.createCall(pos, operands);
          case "LOCATE/2", "LOCATE/3", "CHARINDEX/2", "CHARINDEX/3" ->
              SqlStdOperatorTable.POSITION.createCall(pos, operands);
          case "MID/2", "MID/3" -> SqlStdOperatorTable.SUBSTRING.createCall(pos, operands);
          case "MEDIAN/1" -> median(operands.get(0), pos);
          case "ARRAY_APPEND/2" ->
              SqlStdOperatorTable.CONCAT.createCall(
                  pos, operands.get(0), array(operands.get(1), pos));
          case "ARRAY_CAT/2" -> SqlStdOperatorTable.CONCAT.createCall(pos, operands);
          case "ARRAY_CONTAINS/2" ->
              SqlStdOperatorTable.SOME_EQ.createCall(
                  pos, operands.get(1), SqlNodeList.of(operands.get(0)));
          case "ARRAY_PREPEND/2" ->
              SqlStdOperatorTable.CONCAT.createCall(
                  pos, array(operands.get(0), pos), operands.get(1));
          case "ARRAY_LENGTH/1" -> SqlStdOperatorTable.CARDINALITY.createCall(pos, operands);
          case "GETDATE/0", "NOW/0" -> SqlStdOperatorTable.CURRENT_TIMESTAMP.createCall(pos);
          case "LOG/1" -> Functions.LOG10.createCall(pos, operands.get(0));
          case "DAY/1" -> SqlStdOperatorTable.DAYOFMONTH.createCall(pos, operands);
          case "LCASE/1" -> SqlStdOperatorTable.LOWER.createCall(pos, operands);
          case "LEN/1" -> SqlStdOperatorTable.CHAR_LENGTH.createCall(pos, operands);
          case "UCASE/1" -> SqlStdOperatorTable.UPPER.createCall(pos, operands);
          case "DATE_TRUNC/2" -> dateTrunc(operands, pos);
          case "DATEADD/3" -> dateAdd(operands, pos);
          case "DATEDIFF/3" -> dateDiff(operands, pos);
          case "LAG/3", "LEAD/3" -> withNullableDefault(call);
          case "CHR/1", "SPACE/1" -> withInteger(call, 0);
          case "ROUND/2",
              "TRUNC/2",
              "TRUNCATE/2",
              "REPEAT/2",
              "LEFT/2",
              "RIGHT/2",
              "LPAD/2",
              "LPAD/3",
              "RPAD/2",
              "RPAD/3" ->
              withInteger(call, 1);
          case "SPLIT_PART/3" -> withInteger(call, 2);
          default -> null;
        };
    return result == null ? call : result;
  }

  /** Generated code knows these functions for an INTEGER only. */
  private static @Nullable SqlNode withInteger(SqlCall call, int operand) {
    SqlNode value = call.operand(operand);
    if (value instanceof SqlLiteral) {
      return null;
    }
    SqlParserPos pos = value.getParserPosition();
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    SqlNode type = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.INTEGER, pos), pos);
    operands.set(operand, SqlStdOperatorTable.CAST.createCall(pos, value, type));
    return call.getOperator().createCall(call.getParserPosition(), operands);
  }

  private static @Nullable SqlNode dateTrunc(List<SqlNode> operands, SqlParserPos pos) {
    SqlNode unit = unit(operands.get(0));
    if (unit == null) {
      return null;
    }
    if (((SqlIntervalQualifier) unit).getStartUnit() != TimeUnit.WEEK) {
      return SqlStdOperatorTable.FLOOR.createCall(pos, operands.get(1), unit);
    }
    // FLOOR gives a Sunday.
    SqlNode day =
        SqlLiteral.createInterval(1, "1", new SqlIntervalQualifier(TimeUnit.DAY, null, pos), pos);
    SqlNode before = SqlStdOperatorTable.MINUS.createCall(pos, operands.get(1), day);
    return SqlStdOperatorTable.PLUS.createCall(
        pos, SqlStdOperatorTable.FLOOR.createCall(pos, before, unit), day);
  }

  private static @Nullable SqlNode dateAdd(List<SqlNode> operands, SqlParserPos pos) {
    SqlNode unit = unit(operands.get(0));
    return unit == null
        ? null
        : SqlStdOperatorTable.TIMESTAMP_ADD.createCall(pos, unit, operands.get(1), operands.get(2));
  }

  /** Counts the starts of units that lie between, as H2 and SQL Server do. */
  private static @Nullable SqlNode dateDiff(List<SqlNode> operands, SqlParserPos pos) {
    SqlIntervalQualifier unit = unit(operands.get(0));
    return unit == null
        ? null
        : SqlStdOperatorTable.TIMESTAMP_DIFF.createCall(
            pos,
            unit,
            SqlStdOperatorTable.FLOOR.createCall(pos, operands.get(1), unit),
            SqlStdOperatorTable.FLOOR.createCall(pos, operands.get(2), unit));
  }

  /** The unit that a name or a text means. */
  private static @Nullable SqlIntervalQualifier unit(SqlNode node) {
    String name = null;
    if (node instanceof SqlIdentifier id && id.isSimple()) {
      name = id.getSimple();
    } else if (node instanceof SqlLiteral literal && literal.getValue() instanceof NlsString text) {
      name = text.getValue();
    } else if (node instanceof SqlIntervalQualifier qualifier) {
      return qualifier;
    }
    if (name == null) {
      return null;
    }
    for (TimeUnit unit :
        List.of(
            TimeUnit.CENTURY,
            TimeUnit.DECADE,
            TimeUnit.YEAR,
            TimeUnit.QUARTER,
            TimeUnit.MONTH,
            TimeUnit.WEEK,
            TimeUnit.DAY,
            TimeUnit.HOUR,
            TimeUnit.MINUTE,
            TimeUnit.SECOND)) {
      if (unit.name().equalsIgnoreCase(name)) {
        return new SqlIntervalQualifier(unit, null, node.getParserPosition());
      }
    }
    return null;
  }

  /**
   * Calcite takes the result for NOT NULL if the default is, whatever the value: so the default
   * becomes one that might be NULL.
   */
  private static SqlNode withNullableDefault(SqlCall call) {
    SqlNode value = call.operand(2);
    SqlParserPos pos = value.getParserPosition();
    if (value instanceof SqlCase) {
      return call;
    }
    SqlNode nullable =
        new SqlCase(
            pos,
            null,
            SqlNodeList.of(SqlLiteral.createBoolean(true, pos)),
            SqlNodeList.of(value),
            SqlLiteral.createNull(pos));
    return call.getOperator()
        .createCall(call.getParserPosition(), call.operand(0), call.operand(1), nullable);
  }
}
