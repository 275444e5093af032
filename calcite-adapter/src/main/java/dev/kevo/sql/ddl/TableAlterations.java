package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.ddl.AlterTableAction;
import dev.kevo.sql.parser.ddl.AlterTableStatement;
import dev.kevo.sql.parser.ddl.ConstraintClause;
import dev.kevo.sql.types.SqlState;
import java.util.Optional;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;

/** ALTER TABLE. */
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
      run(scope.catalog().table(table.get().id()).orElseThrow(), action);
    }
  }

  private void run(TableDef table, AlterTableAction action) {
    if (action instanceof AlterTableAction.AddConstraint add) {
      if (add.constraint() instanceof ConstraintClause clause) {
        new ConstraintDefinitions(scope).add(table, clause);
      } else {
        new PrimaryKeys(scope).add(table, (SqlKeyConstraint) add.constraint());
      }
    } else if (action instanceof AlterTableAction.DropConstraint drop) {
      if (drop.constraint().getSimple().equals(table.primaryKeyName())) {
        new PrimaryKeys(scope).drop(table, drop.cascade());
      } else {
        new ConstraintDefinitions(scope).drop(table, drop);
      }
    } else {
      throw SqlState.NOT_SUPPORTED.failure("this ALTER TABLE is not supported");
    }
  }
}
