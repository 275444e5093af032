package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableDraft;
import dev.kevo.sql.parser.ddl.ColumnClause;
import dev.kevo.sql.parser.ddl.ConstraintClause;
import dev.kevo.sql.parser.ddl.CreateTableStatement;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
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
    SqlNodeList elements = create.content().elements();
    if (elements == null || create.content().query() != null) {
      throw SqlState.NOT_SUPPORTED.failure("CREATE TABLE needs a list of columns and no query");
    }
    TableDraft draft = new TableDraft(editor.nextId(), TableDef.Kind.TABLE, schema, name);
    for (SqlNode element : elements) {
      if (element instanceof ColumnClause column) {
        column(column, draft, schema);
      }
    }
    for (SqlNode element : elements) {
      if (element.getKind() == SqlKind.PRIMARY_KEY) {
        List<SqlNode> parts = ((SqlKeyConstraint) element).getOperandList();
        @Nullable SqlNode keyName = parts.get(0);
        draft.primaryKey(
            keyName == null ? null : ((SqlIdentifier) keyName).getSimple(),
            names((SqlNodeList) parts.get(1)));
      } else if (!(element instanceof ColumnClause || element instanceof ConstraintClause)) {
        throw SqlState.NOT_SUPPORTED.failure(element.getKind() + " is not supported");
      }
    }
    TableDef table = withComputed(draft.finish(), elements);
    for (SqlNode element : elements) {
      if (element instanceof ConstraintClause constraint) {
        table = new ConstraintDefinitions(scope).with(table, constraint);
      }
    }
    editor.put(table);
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

  private static List<String> names(SqlNodeList list) {
    List<String> names = new ArrayList<>();
    for (SqlNode name : list) {
      names.add(((SqlIdentifier) name).getSimple());
    }
    return names;
  }

  private void column(ColumnClause column, TableDraft draft, String schema) {
    ColumnType type = ColumnDefinitions.type(column);
    ColumnGeneration generation =
        new ColumnDefinitions(scope)
            .generation(column, type, draft.id(), schema, draft.columnCount());
    draft.column(column.name(), type, generation);
  }

  void drop(DropStatement drop, SqlIdentifier name, Removal removal) {
    scope.table(name, drop.ifExists()).ifPresent(removal::add);
  }
}
