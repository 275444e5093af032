package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableDraft;
import dev.kevo.sql.catalog.TemporaryDef;
import dev.kevo.sql.parser.ddl.ColumnClause;
import dev.kevo.sql.parser.ddl.ConstraintClause;
import dev.kevo.sql.parser.ddl.CreateTableStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.plan.QueryShape;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE and DROP TABLE. */
final class TableDefinitions {
  private final DefinitionScope scope;

  TableDefinitions(DefinitionScope scope) {
    this.scope = scope;
  }

  void create(CreateTableStatement create) {
    String schema = scope.schemaOf(create.name());
    String name = DefinitionScope.nameOf(create.name());
    CatalogEditor editor = scope.editor();
    editor.requireSchema(schema);
    if (create.ifNotExists() && scope.catalog().table(schema, name).isPresent()) {
      return;
    }
    editor.requireFreeTableName(schema, name);
    TableDraft draft = new TableDraft(editor.nextId(), TableDef.Kind.TABLE, schema, name);
    CreateTableStatement.Content content = create.content();
    SqlNode query = content.query();
    if (query != null) {
      QueryShape shape = scope.planner().shape(query, scope.tree(), scope.defaultSchema());
      columns(shape, content.elements(), draft);
    } else if (content.like() != null) {
      copy(content.like(), draft);
    } else if (content.elements() != null) {
      columns(content.elements(), draft);
    }
    if (content.mapping() != null) {
      if (temporary(create) != null) {
        throw SqlState.NOT_SUPPORTED.failure("a mapped table cannot be temporary");
      }
      TableDef mapped = new MappedDefinitions(scope).finish(draft, content);
      editor.put(withConstraints(mapped, Objects.requireNonNull(content.elements())));
      return;
    }
    TableDef table = draft.finish().withTemporary(temporary(create));
    if (query == null && content.elements() != null) {
      table = withConstraints(withComputed(table, content.elements()), content.elements());
    }
    editor.put(table);
    if (query != null && content.withData()) {
      fill(table, query);
    }
  }

  private @Nullable TemporaryDef temporary(CreateTableStatement create) {
    return switch (create.lifetime()) {
      case PERMANENT -> null;
      case ROWS_OF_TRANSACTION -> new TemporaryDef(scope.session(), true);
      case ROWS_OF_SESSION -> new TemporaryDef(scope.session(), false);
    };
  }

  private void columns(SqlNodeList elements, TableDraft draft) {
    for (SqlNode element : elements) {
      if (element instanceof ColumnClause column) {
        column(column, draft);
      }
    }
    for (SqlNode element : elements) {
      if (element.getKind() == SqlKind.PRIMARY_KEY) {
        List<SqlNode> parts = ((SqlKeyConstraint) element).getOperandList();
        @Nullable SqlNode keyName = parts.get(0);
        draft.primaryKey(
            keyName == null ? null : ((SqlIdentifier) keyName).getSimple(),
            ConstraintClause.names((SqlNodeList) parts.get(1)));
      }
    }
  }

  /** The columns of a query, under names of their own if there are some. */
  private static void columns(QueryShape shape, @Nullable SqlNodeList names, TableDraft draft) {
    if (names != null && names.size() != shape.columns().size()) {
      throw SqlErrors.at(
          SqlState.INVALID_TABLE_DEFINITION,
          names.size() + " names for " + shape.columns().size() + " columns of the query",
          names.getParserPosition());
    }
    for (int i = 0; i < shape.columns().size(); i++) {
      QueryShape.Column column = shape.columns().get(i);
      SqlNode name = names == null ? null : names.get(i);
      if (name != null && !(name instanceof SqlIdentifier)) {
        throw SqlErrors.syntax(
            "only names of columns can go with a query", name.getParserPosition());
      }
      draft.column(
          name == null ? column.name() : ((SqlIdentifier) name).getSimple(),
          column.type().withNullable(true),
          null);
    }
  }

  private void copy(SqlIdentifier like, TableDraft draft) {
    for (ColumnDef column : scope.table(like, false).orElseThrow().columns()) {
      draft.column(column.name(), column.type(), null);
    }
  }

  private void fill(TableDef table, SqlNode query) {
    SqlIdentifier target =
        new SqlIdentifier(List.of(table.schema(), table.name()), SqlParserPos.ZERO);
    new OwnStatements(scope)
        .change(new SqlInsert(SqlParserPos.ZERO, SqlNodeList.EMPTY, target, query, null));
  }

  private TableDef withConstraints(TableDef table, SqlNodeList elements) {
    TableDef result = table;
    for (SqlNode element : elements) {
      if (element instanceof ConstraintClause constraint) {
        result = new ConstraintDefinitions(scope).with(result, constraint);
      }
    }
    return result;
  }

  /** Expressions may name columns that come later, so they are looked at when all are there. */
  private TableDef withComputed(TableDef table, SqlNodeList elements) {
    TableDef result = table;
    for (SqlNode element : elements) {
      if (element instanceof ColumnClause column && column.computed() != null) {
        if (table.isKeyColumn(table.columnIndex(column.name()))) {
          throw SqlState.INVALID_TABLE_DEFINITION.failure(
              "computed column " + column.name() + " cannot be part of the primary key");
        }
        result = new ColumnExpressions(scope).withComputed(result, column);
      }
    }
    return result;
  }

  private void column(ColumnClause column, TableDraft draft) {
    ColumnType type = ColumnDefinitions.type(column);
    ColumnGeneration generation =
        new ColumnDefinitions(scope)
            .generation(column, type, draft.id(), draft.schema(), draft.columnCount());
    draft.column(column.name(), type, generation);
  }

  void drop(DropStatement drop, SqlIdentifier name, Removal removal) {
    scope.table(name, drop.ifExists()).ifPresent(removal::add);
  }
}
