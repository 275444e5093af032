package dev.kevo.sql.catalog;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Changes the catalogue inside a transaction, one object at a time. What it is told must make sense
 * together: the statements' executors see to that.
 */
public final class CatalogEditor {
  private final CatalogStore store;
  private final Transaction transaction;
  private final Keyspace keyspace;
  private final long session;

  CatalogEditor(CatalogStore store, Transaction transaction, long session) {
    this.session = session;
    this.store = store;
    this.transaction = transaction;
    this.keyspace = store.keyspace();
  }

  /** What is defined, the changes made so far included. */
  public Catalog catalog() {
    return store.current(transaction, session, new Slice());
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

  /**
   * Removes an object; what lies under the id of a table or of its indexes is deleted later, since
   * others may still write there, but for a temporary one at once.
   */
  public void remove(CatalogObject object) {
    transaction.delete(keyspace, CatalogKeys.object(object.id()));
    if (object instanceof TableDef table) {
      transaction.delete(keyspace, CatalogKeys.statistics(table.id()));
      if (table.isTemporary()) {
        empty(table);
      } else {
        removeEntries(table.id());
        table.indexes().forEach(index -> removeEntries(index.id()));
      }
    }
    changed();
  }

  /**
   * Removes temporary tables, and the sequences of their columns; nothing else can depend on them.
   *
   * @param which those that are meant
   * @return whether there were any
   */
  public boolean removeTemporary(Predicate<TableDef> which) {
    List<CatalogObject> going = new ArrayList<>();
    Catalog catalog = catalog();
    for (CatalogObject object : catalog.objects()) {
      if (object instanceof TableDef table && table.isTemporary() && which.test(table)) {
        going.add(table);
      } else if (object instanceof SequenceDef sequence
          && catalog
              .table(sequence.ownerTable())
              .filter(TableDef::isTemporary)
              .filter(which)
              .isPresent()) {
        going.add(sequence);
      }
    }
    going.forEach(this::remove);
    return !going.isEmpty();
  }

  /**
   * Deletes all rows of a table with the entries of its indexes, at the cost of a few writes. An
   * index that is being built goes with them; its build defines it anew.
   */
  public void empty(TableDef table) {
    deleteEntries(table.id());
    List<IndexDef> indexes = new ArrayList<>();
    for (IndexDef index : table.indexes()) {
      if (index.isReady()) {
        deleteEntries(index.id());
        indexes.add(index);
      } else {
        removeEntries(index.id());
      }
    }
    if (!indexes.equals(table.indexes())) {
      put(table.withRules(indexes, table.constraints()));
    }
  }

  /** Deletes what lies under the id of a table or index, and what is pending there. */
  public void deleteEntries(long id) {
    delete(KeyRange.prefix(TablePrefix.of(id)));
    deletePending(id);
  }

  /** Deletes what is pending for an index. */
  public void deletePending(long id) {
    delete(KeyRange.prefix(TablePrefix.pending(id)));
  }

  private void delete(KeyRange range) {
    boolean any;
    try (Cursor cursor =
        transaction.scan(keyspace, Scan.of(range).withKeysOnly(true).withLimit(1))) {
      any = cursor.next();
    }
    if (any) {
      transaction.deleteRange(keyspace, range);
    }
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

  /** Fails if a table or view of that schema has the name, as far as the session sees them. */
  public void requireFreeTableName(String schema, String name) {
    if (catalog().table(schema, name).isPresent()) {
      throw SqlState.DUPLICATE_TABLE.failure("table " + schema + "." + name + " already exists");
    }
    if (catalog().view(schema, name).isPresent()) {
      throw SqlState.DUPLICATE_TABLE.failure("view " + schema + "." + name + " already exists");
    }
  }
}
