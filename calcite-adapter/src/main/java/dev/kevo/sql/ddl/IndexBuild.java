package dev.kevo.sql.ddl;

import dev.kevo.engine.Snapshot;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.CatalogObject;
import dev.kevo.sql.catalog.IndexBuilds;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.IndexEntries;
import dev.kevo.sql.exec.IndexLoad;
import dev.kevo.sql.exec.PendingEntries;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.parser.ddl.CreateIndexStatement;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlStateException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CREATE INDEX while others write. A transaction defines the index as being built; from then on
 * writers note beside it what they change ({@link dev.kevo.sql.row.PendingEntry}). The entries of
 * the rows of a later state are loaded, what is noted is brought in, and a last transaction, which
 * keeps the table's writers out, brings in the rest and declares the index ready. If one fails for
 * good, the index is dropped; if the process ends, the next open does that.
 *
 * <p>A definition that empties or rewrites the table meanwhile drops the index; then it is defined
 * and built anew.
 */
public final class IndexBuild {
  private final CreateIndexStatement statement;
  private final Transactions transactions;

  public IndexBuild(CreateIndexStatement statement, Transactions transactions) {
    this.statement = statement;
    this.transactions = transactions;
  }

  /** Runs transactions, each of its own, again and again if they conflict. */
  public interface Transactions {
    /** Runs one and commits it. */
    <T extends @Nullable Object> T run(Step<T> step) throws SQLException;

    /** Runs one that is not to be stopped by the statement's cancel token. */
    <T extends @Nullable Object> T runToTheEnd(Step<T> step) throws SQLException;
  }

  /** What one transaction does. */
  public interface Step<T extends @Nullable Object> {
    /**
     * Does it.
     *
     * @param again whether it was tried before
     */
    T run(DefinitionScope scope, boolean again);
  }

  /** Builds the index. */
  public void run() throws SQLException {
    Optional<IndexDefinitions.Defined> index;
    do {
      index = transactions.run((scope, again) -> define(scope));
    } while (index.isPresent() && !build(index.get()));
  }

  private Optional<IndexDefinitions.Defined> define(DefinitionScope scope) {
    try {
      return defined(scope);
    } catch (SqlStateException e) {
      throw NamedPlace.of(e, statement);
    }
  }

  private Optional<IndexDefinitions.Defined> defined(DefinitionScope scope) {
    scope.store().lock(scope.transaction());
    IndexDefinitions definitions = new IndexDefinitions(scope);
    if (scope.table(statement.table(), false).orElseThrow().isTemporary()) {
      // Nobody else can write to it.
      definitions.create(statement);
      return Optional.empty();
    }
    return definitions.define(statement, IndexDef.State.BUILDING);
  }

  /** Builds an index; false if it was dropped meanwhile. */
  private boolean build(IndexDefinitions.Defined index) throws SQLException {
    try {
      transactions.run(
          (scope, again) -> {
            load(scope, index);
            return index;
          });
      return transactions.run((scope, again) -> finish(scope, index));
    } catch (Throwable e) {
      try {
        transactions.runToTheEnd(
            (scope, again) -> {
              replace(scope, index, null);
              return index;
            });
      } catch (RuntimeException | SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void load(DefinitionScope scope, IndexDefinitions.Defined index) {
    IndexBuilds builds = scope.store().builds();
    StatementContext context = scope.boundedContext();
    try (Snapshot state = scope.database().snapshot()) {
      Optional<IndexEntries> found =
          new ExistingRows(scope).entries(state, index.table(), index.id());
      if (found.isEmpty()) {
        return;
      }
      IndexEntries entries = found.get();
      KevoTable table = entries.index().table();
      builds.begin(
          index.id(),
          table.definition(),
          entries.index().definition().name(),
          (long) table.rowCount());
      new IndexLoad(entries, scope.database())
          .run(state, rows -> builds.advance(index.id(), rows), context);
      new PendingEntries(entries).catchUp(scope.database(), context);
    } finally {
      builds.end(index.id());
      context.close();
    }
  }

  private static boolean finish(DefinitionScope scope, IndexDefinitions.Defined index) {
    scope.store().lock(scope.transaction());
    scope.store().lockTable(scope.transaction(), index.table());
    Optional<IndexEntries> found =
        new ExistingRows(scope).entries(scope.transaction(), index.table(), index.id());
    if (found.isEmpty()) {
      // It was swept already, before the load ended.
      scope.editor().deleteEntries(index.id());
      return false;
    }
    new PendingEntries(found.get()).finish(scope.transaction(), scope.context());
    scope.editor().deletePending(index.id());
    replace(scope, index, IndexDef.State.READY);
    return true;
  }

  /** Gives the index another state, or drops it; does nothing if it is gone. */
  private static void replace(
      DefinitionScope scope, IndexDefinitions.Defined index, IndexDef.@Nullable State state) {
    scope.store().lock(scope.transaction());
    scope
        .catalog()
        .table(index.table())
        .filter(table -> table.indexes().stream().anyMatch(i -> i.id() == index.id()))
        .ifPresent(table -> replace(scope.editor(), table, index.id(), state));
  }

  private static void replace(
      CatalogEditor editor, TableDef table, long index, IndexDef.@Nullable State state) {
    List<IndexDef> indexes =
        table.indexes().stream()
            .filter(i -> state != null || i.id() != index)
            .map(i -> state != null && i.id() == index ? i.withState(state) : i)
            .toList();
    if (state == null) {
      editor.removeEntries(index);
    }
    editor.put(table.withRules(indexes, table.constraints()));
  }

  /**
   * Drops the indexes that were being built when the database was closed. To be called when SQL is
   * opened, before any session.
   *
   * @return whether there were any
   */
  public static boolean dropUnfinished(CatalogEditor editor) {
    boolean found = false;
    for (CatalogObject object : editor.catalog().objects()) {
      if (object instanceof TableDef defined) {
        for (IndexDef index : defined.indexes()) {
          if (!index.isReady()) {
            TableDef table = editor.catalog().table(defined.id()).orElseThrow();
            replace(editor, table, index.id(), null);
            found = true;
          }
        }
      }
    }
    return found;
  }
}
