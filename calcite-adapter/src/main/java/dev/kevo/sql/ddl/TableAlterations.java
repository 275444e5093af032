package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.ddl.AlterTableAction;
import dev.kevo.sql.parser.ddl.AlterTableStatement;
import dev.kevo.sql.parser.ddl.ConstraintClause;
import dev.kevo.sql.types.SqlState;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;

/** ALTER TABLE: its actions, one after the other. */
final class TableAlterations {
  private final DefinitionScope scope;

  TableAlterations(DefinitionScope scope) {
    this.scope = scope;
  }

  void run(AlterTableStatement alter) {
    Optional<TableDef> table = scope.table(alter.name(), alter.ifExists());
    if (table.isEmpty()) {
      return;
    }
    for (AlterTableAction action : alter.actions()) {
      if (!(action instanceof AlterTableAction.RenameTable)
          && !(action instanceof AlterTableAction.SetSchema)) {
        MappedDefinitions.requireUnmapped(table.get(), "drop it and map it again to change it");
      }
      run(scope.catalog().table(table.get().id()).orElseThrow(), action);
    }
  }

  private void run(TableDef table, AlterTableAction action) {
    ColumnAlterations columns = new ColumnAlterations(scope, table);
    if (action instanceof AlterTableAction.AddConstraint add) {
      addConstraint(table, add.constraint());
    } else if (action instanceof AlterTableAction.DropConstraint drop) {
      dropConstraint(table, drop);
    } else if (action instanceof AlterTableAction.DropPrimaryKey drop) {
      dropPrimaryKey(table, drop);
    } else if (action instanceof AlterTableAction.RenameConstraint rename) {
      new RenamedConstraint(scope).run(table, rename);
    } else if (action instanceof AlterTableAction.RenameTable rename) {
      move(table, table.schema(), rename.newName().getSimple());
    } else if (action instanceof AlterTableAction.SetSchema set) {
      scope.editor().requireSchema(set.schema().getSimple());
      move(table, set.schema().getSimple(), table.name());
    } else if (action instanceof AlterTableAction.AddColumn add) {
      columns.add(add).forEach(constraint -> addConstraint(current(table), constraint));
    } else if (action instanceof AlterTableAction.DropColumn drop) {
      columns.drop(drop);
    } else if (action instanceof AlterTableAction.RenameColumn rename) {
      columns.rename(rename);
    } else if (action instanceof AlterTableAction.SetDefault set) {
      columns.setDefault(set);
    } else if (action instanceof AlterTableAction.SetNullable set) {
      columns.setNullable(set);
    } else if (action instanceof AlterTableAction.SetType set) {
      columns.setType(set);
    } else if (action instanceof AlterTableAction.AddIdentity add) {
      columns.addIdentity(add);
    } else if (action instanceof AlterTableAction.AlterIdentity alter) {
      columns.alterIdentity(alter);
    } else if (action instanceof AlterTableAction.DropIdentity drop) {
      columns.dropIdentity(drop);
    }
  }

  private TableDef current(TableDef table) {
    return scope.catalog().table(table.id()).orElseThrow();
  }

  private void addConstraint(TableDef table, SqlNode constraint) {
    if (constraint instanceof ConstraintClause clause) {
      new ConstraintDefinitions(scope).add(table, clause);
    } else {
      new PrimaryKeys(scope).add(table, (SqlKeyConstraint) constraint);
    }
  }

  private void dropConstraint(TableDef table, AlterTableAction.DropConstraint drop) {
    if (drop.constraint().getSimple().equals(table.primaryKeyName())) {
      new PrimaryKeys(scope).drop(table, drop.cascade());
    } else {
      new ConstraintDefinitions(scope).drop(table, drop);
    }
  }

  private void dropPrimaryKey(TableDef table, AlterTableAction.DropPrimaryKey drop) {
    if (table.primaryKeyName() == null) {
      throw SqlState.UNDEFINED_OBJECT.failure(
          "table " + table.qualifiedName() + " has no primary key");
    }
    new PrimaryKeys(scope).drop(table, drop.cascade());
  }

  private void move(TableDef table, String schema, String name) {
    if (schema.equals(table.schema()) && name.equals(table.name())) {
      return;
    }
    scope.editor().requireFreeTableName(schema, name);
    if (!schema.equals(table.schema())) {
      table
          .indexes()
          .forEach(
              index -> {
                if (scope.catalog().tableOfIndex(schema, index.name()).isPresent()) {
                  throw SqlState.DUPLICATE_OBJECT.failure(
                      "index " + schema + "." + index.name() + " already exists");
                }
              });
    }
    scope.editor().put(table.withName(schema, name));
    new ViewDefinitions(scope).recheck(table.id(), "table " + table.qualifiedName(), false);
  }
}
