package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.jspecify.annotations.Nullable;

/**
 * The columns that joins with USING or NATURAL merge, and what each is: the left one of an inner or
 * left join, the right one of a right join, either of a full join. Calcite's validator knows their
 * bare names in the SELECT list and in GROUP BY only, and of two tables only.
 */
final class CommonColumns {
  private final SqlValidator validator;
  private final Map<String, SqlNode> values = new HashMap<>();

  private CommonColumns(SqlValidator validator) {
    this.validator = validator;
  }

  /** Writes the columns' bare names in a query as what they are; not those in its sub-queries. */
  static void replace(SqlSelect select, SqlValidator validator) {
    if (select.getFrom() instanceof SqlJoin join) {
      CommonColumns columns = new CommonColumns(validator);
      columns.find(join, join);
      if (!columns.values.isEmpty()) {
        columns.replaceIn(select);
      }
    }
  }

  private void find(SqlJoin root, SqlNode from) {
    if (from instanceof SqlJoin join) {
      find(root, join.getLeft());
      find(root, join.getRight());
      for (String name : merged(join)) {
        SqlNode value = value(root, name);
        if (value != null) {
          values.put(name, value);
        }
      }
    }
  }

  private Set<String> merged(SqlJoin join) {
    Set<String> names = new LinkedHashSet<>();
    if (join.isNatural()) {
      names.addAll(fields(join.getLeft()));
      names.retainAll(fields(join.getRight()));
    } else if (join.getConditionType() == JoinConditionType.USING) {
      names.addAll(
          SqlIdentifier.simpleNames((SqlNodeList) Objects.requireNonNull(join.getCondition())));
    }
    return names;
  }

  private Set<String> fields(SqlNode from) {
    if (from instanceof SqlJoin join) {
      Set<String> names = new HashSet<>(fields(join.getLeft()));
      names.addAll(fields(join.getRight()));
      return names;
    }
    SqlValidatorNamespace namespace = validator.getNamespace(from);
    return namespace == null ? Set.of() : new HashSet<>(namespace.getRowType().getFieldNames());
  }

  /** What a name means in a part of FROM; null if nothing, or more than one thing. */
  private @Nullable SqlNode value(SqlNode from, String name) {
    if (!(from instanceof SqlJoin join)) {
      String alias = alias(from);
      return alias != null && fields(from).contains(name)
          ? new SqlIdentifier(List.of(alias, name), SqlParserPos.ZERO)
          : null;
    }
    SqlNode left = value(join.getLeft(), name);
    SqlNode right = value(join.getRight(), name);
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    if (!merged(join).contains(name)) {
      return null;
    }
    return switch (join.getJoinType()) {
      case RIGHT -> right;
      case FULL -> SqlStdOperatorTable.COALESCE.createCall(SqlParserPos.ZERO, left, right);
      default -> left;
    };
  }

  private static @Nullable String alias(SqlNode from) {
    return switch (from.getKind()) {
      case AS -> ((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple();
      case IDENTIFIER -> ((SqlIdentifier) from).names.get(((SqlIdentifier) from).names.size() - 1);
      case TABLE_REF, SNAPSHOT, TABLESAMPLE, LATERAL -> alias(((SqlCall) from).operand(0));
      default -> null;
    };
  }

  private void replaceIn(SqlSelect select) {
    Set<String> aliases = new HashSet<>();
    List<SqlNode> items = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      if (item.getKind() == SqlKind.AS) {
        aliases.add(((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple());
      }
      items.add(named(item, Objects.requireNonNull(replaced(item, Set.of()))));
    }
    select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
    select.setWhere(replaced(select.getWhere(), Set.of()));
    select.setGroupBy((SqlNodeList) replaced(select.getGroup(), Set.of()));
    select.setHaving(replaced(select.getHaving(), Set.of()));
    select.setQualify(replaced(select.getQualify(), Set.of()));
    select.setOrderBy((SqlNodeList) replaced(select.getOrderList(), aliases));
  }

  private static SqlNode named(SqlNode item, SqlNode replaced) {
    return item instanceof SqlIdentifier id && !(replaced instanceof SqlIdentifier)
        ? SqlStdOperatorTable.AS.createCall(id.getParserPosition(), replaced, id)
        : replaced;
  }

  private @Nullable SqlNode replaced(@Nullable SqlNode node, Set<String> hidden) {
    return node == null ? null : node.accept(new Names(hidden));
  }

  private final class Names extends SqlShuttle {
    private final Set<String> hidden;

    Names(Set<String> hidden) {
      this.hidden = hidden;
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier id) {
      SqlNode value =
          id.isSimple() && !id.isStar() && !hidden.contains(id.getSimple())
              ? values.get(id.getSimple())
              : null;
      return value == null ? id : value.clone(id.getParserPosition());
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY)) {
        return call;
      }
      if (call.getKind() == SqlKind.AS) {
        SqlNode value = Objects.requireNonNull(call.operand(0).accept(this));
        return value == call.operand(0)
            ? call
            : call.getOperator().createCall(call.getParserPosition(), value, call.operand(1));
      }
      return super.visit(call);
    }
  }
}
