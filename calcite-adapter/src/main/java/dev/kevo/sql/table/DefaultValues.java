package dev.kevo.sql.table;

import dev.kevo.sql.parser.KevoParser;
import java.util.Map;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.sql2rel.NullInitializerExpressionFactory;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.jspecify.annotations.Nullable;

/**
 * The values of columns that an INSERT leaves out: their DEFAULT expressions, numbers of their
 * sequences, else NULL. What is computed from the row is NULL until the row is complete.
 */
final class DefaultValues extends NullInitializerExpressionFactory {
  static final DefaultValues INSTANCE = new DefaultValues();

  private DefaultValues() {}

  @Override
  public ColumnStrategy generationStrategy(RelOptTable table, int column) {
    KevoTable kevoTable = table.unwrap(KevoTable.class);
    // The hidden row id is none of the definition's columns.
    return kevoTable == null
            || column >= kevoTable.definition().columns().size()
            || kevoTable.definition().columns().get(column).generation() == null
        ? super.generationStrategy(table, column)
        : ColumnStrategy.DEFAULT;
  }

  @Override
  public RexNode newColumnDefaultValue(RelOptTable table, int column, InitializerContext context) {
    String sql = defaultSql(table, column);
    if (sql == null) {
      return super.newColumnDefaultValue(table, column, context);
    }
    // By the statement's own validator: the context's way takes a plain one, which knows neither
    // our
    // conversions nor hands on the types that it found.
    SqlNode expression = KevoParser.parseExpression(sql);
    SqlValidator validator = ((SqlRexContext) context).getValidator();
    return context.convertExpression(
        validator.validateParameterizedExpression(expression, Map.of()));
  }

  private static @Nullable String defaultSql(RelOptTable table, int column) {
    KevoTable kevoTable = table.unwrap(KevoTable.class);
    // The hidden row id, which changes see, is behind all columns.
    return kevoTable == null || column >= kevoTable.definition().columns().size()
        ? null
        : kevoTable.definition().columns().get(column).defaultSql();
  }
}
