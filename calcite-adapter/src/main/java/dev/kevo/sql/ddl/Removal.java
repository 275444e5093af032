package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.CatalogObject;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects that are to go together. What depends on one of them and is not among them either keeps
 * all of them from going (RESTRICT) or goes too (CASCADE): views as a whole, of a table its foreign
 * key or its column's default.
 */
final class Removal {
  private final DefinitionScope scope;
  private final boolean cascade;
  private final Map<Long, CatalogObject> going = new LinkedHashMap<>();

  Removal(DefinitionScope scope, boolean cascade) {
    this.scope = scope;
    this.cascade = cascade;
  }

  /** Adds an object, and what belongs to it. */
  void add(CatalogObject object) {
    if (going.put(object.id(), object) == null && object instanceof TableDef table) {
      for (CatalogObject other : scope.catalog().objects()) {
        if (other instanceof SequenceDef sequence && sequence.ownerTable() == table.id()) {
          add(sequence);
        }
      }
    }
  }

  /** Removes them all. */
  void run() {
    Catalog catalog = scope.catalog();
    List<TableDef> changed = new ArrayList<>();
    addViews(catalog);
    for (CatalogObject object : List.copyOf(catalog.objects())) {
      if (object instanceof TableDef table && !going.containsKey(table.id())) {
        TableDef without = withoutDependents(table);
        if (!without.equals(table)) {
          changed.add(without);
        }
      }
    }
    CatalogEditor editor = scope.editor();
    changed.forEach(editor::put);
    going.values().forEach(editor::remove);
  }

  /** Adds the views that use what goes, and those that use them. */
  private void addViews(Catalog catalog) {
    boolean more = true;
    while (more) {
      more = false;
      for (CatalogObject object : catalog.objects()) {
        if (object instanceof ViewDef view && !going.containsKey(view.id()) && uses(view.uses())) {
          refuse("view " + view.qualifiedName());
          add(view);
          more = true;
        }
      }
    }
  }

  private boolean uses(List<Long> ids) {
    return ids.stream().anyMatch(going::containsKey);
  }

  private void refuse(String dependent) {
    if (!cascade) {
      String name = going.values().iterator().next().name();
      throw SqlState.DEPENDENT_OBJECTS.failure(
          name + " cannot be dropped: " + dependent + " depends on it (CASCADE drops both)");
    }
  }

  private TableDef withoutDependents(TableDef table) {
    TableDef result = table;
    ConstraintDefinitions constraints = new ConstraintDefinitions(scope);
    for (ConstraintDef constraint : table.constraints()) {
      if (constraint instanceof ConstraintDef.ForeignKey key
          && going.containsKey(key.referencedTable())) {
        refuse("foreign key " + key.name() + " of table " + table.qualifiedName());
        result = constraints.without(result, key);
      }
    }
    for (ColumnDef column : table.columns()) {
      if (column.generation() instanceof ColumnGeneration.Default given && uses(given.uses())) {
        refuse("the default of column " + table.qualifiedName() + "." + column.name());
        result = result.withColumn(column.withGeneration(null));
      }
    }
    return result;
  }
}
