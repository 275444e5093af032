package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.ddl.TruncateStatement;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;

/** TRUNCATE TABLE: empties tables at the cost of one write each, whatever they hold. */
final class Truncation {
  private final DefinitionScope scope;

  Truncation(DefinitionScope scope) {
    this.scope = scope;
  }

  void run(TruncateStatement truncate) {
    Map<Long, TableDef> tables = new LinkedHashMap<>();
    for (SqlIdentifier name : truncate.names()) {
      TableDef table = scope.table(name, false).orElseThrow();
      MappedDefinitions.requireUnmapped(table, "only DELETE can empty it");
      tables.put(table.id(), table);
    }
    addChildren(tables, truncate.cascade());
    for (TableDef table : tables.values()) {
      scope.editor().empty(table);
      if (truncate.restartsIdentity()) {
        table.columns().forEach(this::restart);
      }
    }
  }

  /** Adds the tables that reference these, whose rows would be left without their parents. */
  private void addChildren(Map<Long, TableDef> tables, boolean cascade) {
    Deque<TableDef> open = new ArrayDeque<>(tables.values());
    while (!open.isEmpty()) {
      TableDef parent = open.remove();
      for (Catalog.Reference reference : scope.catalog().references(parent.id())) {
        TableDef child = reference.table();
        if (tables.containsKey(child.id())) {
          continue;
        }
        if (!cascade) {
          throw SqlState.DEPENDENT_OBJECTS.failure(
              "table "
                  + child.qualifiedName()
                  + " references "
                  + parent.qualifiedName()
                  + " (CASCADE empties both)");
        }
        scope.store().lockTable(scope.transaction(), child.id());
        tables.put(child.id(), child);
        open.add(child);
      }
    }
  }

  private void restart(ColumnDef column) {
    if (column.generation() instanceof ColumnGeneration.Identity identity) {
      SequenceDef sequence = scope.catalog().sequence(identity.sequence()).orElseThrow();
      scope
          .editor()
          .put(sequence.restarted(scope.editor().newCounter(), sequence.options().start()));
    }
  }
}
