package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonQueryEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonValueReturning;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** JSON_VALUE and JSON_QUERY in the words that Calcite's own functions answer rightly. */
final class JsonCalls {
  private final SqlCall call;
  private final SqlParserPos pos;

  /** What stands behind the path and a type: ON EMPTY and ON ERROR. */
  private final List<SqlNode> behavior = new ArrayList<>();

  private @Nullable SqlNode type;
  private boolean hasErrors;
  private @Nullable SqlNode errorDefault;
  private boolean saysEmpty;

  private JsonCalls(SqlCall call) {
    this.call = call;
    this.pos = call.getParserPosition();
  }

  /**
   * The type of RETURNING by a cast of the text that JSON_VALUE finds. Calcite's own takes the
   * number or text that the document has for a value of the type, whichever it is.
   */
  static SqlNode value(SqlCall call) {
    JsonCalls json = new JsonCalls(call);
    json.read();
    return json.value();
  }

  /** JSON_QUERY with a path that finds nothing where ON EMPTY says what this means. */
  static SqlNode query(SqlCall call) {
    boolean saysEmpty =
        call.operandCount() > 3
            && call.operand(3) instanceof SqlLiteral empty
            && empty.getValue() instanceof SqlJsonQueryEmptyOrErrorBehavior behavior
            && behavior != SqlJsonQueryEmptyOrErrorBehavior.NULL;
    if (!saysEmpty) {
      return call;
    }
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    operands.set(1, lax(operands.get(1)));
    return call.getOperator()
        .createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
  }

  private void read() {
    List<SqlNode> operands = call.getOperandList();
    int place = 2;
    if (place < operands.size() && symbol(operands.get(place)) instanceof SqlJsonValueReturning) {
      type = operands.get(place + 1);
      place += 2;
    }
    while (place < operands.size()) {
      List<SqlNode> clause = new ArrayList<>();
      while (!(symbol(operands.get(place)) instanceof SqlJsonEmptyOrError)) {
        clause.add(operands.get(place++));
      }
      clause.add(operands.get(place));
      read(clause, symbol(operands.get(place++)) == SqlJsonEmptyOrError.ERROR);
    }
  }

  private void read(List<SqlNode> clause, boolean isError) {
    Object what = symbol(clause.get(0));
    saysEmpty |= !isError && what != SqlJsonValueEmptyOrErrorBehavior.NULL;
    if (isError) {
      hasErrors = what == SqlJsonValueEmptyOrErrorBehavior.ERROR;
      errorDefault = what == SqlJsonValueEmptyOrErrorBehavior.DEFAULT ? clause.get(1) : null;
    }
    if (type != null && what == SqlJsonValueEmptyOrErrorBehavior.DEFAULT) {
      SqlNode text = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, pos), pos);
      clause.set(1, SqlStdOperatorTable.CAST.createCall(pos, clause.get(1), text));
    }
    behavior.addAll(clause);
  }

  private SqlNode value() {
    List<SqlNode> operands = new ArrayList<>();
    operands.add(call.operand(0));
    operands.add(saysEmpty ? lax(call.operand(1)) : call.operand(1));
    operands.addAll(behavior);
    SqlNode found = call.getOperator().createCall(pos, operands);
    if (type == null) {
      return found;
    }
    if (hasErrors) {
      return SqlStdOperatorTable.CAST.createCall(pos, found, type);
    }
    SqlNode value = SqlLibraryOperators.TRY_CAST.createCall(pos, found, type);
    if (errorDefault == null) {
      return value;
    }
    SqlNode otherwise = SqlStdOperatorTable.CAST.createCall(pos, errorDefault, type);
    return new SqlCase(
        pos,
        null,
        SqlNodeList.of(
            SqlStdOperatorTable.AND.createCall(
                pos,
                SqlStdOperatorTable.IS_NOT_NULL.createCall(pos, found),
                SqlStdOperatorTable.IS_NULL.createCall(pos, value))),
        SqlNodeList.of(otherwise),
        value);
  }

  /** A path that says no mode, as a lax one; Calcite takes it for a strict one. */
  private static SqlNode lax(SqlNode path) {
    return path instanceof SqlCharStringLiteral literal
            && literal.getValue() instanceof NlsString text
            && text.getValue().strip().startsWith("$")
        ? SqlLiteral.createCharString("lax " + text.getValue().strip(), path.getParserPosition())
        : path;
  }

  private static @Nullable Object symbol(SqlNode node) {
    return node instanceof SqlLiteral literal ? literal.getValue() : null;
  }
}
