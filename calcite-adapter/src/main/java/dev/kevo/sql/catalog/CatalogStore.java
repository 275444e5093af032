package dev.kevo.sql.catalog;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue in the store: one per database and JVM, shared by all sessions.
 *
 * <p>Definitions are read through a transaction's view and changed by its writes, so that a change
 * is seen by its own transaction at once and by others when it commits. Two transactions that both
 * change definitions conflict, since both write the token. Thread-safe.
 */
public final class CatalogStore implements AutoCloseable {
  /** The keyspace that holds the catalogue, the typed tables and their indexes. */
  public static final String KEYSPACE = "SQL";

  /** Definitions that several open transactions see differently, and those before them. */
  private static final int CACHED_MAX = 16;

  private final Database database;
  private final Keyspace keyspace;
  private final RowIds rowIds;
  private final Sequences sequences;
  private final CleanUp cleanUp;
  private final IndexBuilds builds = new IndexBuilds();

  /** Guarded by itself. */
  private final Map<CatalogToken, Catalog> cached =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CatalogToken, Catalog> eldest) {
          return size() > CACHED_MAX;
        }
      };

  /** The one asked for last; volatile so that reading it takes no lock. */
  private volatile Catalog latest = new Catalog(CatalogToken.EMPTY, List.of(), Map.of());

  private CatalogStore(Database database) {
    this.database = database;
    this.keyspace = database.createKeyspace(KEYSPACE);
    this.rowIds = new RowIds(database, keyspace);
    this.sequences = new Sequences(database, keyspace);
    this.cleanUp = new CleanUp(database, keyspace);
    cached.put(CatalogToken.EMPTY, latest);
  }

  /**
   * Finds the catalogue of a database, or begins an empty one, and goes on with what an earlier run
   * left to clean up. No transaction may be open yet.
   */
  public static CatalogStore open(Database database) {
    CatalogStore store = new CatalogStore(database);
    store.sequences.sweep(() -> store.current(database));
    return store;
  }

  /** The indexes that are being built. */
  public IndexBuilds builds() {
    return builds;
  }

  /** The keyspace of typed tables. */
  public Keyspace keyspace() {
    return keyspace;
  }

  /**
   * Lets one transaction at a time change definitions: the next one waits until this one has ended.
   * To be called before the catalogue is read for a change.
   */
  public void lock(Transaction transaction) {
    transaction.lock(keyspace, CatalogKeys.TOKEN, LockMode.EXCLUSIVE, LockWait.WAIT);
  }

  /**
   * Keeps everybody else from writing to a table until the transaction ends: waits for those who
   * have, and makes those who come later plan anew. What the transaction sees of the table is then
   * all there is. To be called under {@link #lock} for each table that a definition changes or
   * relies on.
   */
  public void lockTable(Transaction transaction, long id) {
    byte[] key = CatalogKeys.object(id);
    byte[] definition = transaction.get(keyspace, key);
    if (definition != null) {
      // Written, not only locked, so that it has changed for those who planned before.
      transaction.put(keyspace, key, definition);
      transaction.refresh();
    }
  }

  /**
   * The key that every change of a table's definition writes. Who writes to the table holds its
   * lock shared.
   */
  public static byte[] definitionKey(long table) {
    return CatalogKeys.object(table);
  }

  /** A table's definition as a view of the keyspace that it is kept in sees it; null for none. */
  public static @Nullable TableDef table(ReadView view, Keyspace keyspace, long id) {
    Slice record = new Slice();
    return view.get(keyspace, CatalogKeys.object(id), record)
            && CatalogRecord.read(id, record) instanceof TableDef table
        ? table
        : null;
  }

  /** What is defined as the view sees it; one small read unless it changed. */
  public Catalog current(ReadView view) {
    return current(view, new Slice());
  }

  private Catalog current(ReadView view, Slice token) {
    boolean found = view.get(keyspace, CatalogKeys.TOKEN, token);
    Catalog known = latest;
    if (found ? known.token().matches(token) : known.token().equals(CatalogToken.EMPTY)) {
      return known;
    }
    Catalog catalog = cachedOrLoaded(view, tokenOf(found, token));
    latest = catalog;
    return catalog;
  }

  /**
   * The same as a session sees it.
   *
   * @param session as in {@link TableDef#session}; 0 sees no temporary table
   * @param scratch to read with, so that looking costs no object
   */
  public Catalog current(ReadView view, long session, Slice scratch) {
    return current(view, scratch).seenBy(session);
  }

  private Catalog cachedOrLoaded(ReadView view, CatalogToken seen) {
    CatalogToken token = seen;
    while (true) {
      synchronized (cached) {
        Catalog catalog = cached.get(token);
        if (catalog != null) {
          return catalog;
        }
      }
      Catalog loaded = load(view, token);
      // A view of the latest state may have moved on while the objects were read.
      Slice slice = new Slice();
      CatalogToken after = tokenOf(view.get(keyspace, CatalogKeys.TOKEN, slice), slice);
      if (after.equals(token)) {
        synchronized (cached) {
          cached.put(token, loaded);
        }
        return loaded;
      }
      token = after;
    }
  }

  private static CatalogToken tokenOf(boolean found, Slice slice) {
    if (!found) {
      return CatalogToken.EMPTY;
    }
    if (slice.length() != CatalogToken.BYTES) {
      throw Fields.corrupt("its token has " + slice.length() + " bytes");
    }
    return CatalogToken.read(slice);
  }

  private Catalog load(ReadView view, CatalogToken token) {
    List<CatalogObject> objects = new ArrayList<>();
    try (Cursor cursor = view.scan(keyspace, Scan.of(CatalogKeys.objects()))) {
      while (cursor.next()) {
        long id = CatalogKeys.id(cursor.key().toByteArray());
        objects.add(CatalogRecord.read(id, cursor.value()));
      }
    }
    Map<Long, TableStatistics> statistics = new HashMap<>();
    try (Cursor cursor = view.scan(keyspace, Scan.of(CatalogKeys.statistics()))) {
      while (cursor.next()) {
        long id = CatalogKeys.id(cursor.key().toByteArray());
        statistics.put(id, StatisticsRecord.read(cursor.value()));
      }
    }
    return new Catalog(token, objects, statistics);
  }

  /**
   * The table of a raw keyspace (schema KEYSPACES or KEYSPACES_TEXT); the SQL keyspace has none.
   */
  public Optional<TableDef> keyspaceTable(String schema, String name) {
    if (name.equals(KEYSPACE) || database.keyspace(name).isEmpty()) {
      return Optional.empty();
    }
    return switch (schema) {
      case Catalog.KEYSPACES -> Optional.of(KeyspaceTables.bytes(name));
      case Catalog.KEYSPACES_TEXT -> Optional.of(KeyspaceTables.text(name));
      default -> Optional.empty();
    };
  }

  /** The tables of all raw keyspaces in that schema. */
  public List<TableDef> keyspaceTables(String schema) {
    List<TableDef> tables = new ArrayList<>();
    for (Keyspace each : database.keyspaces()) {
      keyspaceTable(schema, each.name()).ifPresent(tables::add);
    }
    return tables;
  }

  /** For changing what all sessions see, as part of a transaction. */
  public CatalogEditor edit(Transaction transaction) {
    return edit(transaction, 0);
  }

  /** For changing what a session sees, as part of a transaction. */
  public CatalogEditor edit(Transaction transaction, long session) {
    return new CatalogEditor(this, transaction, session);
  }

  /** To be called after a transaction that dropped tables has committed; returns at once. */
  public void cleanUp() {
    cleanUp.request();
  }

  /** Waits until the rows of dropped tables are deleted, or could not be. */
  public void awaitCleanUp() throws InterruptedException {
    cleanUp.await();
  }

  /** A number that no other row has, greater than all given before. */
  public long nextRowId() {
    return rowIds.next();
  }

  /** The next number of a sequence, which no one else was given; 2200H if there is none. */
  public long nextValue(SequenceDef sequence) {
    return sequences.next(sequence);
  }

  /** Ends the background work; the database stays open. To be called before that is closed. */
  @Override
  public void close() {
    cleanUp.close();
    sequences.close();
  }
}
