package dev.kevo.sql.catalog;

import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.types.SqlState;
import java.util.UUID;

/**
 * Changes the catalogue inside a transaction, one object at a time. What it is told must make sense
 * together: the statements' executors see to that.
 */
public final class CatalogEditor {
  private final CatalogStore store;
  private final Transaction transaction;
  private final Keyspace keyspace;

  CatalogEditor(CatalogStore store, Transaction transaction) {
    this.store = store;
    this.transaction = transaction;
    this.keyspace = store.keyspace();
  }

  /** What is defined, the changes made so far included. */
  public Catalog catalog() {
    return store.current(transaction);
  }

  /** An id for a new object or index; one that is rolled back takes none. */
  public long nextId() {
    byte[] stored = transaction.get(keyspace, CatalogKeys.NEXT_ID);
    long id = stored == null ? 1 : CatalogKeys.fixed64(stored, 0);
    transaction.put(keyspace, CatalogKeys.NEXT_ID, CatalogKeys.fixed64(id + 1));
    return id;
  }

  /** A counter for a sequence, never used before. */
  public long newCounter() {
    return store.nextRowId();
  }

  /** Adds an object, or puts it in the place of the one that has its id. */
  public void put(CatalogObject object) {
    transaction.put(keyspace, CatalogKeys.object(object.id()), CatalogRecord.write(object));
    changed();
  }

  /** Notes what ANALYZE found in a table, in the place of what it found before. */
  public void put(TableDef table, TableStatistics statistics) {
    transaction.put(
        keyspace, CatalogKeys.statistics(table.id()), StatisticsRecord.write(statistics));
    changed();
  }

  /** Removes an object; what lies under the id of a table or of its indexes is deleted later. */
  public void remove(CatalogObject object) {
    transaction.delete(keyspace, CatalogKeys.object(object.id()));
    if (object instanceof TableDef table) {
      transaction.delete(keyspace, CatalogKeys.statistics(table.id()));
      removeEntries(table.id());
      table.indexes().forEach(index -> removeEntries(index.id()));
    }
    changed();
  }

  /** Has everything that lies under the id of a table or index deleted after the commit. */
  public void removeEntries(long id) {
    transaction.put(keyspace, CatalogKeys.dropped(id), new byte[0]);
  }

  private void changed() {
    UUID random = UUID.randomUUID();
    CatalogToken token =
        new CatalogToken(random.getMostSignificantBits(), random.getLeastSignificantBits());
    transaction.put(keyspace, CatalogKeys.TOKEN, token.toBytes());
  }

  /** Fails unless there is a schema of that name in which objects can be defined. */
  public void requireSchema(String schema) {
    if (!catalog().schemas().contains(schema)) {
      throw SqlState.NO_SUCH_SCHEMA.failure("schema " + schema + " does not exist");
    }
    if (Catalog.isSystemSchema(schema)) {
      throw SqlState.SYNTAX_OR_ACCESS.failure("nothing can be created in schema " + schema);
    }
  }

  /** Fails if a table or view of that schema has the name. */
  public void requireFreeTableName(String schema, String name) {
    if (catalog().table(schema, name).isPresent()) {
      throw SqlState.DUPLICATE_TABLE.failure("table " + schema + "." + name + " already exists");
    }
    if (catalog().view(schema, name).isPresent()) {
      throw SqlState.DUPLICATE_TABLE.failure("view " + schema + "." + name + " already exists");
    }
  }
}
