package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.ddl.AlterTableAction;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;

/** ALTER TABLE ... RENAME CONSTRAINT: the index that was made with it takes the name, too. */
final class RenamedConstraint {
  private final DefinitionScope scope;

  RenamedConstraint(DefinitionScope scope) {
    this.scope = scope;
  }

  void run(TableDef table, AlterTableAction.RenameConstraint rename) {
    String name = rename.constraint().getSimple();
    String newName = rename.newName().getSimple();
    if (new ConstraintDefinitions(scope).isTaken(table, newName)) {
      throw SqlState.DUPLICATE_OBJECT.failure(
          "constraint " + newName + " of table " + table.qualifiedName() + " already exists");
    }
    if (name.equals(table.primaryKeyName())) {
      scope.editor().put(table.withPrimaryKey(table.primaryKey(), newName));
      return;
    }
    List<ConstraintDef> constraints = new ArrayList<>();
    long indexId = 0;
    boolean found = false;
    for (ConstraintDef constraint : table.constraints()) {
      boolean meant = constraint.name().equals(name);
      constraints.add(meant ? constraint.withName(newName) : constraint);
      if (meant) {
        found = true;
        indexId = IndexDefinitions.indexOf(constraint);
      }
    }
    if (!found) {
      throw ConstraintDefinitions.noSuchConstraint(table, name);
    }
    List<IndexDef> indexes = new ArrayList<>();
    for (IndexDef index : table.indexes()) {
      indexes.add(index.id() == indexId ? index.withName(newName) : index);
    }
    scope.editor().put(table.withRules(indexes, constraints));
  }
}
