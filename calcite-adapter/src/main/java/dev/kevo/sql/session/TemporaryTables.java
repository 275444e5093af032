package dev.kevo.sql.session;

import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.TableDef;
import java.util.concurrent.ThreadLocalRandom;

/** The temporary tables of one session. For one thread at a time. */
final class TemporaryTables {
  private final SqlEngine engine;
  private final long session = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  private boolean any;

  TemporaryTables(SqlEngine engine) {
    this.engine = engine;
  }

  /** The number that the tables carry; no session of an earlier run had it. */
  long session() {
    return session;
  }

  /** To be called when the session may have made one. */
  void made() {
    any = true;
  }

  /** Deletes the rows that last for a transaction only, as part of it. */
  void beforeCommit(Transaction transaction) {
    if (!any) {
      return;
    }
    CatalogEditor editor = engine.store().edit(transaction, session);
    for (TableDef table : editor.catalog().temporary(session)) {
      if (table.isEmptiedAtCommit()) {
        editor.empty(table);
      }
    }
  }

  /** Drops them all, at the session's end. */
  void drop() {
    if (!any) {
      return;
    }
    try {
      engine.removeTemporary(table -> table.session() == session);
    } catch (RuntimeException e) {
      // They are dropped when the database is opened the next time; nobody sees them until then.
      return;
    }
  }
}
