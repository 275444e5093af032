package dev.kevo.sql.catalog;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Transaction;

/**
 * Gives out the hidden ids of rows without primary key. Ids come from blocks that are reserved in
 * the store by transactions of their own, so that no user's transactions conflict over them; what
 * is left of a block when the database closes is never given out. Thread-safe.
 */
final class RowIds {
  private static final long BLOCK = 1 << 20;

  private final Database database;
  private final Keyspace keyspace;
  private long next;
  private long end;

  RowIds(Database database, Keyspace keyspace) {
    this.database = database;
    this.keyspace = keyspace;
  }

  synchronized long next() {
    while (next == end) {
      reserve();
    }
    return next++;
  }

  /** Reserves a block; does nothing if another one got in between. */
  private void reserve() {
    try (Transaction transaction = database.begin()) {
      byte[] stored = transaction.get(keyspace, CatalogKeys.ROW_ID_END);
      long start = stored == null ? 1 : CatalogKeys.fixed64(stored, 0);
      transaction.put(keyspace, CatalogKeys.ROW_ID_END, CatalogKeys.fixed64(start + BLOCK));
      transaction.commit();
      next = start;
      end = start + BLOCK;
    } catch (ConflictException e) {
      // The caller tries again, after the block that the other one took.
    }
  }
}
