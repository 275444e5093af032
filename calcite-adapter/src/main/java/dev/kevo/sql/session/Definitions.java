package dev.kevo.sql.session;

import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.NewTable;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.DeclaredType;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlColumnDeclaration;
import org.apache.calcite.sql.ddl.SqlCreateSchema;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.ddl.SqlDropSchema;
import org.apache.calcite.sql.ddl.SqlDropTable;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE and DROP, carried out on the catalogue inside a transaction. */
final class Definitions {
  private final SqlEngine engine;
  private final CatalogStore store;
  private final String defaultSchema;

  Definitions(SqlEngine engine, String defaultSchema) {
    this.engine = engine;
    this.store = engine.store();
    this.defaultSchema = defaultSchema;
  }

  void run(SqlNode statement, Transaction transaction) {
    if (statement instanceof SqlCreateTable create) {
      createTable(create, transaction);
    } else if (statement instanceof SqlDropTable drop) {
      store.dropTable(transaction, schemaOf(drop.name), nameOf(drop.name), drop.ifExists);
    } else if (statement instanceof SqlCreateSchema create) {
      store.createSchema(transaction, simple(create.name), create.ifNotExists);
    } else if (statement instanceof SqlDropSchema drop) {
      store.dropSchema(transaction, simple(drop.name), drop.ifExists);
    } else {
      throw SqlState.NOT_SUPPORTED.failure(statement.getKind() + " is not supported");
    }
  }

  private String schemaOf(SqlIdentifier name) {
    if (name.names.size() > 2) {
      throw SqlState.INVALID_NAME.failure(name + " has more parts than schema and table");
    }
    return name.isSimple() ? defaultSchema : name.names.get(0);
  }

  private static String nameOf(SqlIdentifier name) {
    return name.names.get(name.names.size() - 1);
  }

  private static String simple(SqlIdentifier name) {
    if (!name.isSimple()) {
      throw SqlState.INVALID_NAME.failure("a schema's name has one part: " + name);
    }
    return name.getSimple();
  }

  private void createTable(SqlCreateTable create, Transaction transaction) {
    if (create.columnList == null || create.query != null) {
      throw SqlState.NOT_SUPPORTED.failure("CREATE TABLE needs a list of columns and no query");
    }
    SchemaTree tree = engine.tree(store.current(transaction));
    List<NewTable.Column> columns = new ArrayList<>();
    List<String> key = List.of();
    String keyName = null;
    for (SqlNode element : create.columnList) {
      if (element instanceof SqlColumnDeclaration column) {
        columns.add(column(column, tree));
      } else if (element.getKind() == SqlKind.PRIMARY_KEY) {
        if (!key.isEmpty()) {
          throw SqlState.INVALID_TABLE_DEFINITION.failure("a table has one primary key at most");
        }
        List<SqlNode> parts = ((SqlKeyConstraint) element).getOperandList();
        keyName = parts.get(0) == null ? null : ((SqlIdentifier) parts.get(0)).getSimple();
        key = names((SqlNodeList) parts.get(1));
      } else {
        throw SqlState.NOT_SUPPORTED.failure(element.getKind() + " is not supported");
      }
    }
    String schema = schemaOf(create.name);
    NewTable table = new NewTable(schema, nameOf(create.name), columns, key, keyName);
    store.createTable(transaction, table, create.ifNotExists);
  }

  private static List<String> names(SqlNodeList list) {
    List<String> names = new ArrayList<>();
    for (SqlNode name : list) {
      names.add(((SqlIdentifier) name).getSimple());
    }
    return names;
  }

  private NewTable.Column column(SqlColumnDeclaration column, SchemaTree tree) {
    ColumnType type = DeclaredType.of(column.dataType);
    String name = column.name.getSimple();
    SqlNode expression = column.expression;
    if (expression == null) {
      return new NewTable.Column(name, type, null);
    }
    checkDefault(expression, tree, type, name);
    String sql =
        expression
            .toSqlString(c -> c.withDialect(CalciteSqlDialect.DEFAULT).withIndentation(0))
            .getSql();
    return new NewTable.Column(name, type, sql);
  }

  /** Plans and runs the default once, so that INSERT will not be the first to find it wrong. */
  private void checkDefault(SqlNode expression, SchemaTree tree, ColumnType type, String name) {
    SqlNode copy = expression.clone(SqlParserPos.ZERO);
    SqlNode values =
        SqlStdOperatorTable.VALUES.createCall(
            SqlParserPos.ZERO, SqlStdOperatorTable.ROW.createCall(SqlParserPos.ZERO, copy));
    Plan plan = engine.planner().plan(values, tree, defaultSchema);
    if (plan.parameters().getFieldCount() > 0 || !(plan instanceof Plan.Query query)) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure(
          "the default of column " + name + " cannot have parameters");
    }
    StatementContext context =
        new StatementContext(engine.database(), new Object[0], new CancelToken());
    try (RowCursor rows = query.rows().open(context, 0)) {
      rows.next();
      @Nullable Object value = rows.row()[0];
      ColumnValues.convert(value, type.withNullable(true), name);
    }
  }
}
