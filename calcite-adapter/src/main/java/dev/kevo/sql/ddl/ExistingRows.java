package dev.kevo.sql.ddl;

import dev.kevo.engine.ReadView;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.IndexBackfill;
import dev.kevo.sql.exec.IndexEntries;
import dev.kevo.sql.exec.RowValidation;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableRewrite;
import dev.kevo.sql.exec.TableRules;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.SchemaTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the rows that a table has under indexes and constraints that are new. */
final class ExistingRows {
  private final DefinitionScope scope;

  ExistingRows(DefinitionScope scope) {
    this.scope = scope;
  }

  /** What writing a table's rows entails, as the transaction has defined it so far. */
  TableRules rules(long table) {
    SchemaTree tree = scope.tree();
    KevoTable defined = tree.table(table);
    return scope.planner().rules(defined, tree, scope.defaultSchema());
  }

  /** The entries of one of a table's indexes as another state defines them; empty for none. */
  Optional<IndexEntries> entries(ReadView state, long table, long index) {
    Catalog catalog = scope.store().current(state, scope.session(), new Slice());
    if (catalog.table(table).isEmpty()) {
      return Optional.empty();
    }
    SchemaTree tree = scope.trees().apply(catalog);
    return entries(scope.planner().rules(tree.table(table), tree, scope.defaultSchema()), index);
  }

  private static Optional<IndexEntries> entries(TableRules rules, long index) {
    return rules.indexes().stream()
        .filter(entries -> entries.index().definition().id() == index)
        .findAny();
  }

  /** Gives indexes their entries. */
  void fill(long table, List<Long> indexes) {
    StatementContext context = scope.context();
    TableRules rules = rules(table);
    for (long index : indexes) {
      new IndexBackfill(entries(rules, index).orElseThrow()).run(scope.transaction(), context);
    }
  }

  /** Fails if a row breaks a check or foreign key. */
  void validate(TableDef table, String constraint) {
    RowValidation.validate(rules(table.id()), constraint, scope.transaction(), scope.context());
  }

  /**
   * Puts a definition in the place of another one whose rows or index entries look otherwise: all
   * of them are written anew. An index that is being built goes; its build defines it anew.
   */
  void rewrite(TableDef table, TableDef wanted) {
    KevoTable from = scope.tree().table(table.id());
    Map<Long, Long> newIds = new HashMap<>();
    List<IndexDef> indexes = new ArrayList<>();
    for (IndexDef index : wanted.indexes()) {
      long id = scope.editor().nextId();
      scope.editor().removeEntries(index.id());
      if (index.isReady()) {
        newIds.put(index.id(), id);
        indexes.add(index.withId(id));
      }
    }
    List<ConstraintDef> constraints = new ArrayList<>();
    for (ConstraintDef constraint : wanted.constraints()) {
      constraints.add(constraint.withIndexes(newIds));
    }
    scope.editor().put(wanted.withRules(indexes, constraints));
    KevoTable to = scope.tree().table(table.id());
    TableRewrite.run(from, to, scope.store()::nextRowId, scope.transaction(), scope.context());
    fill(table.id(), List.copyOf(newIds.values()));
  }
}
