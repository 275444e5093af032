package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.parser.ddl.RenameStatement;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ALTER VIEW, ALTER SEQUENCE and ALTER INDEX ... RENAME TO. */
final class Renaming {
  private final DefinitionScope scope;

  Renaming(DefinitionScope scope) {
    this.scope = scope;
  }

  void run(RenameStatement rename) {
    switch (rename.kind()) {
      case VIEW ->
          new ViewDefinitions(scope)
              .find(rename.name(), rename.ifExists())
              .ifPresent(view -> view(view, rename.newName()));
      case SEQUENCE ->
          new SequenceDefinitions(scope)
              .find(rename.name(), rename.ifExists())
              .ifPresent(sequence -> sequence(sequence, rename.newName()));
      case INDEX -> index(rename);
      default -> throw new IllegalArgumentException("no renaming of a " + rename.kind());
    }
  }

  private void view(ViewDef view, String newName) {
    scope.editor().requireFreeTableName(view.schema(), newName);
    scope.editor().put(view.withName(view.schema(), newName));
    new ViewDefinitions(scope).recheck(view.id(), "view " + view.qualifiedName(), false);
  }

  private void sequence(SequenceDef sequence, String newName) {
    if (scope.catalog().sequence(sequence.schema(), newName).isPresent()) {
      throw SqlState.DUPLICATE_TABLE.failure(
          "sequence " + sequence.schema() + "." + newName + " already exists");
    }
    scope.editor().put(sequence.withName(sequence.schema(), newName));
    new ViewDefinitions(scope).recheck(sequence.id(), "sequence " + sequence.name(), false);
  }

  private void index(RenameStatement rename) {
    String schema = scope.schemaOf(rename.name());
    String name = DefinitionScope.nameOf(rename.name());
    Optional<TableDef> found = scope.catalog().tableOfIndex(schema, name);
    if (found.isEmpty()) {
      if (rename.ifExists()) {
        return;
      }
      throw SqlErrors.at(
          SqlState.UNDEFINED_OBJECT,
          "index " + schema + "." + name + " does not exist",
          rename.name().getParserPosition());
    }
    TableDef table = found.get();
    if (scope.catalog().tableOfIndex(schema, rename.newName()).isPresent()) {
      throw SqlState.DUPLICATE_OBJECT.failure(
          "index " + schema + "." + rename.newName() + " already exists");
    }
    List<IndexDef> indexes = new ArrayList<>();
    for (IndexDef index : table.indexes()) {
      boolean meant = index.name().equals(name);
      if (meant) {
        requireOwn(table, index);
      }
      indexes.add(meant ? index.withName(rename.newName()) : index);
    }
    scope.editor().put(table.withRules(indexes, table.constraints()));
  }

  private static void requireOwn(TableDef table, IndexDef index) {
    for (ConstraintDef constraint : table.constraints()) {
      if (IndexDefinitions.indexOf(constraint) == index.id()) {
        throw SqlState.DEPENDENT_OBJECTS.failure(
            "index " + index.name() + " is called as constraint " + constraint.name());
      }
    }
  }
}
