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
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeName;
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

  KevoValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader catalog,
      RelDataTypeFactory typeFactory,
      Config config,
      CancelFlag cancel) {
    super(operators, catalog, typeFactory, config);
    this.cancel = cancel;
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
    if (expression instanceof SqlBasicCall call
        && (call.getKind() == SqlKind.PLUS || call.getKind() == SqlKind.MINUS)
        && call.operandCount() == 2) {
      DayArithmetic.apply(
          call, super.deriveType(scope, call.operand(0)), super.deriveType(scope, call.operand(1)));
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
    RelDataType type = inferredType;
    if (node instanceof SqlDynamicParam && type.equals(unknownType)) {
      type = typeFactory.createSqlType(SqlTypeName.VARCHAR);
    } else if (node instanceof SqlDynamicParam && type.isStruct() && type.getFieldCount() == 1) {
      type = type.getFieldList().get(0).getType();
    }
    super.inferUnknownTypes(type, scope, node);
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add("C" + i);
    }
    return names;
  }
}
