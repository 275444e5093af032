package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.CatalogObject;
import dev.kevo.sql.catalog.IndexBuilds;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.IndexBackfill;
import dev.kevo.sql.parser.ddl.CreateIndexStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CREATE INDEX while others write: a transaction defines the index as being built, from when on all
 * writers keep it; then many small ones add the entries of rows that were there; a last one
 * declares it ready. Each relies on the rows that it reads staying as they are, and is repeated if
 * they do not. If one fails for good, the index is dropped; if the process ends, the next open does
 * that.
 */
public final class IndexBuild {
  private static final long ROWS_MAX = 1_000;
  private static final long ROWS_MIN = 10;

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
    Optional<IndexDefinitions.Defined> defined =
        transactions.run(
            (scope, again) -> {
              scope.store().lock(scope.transaction());
              return new IndexDefinitions(scope).define(statement, IndexDef.State.BUILDING);
            });
    if (defined.isEmpty()) {
      return;
    }
    IndexDefinitions.Defined index = defined.get();
    try {
      fill(index);
      transactions.run(
          (scope, again) -> {
            replace(scope, index, IndexDef.State.READY);
            return index;
          });
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

  private void fill(IndexDefinitions.Defined index) throws SQLException {
    IndexBuilds builds =
        transactions.run(
            (scope, again) -> {
              TableDef table = scope.catalog().table(index.table()).orElseThrow();
              long rows = (long) scope.tree().table(index.table()).rowCount();
              IndexBuilds all = scope.store().builds();
              all.begin(index.id(), table, DefinitionScope.nameOf(statement.name()), rows);
              return all;
            });
    try {
      byte[] last = null;
      do {
        byte[] after = last;
        long[] wanted = {ROWS_MAX};
        IndexBackfill.Step step =
            transactions.run(
                (scope, again) -> {
                  wanted[0] = again ? Math.max(ROWS_MIN, wanted[0] / 2) : wanted[0];
                  return new ExistingRows(scope)
                      .backfill(index.table(), index.id())
                      .add(scope.transaction(), after, wanted[0], scope.context());
                });
        builds.advance(index.id(), step.rows());
        last = step.last();
      } while (last != null);
    } finally {
      builds.end(index.id());
    }
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
