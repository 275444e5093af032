package dev.kevo.sql.plan;

import dev.kevo.sql.parser.DistinctOn;
import dev.kevo.sql.parser.WithTies;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * Writes DISTINCT ON as rows whose number within their group is 1, FETCH FIRST ... WITH TIES as
 * rows whose rank is not beyond the count, and TABLE t below ORDER BY as a SELECT.
 */
final class RankedQueries extends SqlShuttle {
  private RankedQueries() {}

  /** The statement without such queries. */
  static SqlNode rewrite(SqlNode statement) {
    SqlNode rewritten = statement.accept(new RankedQueries());
    return rewritten == null ? statement : rewritten;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call instanceof SqlOrderBy order) {
      SqlNode query = order.query.getKind() == SqlKind.EXPLICIT_TABLE ? all(order) : order.query;
      DistinctOn distinct = distinctOn(query);
      boolean ties = order.fetch != null && WithTies.is(order.fetch);
      if (distinct == null && !ties) {
        return super.visit(
            query == order.query
                ? order
                : new SqlOrderBy(
                    order.getParserPosition(), query, order.orderList, order.offset, order.fetch));
      }
      if (distinct != null && ties) {
        throw SqlErrors.at(
            SqlState.NOT_SUPPORTED,
            "DISTINCT ON and WITH TIES in one query are not supported",
            distinct.getParserPosition());
      }
      SqlOrderBy ranked =
          distinct != null
              ? new SqlOrderBy(
                  order.getParserPosition(),
                  firstOfGroups((SqlSelect) query, distinct, order.orderList),
                  order.orderList,
                  order.offset,
                  order.fetch)
              : withTies(order, query);
      return super.visit(ranked);
    }
    DistinctOn distinct = distinctOn(call);
    return super.visit(
        distinct == null ? call : firstOfGroups((SqlSelect) call, distinct, SqlNodeList.EMPTY));
  }

  private static @Nullable DistinctOn distinctOn(SqlNode query) {
    if (query instanceof SqlSelect select) {
      for (SqlNode keyword : (SqlNodeList) select.getOperandList().get(0)) {
        if (keyword instanceof DistinctOn distinct) {
          return distinct;
        }
      }
    }
    return null;
  }

  private static SqlSelect all(SqlOrderBy order) {
    return all(((SqlCall) order.query).operand(0), order.query.getParserPosition());
  }

  private static SqlSelect all(SqlNode from, SqlParserPos pos) {
    return new SqlSelect(
        pos,
        SqlNodeList.EMPTY,
        SqlNodeList.of(SqlIdentifier.star(pos)),
        from,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static SqlSelect firstOfGroups(
      SqlSelect select, DistinctOn distinct, SqlNodeList orderList) {
    SqlParserPos pos = distinct.getParserPosition();
    if (select.getQualify() != null) {
      throw SqlErrors.at(
          SqlState.NOT_SUPPORTED, "DISTINCT ON and QUALIFY in one query are not supported", pos);
    }
    SqlSelect result = (SqlSelect) select.clone(select.getParserPosition());
    result.setOperand(0, SqlNodeList.EMPTY);
    SqlNode number =
        ranked(
            SqlStdOperatorTable.ROW_NUMBER,
            named(distinct.expressions(), select),
            named(orderList, select),
            pos);
    result.setQualify(
        SqlStdOperatorTable.EQUALS.createCall(
            pos, number, SqlLiteral.createExactNumeric("1", pos)));
    return result;
  }

  private static SqlOrderBy withTies(SqlOrderBy order, SqlNode query) {
    SqlNode ties = order.fetch;
    SqlParserPos pos = order.getParserPosition();
    if (ties == null || order.orderList.isEmpty()) {
      throw SqlErrors.syntax("WITH TIES needs an ORDER BY", pos);
    }
    boolean plain =
        query instanceof SqlSelect plainSelect
            && !plainSelect.isDistinct()
            && plainSelect.getQualify() == null;
    SqlSelect select =
        plain
            ? (SqlSelect) query.clone(query.getParserPosition())
            : all(
                SqlStdOperatorTable.AS.createCall(pos, query, new SqlIdentifier("RANKED", pos)),
                pos);
    SqlNode rank =
        ranked(SqlStdOperatorTable.RANK, SqlNodeList.EMPTY, named(order.orderList, select), pos);
    SqlNode last = bigint(((SqlCall) ties).operand(0));
    if (order.offset != null) {
      last = SqlStdOperatorTable.PLUS.createCall(pos, bigint(order.offset), last);
    }
    select.setQualify(SqlStdOperatorTable.LESS_THAN_OR_EQUAL.createCall(pos, rank, last));
    return new SqlOrderBy(pos, select, order.orderList, order.offset, null);
  }

  private static SqlNode bigint(SqlNode count) {
    SqlParserPos pos = count.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        pos, count, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, pos), pos));
  }

  private static SqlNode ranked(
      SqlAggFunction function, SqlNodeList groups, SqlNodeList order, SqlParserPos pos) {
    return SqlStdOperatorTable.OVER.createCall(
        pos,
        function.createCall(pos),
        SqlWindow.create(
            null,
            null,
            groups,
            order,
            SqlLiteral.createBoolean(false, pos),
            null,
            null,
            null,
            SqlWindow.createExcludeNoOthers(pos),
            pos));
  }

  /** Expressions with what the names and numbers of a query's columns stand for. */
  private static SqlNodeList named(SqlNodeList expressions, SqlSelect select) {
    List<SqlNode> result = new ArrayList<>();
    for (SqlNode expression : expressions) {
      result.add(TreeCopy.of(named(expression, select)));
    }
    return new SqlNodeList(result, expressions.getParserPosition());
  }

  private static SqlNode named(SqlNode expression, SqlSelect select) {
    switch (expression.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> {
        SqlCall call = (SqlCall) expression;
        SqlNode ordered = call.operand(0);
        return call.getOperator().createCall(call.getParserPosition(), named(ordered, select));
      }
      case IDENTIFIER -> {
        SqlIdentifier name = (SqlIdentifier) expression;
        for (SqlNode item : select.getSelectList()) {
          if (name.isSimple()
              && item.getKind() == SqlKind.AS
              && ((SqlCall) item).operand(1).equalsDeep(name, Litmus.IGNORE)) {
            return ((SqlCall) item).operand(0);
          }
        }
        return expression;
      }
      default -> {
        return expression instanceof SqlNumericLiteral number && number.isInteger()
            ? column(number, select)
            : expression;
      }
    }
  }

  private static SqlNode column(SqlNumericLiteral number, SqlSelect select) {
    int ordinal = number.intValue(true);
    for (SqlNode item : select.getSelectList()) {
      if (item instanceof SqlIdentifier id && id.isStar()) {
        throw SqlErrors.at(
            SqlState.NOT_SUPPORTED,
            "the number of a column does not go with * here",
            number.getParserPosition());
      }
    }
    if (ordinal < 1 || ordinal > select.getSelectList().size()) {
      throw SqlErrors.syntax(
          "there is no column " + ordinal + " to order by", number.getParserPosition());
    }
    SqlNode item = select.getSelectList().get(ordinal - 1);
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }
}
