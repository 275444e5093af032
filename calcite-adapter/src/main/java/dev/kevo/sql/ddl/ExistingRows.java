package dev.kevo.sql.ddl;

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

  /** How the entries of one of a table's indexes are added. */
  IndexBackfill backfill(long table, long index) {
    return new IndexBackfill(entries(rules(table), index));
  }

  private static IndexEntries entries(TableRules rules, long index) {
    List<IndexDef> indexes = rules.table().definition().indexes();
    for (int i = 0; i < indexes.size(); i++) {
      if (indexes.get(i).id() == index) {
        return rules.indexes().get(i);
      }
    }
    throw new AssertionError("no index of id " + index);
  }

  /** Gives indexes their entries. */
  void fill(long table, List<Long> indexes) {
    StatementContext context = scope.context();
    for (long index : indexes) {
      backfill(table, index).add(scope.transaction(), null, Long.MAX_VALUE, context);
    }
  }

  /** Fails if a row breaks a check or foreign key. */
  void validate(TableDef table, String constraint) {
    RowValidation.validate(rules(table.id()), constraint, scope.transaction(), scope.context());
  }

  /**
   * Puts a definition in the place of another one whose rows or index entries look otherwise: all
   * of them are written anew.
   */
  void rewrite(TableDef table, TableDef wanted) {
    KevoTable from = scope.tree().table(table.id());
    Map<Long, Long> newIds = new HashMap<>();
    List<IndexDef> indexes = new ArrayList<>();
    for (IndexDef index : wanted.indexes()) {
      long id = scope.editor().nextId();
      newIds.put(index.id(), id);
      scope.editor().removeEntries(index.id());
      indexes.add(index.withId(id));
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
