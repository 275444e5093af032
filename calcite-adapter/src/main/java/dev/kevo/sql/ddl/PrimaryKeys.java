package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.ddl.ConstraintClause;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.jspecify.annotations.Nullable;

/**
 * Adds and drops primary keys of tables that may have rows. Rows lie under their key, so all of
 * them are written anew, and their index entries with them.
 */
final class PrimaryKeys {
  private final DefinitionScope scope;

  PrimaryKeys(DefinitionScope scope) {
    this.scope = scope;
  }

  void add(TableDef table, SqlKeyConstraint clause) {
    if (table.primaryKeyName() != null) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure("a table has one primary key at most");
    }
    List<SqlNode> parts = clause.getOperandList();
    @Nullable SqlNode given = parts.get(0);
    String name = given == null ? "PK_" + table.name() : ((SqlIdentifier) given).getSimple();
    List<ColumnDef> columns = new ArrayList<>(table.columns());
    List<Integer> key = new ArrayList<>();
    for (String column : ConstraintClause.names((SqlNodeList) parts.get(1))) {
      int ordinal = table.ordinal(IndexDefinitions.columnId(table, column));
      if (key.contains(ordinal)) {
        throw SqlState.DUPLICATE_COLUMN.failure("the primary key has column " + column + " twice");
      }
      key.add(ordinal);
      ColumnDef old = columns.get(ordinal);
      columns.set(ordinal, old.withType(old.type().withNullable(false)));
    }
    new ExistingRows(scope).rewrite(table, table.withColumns(columns).withPrimaryKey(key, name));
  }

  void drop(TableDef table, boolean cascade) {
    new ConstraintDefinitions(scope)
        .releaseReferences(
            table, table.primaryKeyIds(), String.valueOf(table.primaryKeyName()), cascade);
    TableDef current = scope.catalog().table(table.id()).orElseThrow();
    new ExistingRows(scope).rewrite(current, current.withPrimaryKey(List.of(), null));
  }
}
