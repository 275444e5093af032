package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.OrderByScope;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.CancelFlag;
import org.jspecify.annotations.Nullable;

/** Calcite's validator with this product's choices. */
final class KevoValidator extends SqlValidatorImpl {
  private final CancelFlag cancel;
  private @Nullable SqlSelect assigned;
  private List<RelDataType> targets = List.of();
  private final ParameterTypes parameterTypes;

  KevoValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader catalog,
      RelDataTypeFactory typeFactory,
      Config config,
      CancelFlag cancel) {
    super(operators, catalog, typeFactory, config);
    this.cancel = cancel;
    this.parameterTypes = new ParameterTypes(typeFactory);
  }

  /**
   * Says what the columns of a query are assigned to; the parameters among them take these types.
   */
  void assign(SqlSelect select, List<RelDataType> columnTypes) {
    assigned = select;
    targets = columnTypes;
  }

  /** Every expression comes through here. */
  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
    if (cancel.isCancelRequested()) {
      throw new CancellationException("cancelled while it was checked");
    }
    inferFromCall(scope, expression);
    if (expression instanceof SqlBasicCall call
        && (call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS)
        && call.operandCount() == 2) {
      DayArithmetic.apply(
          call, deriveType(scope, call.operand(0)), deriveType(scope, call.operand(1)));
    }
    return super.deriveType(scope, expression);
  }

  @Override
  protected void validateSelect(SqlSelect select, RelDataType targetRowType) {
    CommonColumns.replace(select, this);
    super.validateSelect(
        select,
        select == assigned
            ? typeFactory.createStructType(targets, names(targets.size()))
            : targetRowType);
  }

  /** A plus before a value of any type says nothing, as in H2 and SQLite. */
  @Override
  protected @Nullable SqlNode performUnconditionalRewrites(
      @Nullable SqlNode node, boolean underFrom) {
    SqlNode rewritten = super.performUnconditionalRewrites(node, underFrom);
    return rewritten != null && rewritten.getKind() == SqlKind.PLUS_PREFIX
        ? ((SqlCall) rewritten).operand(0)
        : rewritten;
  }

  /**
   * A parameter of which nothing says the type, as in {@code SELECT ?}, is taken for text; one that
   * is looked for in a query's rows is of their only column's type.
   */
  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    if (node instanceof SqlDynamicParam parameter) {
      inferParameter(inferredType, scope, parameter);
    } else if (node instanceof SqlCall call && isAboutNull(call)) {
      inferUnknownTypes(unknownType, scope, call.operand(0));
    } else if (node instanceof SqlCall call
        && SqlInternalOperators.CAST_NOT_NULL.equals(call.getOperator())) {
      inferUnknownTypes(inferredType, scope, call.operand(0));
    } else if (node instanceof SqlCall call
        && (call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN)
        && call.operand(0) instanceof SqlDynamicParam parameter
        && call.operand(1) instanceof SqlNodeList list) {
      RelDataType type = parameterTypes.firstKnown(list, operand -> known(scope, operand));
      inferUnknownTypes(type == null ? unknownType : type, scope, parameter);
      inferUnknownTypes(type == null ? unknownType : type, scope, list);
    } else {
      inferFromCall(scope, node);
      super.inferUnknownTypes(inferredType, scope, node);
    }
  }

  private static boolean isAboutNull(SqlCall call) {
    return (call.getKind() == SqlKind.IS_NULL || call.getKind() == SqlKind.IS_NOT_NULL)
        && call.operand(0) instanceof SqlDynamicParam;
  }

  private void inferFromCall(SqlValidatorScope scope, SqlNode node) {
    if (node instanceof SqlCase choice) {
      inferResults(scope, choice);
    } else if (node instanceof SqlCall call) {
      inferOperands(scope, call);
    }
  }

  /** The results of a CASE are of one type. */
  private void inferResults(SqlValidatorScope scope, SqlCase choice) {
    List<SqlNode> results = new ArrayList<>(choice.getThenOperands());
    SqlNode otherwise = choice.getElseOperand();
    if (otherwise != null) {
      results.add(otherwise);
    }
    results.replaceAll(
        result ->
            result instanceof SqlCall call
                    && SqlInternalOperators.CAST_NOT_NULL.equals(call.getOperator())
                ? call.operand(0)
                : result);
    for (SqlNode result : results) {
      if (result instanceof SqlDynamicParam parameter
          && getValidatedNodeTypeIfKnown(parameter) == null) {
        RelDataType type = parameterTypes.firstKnown(results, operand -> known(scope, operand));
        if (type != null) {
          inferParameter(type, scope, parameter);
        }
      }
    }
  }

  private void inferOperands(SqlValidatorScope scope, SqlCall call) {
    for (int i = 0; i < call.operandCount(); i++) {
      if (call.operand(i) instanceof SqlCall calculation) {
        inferNumbers(scope, calculation);
      }
      if (call.operand(i) instanceof SqlDynamicParam parameter
          && getValidatedNodeTypeIfKnown(parameter) == null) {
        RelDataType type = parameterTypes.known(parameter);
        if (type == null) {
          type = parameterTypes.of(call, i, operand -> known(scope, operand));
        }
        if (type != null) {
          inferParameter(type, scope, parameter);
        }
      }
    }
  }

  /**
   * Infers parameters of a calculation from the numbers beside them, before the call that it is an
   * operand of asks for its type: {@code n + ? > 6}.
   *
   * @return whether the types of all parameters in it are known
   */
  private boolean inferNumbers(SqlValidatorScope scope, SqlCall call) {
    if (!SqlKind.BINARY_ARITHMETIC.contains(call.getKind()) || call.operandCount() != 2) {
      return true;
    }
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlCall inner && !inferNumbers(scope, inner)) {
        return false;
      }
    }
    for (int i = 0; i < 2; i++) {
      if (call.operand(i) instanceof SqlDynamicParam parameter
          && getValidatedNodeTypeIfKnown(parameter) == null) {
        RelDataType found = parameterTypes.known(parameter);
        RelDataType type = found == null ? known(scope, call.operand(1 - i)) : found;
        if (type == null || !SqlTypeUtil.isNumeric(type)) {
          return false;
        }
        inferParameter(type, scope, parameter);
      }
    }
    return true;
  }

  private void inferParameter(
      RelDataType inferredType, SqlValidatorScope scope, SqlDynamicParam parameter) {
    RelDataType found = parameterTypes.known(parameter);
    RelDataType type = found == null ? inferredType : found;
    if (type.equals(unknownType)) {
      parameterTypes.taken(parameter);
      type = typeFactory.createSqlType(SqlTypeName.VARCHAR);
    } else {
      if (type.isStruct() && type.getFieldCount() == 1) {
        type = type.getFieldList().get(0).getType();
      }
      for (SqlDynamicParam copy : parameterTypes.found(parameter, type)) {
        super.inferUnknownTypes(type, scope, copy);
      }
    }
    super.inferUnknownTypes(type, scope, parameter);
  }

  private @Nullable RelDataType known(SqlValidatorScope scope, SqlNode operand) {
    if (operand instanceof SqlDynamicParam parameter) {
      return parameterTypes.known(parameter);
    }
    RelDataType type = deriveType(scope, operand);
    return type.equals(unknownType) || type.getSqlTypeName() == SqlTypeName.NULL ? null : type;
  }

  /** Calcite's inference passes over what ORDER BY says besides columns. */
  @Override
  public SqlNode expand(SqlNode expression, SqlValidatorScope scope) {
    SqlNode expanded = super.expand(expression, scope);
    if (scope instanceof OrderByScope) {
      inferUnknownTypes(unknownType, scope, expanded);
    }
    return expanded;
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add("C" + i);
    }
    return names;
  }
}
