package dev.kevo.sql.catalog;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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

  /** The columns of a table. */
  public static final int COLUMNS_MAX = 1_600;

  /** Definitions that several open transactions see differently, and those before them. */
  private static final int CACHED_MAX = 16;

  private final Database database;
  private final Keyspace keyspace;
  private final RowIds rowIds;
  private final CleanUp cleanUp;

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
  private volatile Catalog latest = new Catalog(CatalogToken.EMPTY, List.of(), List.of());

  private CatalogStore(Database database) {
    this.database = database;
    this.keyspace = database.createKeyspace(KEYSPACE);
    this.rowIds = new RowIds(database, keyspace);
    this.cleanUp = new CleanUp(database, keyspace);
    cached.put(CatalogToken.EMPTY, latest);
  }

  /**
   * Finds the catalogue of a database, or begins an empty one, and goes on with what an earlier run
   * left to clean up. No transaction may be open yet.
   */
  public static CatalogStore open(Database database) {
    return new CatalogStore(database);
  }

  /** The keyspace of typed tables. */
  public Keyspace keyspace() {
    return keyspace;
  }

  /** The key that every change of a table's definition writes. */
  public static byte[] definitionKey(long table) {
    return CatalogKeys.object(table);
  }

  /** What is defined as the view sees it; one small read unless it changed. */
  public Catalog current(ReadView view) {
    Slice token = new Slice();
    boolean found = view.get(keyspace, CatalogKeys.TOKEN, token);
    Catalog known = latest;
    if (found ? known.token().matches(token) : known.token().equals(CatalogToken.EMPTY)) {
      return known;
    }
    Catalog catalog = cachedOrLoaded(view, tokenOf(found, token));
    latest = catalog;
    return catalog;
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
    List<String> schemas = new ArrayList<>();
    List<TableDef> tables = new ArrayList<>();
    try (Cursor cursor = view.scan(keyspace, Scan.of(CatalogKeys.objects()))) {
      while (cursor.next()) {
        long id = CatalogKeys.id(cursor.key().toByteArray());
        CatalogRecord.read(id, cursor.value(), schemas, tables);
      }
    }
    return new Catalog(token, schemas, tables);
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

  /**
   * Defines a schema.
   *
   * @return false if there is one of that name and {@code ifNotExists} allows it
   */
  public boolean createSchema(Transaction transaction, String name, boolean ifNotExists) {
    if (current(transaction).schemas().contains(name)) {
      if (ifNotExists) {
        return false;
      }
      throw SqlState.DUPLICATE_SCHEMA.failure("schema " + name + " already exists");
    }
    long id = nextId(transaction);
    transaction.put(keyspace, CatalogKeys.object(id), CatalogRecord.schema(name));
    changed(transaction);
    return true;
  }

  /**
   * Removes an empty schema.
   *
   * @return false if there is none of that name and {@code ifExists} allows it
   */
  public boolean dropSchema(Transaction transaction, String name, boolean ifExists) {
    Catalog catalog = current(transaction);
    if (!catalog.schemas().contains(name)) {
      if (ifExists) {
        return false;
      }
      throw noSuchSchema(name);
    }
    if (name.equals(Catalog.PUBLIC) || Catalog.isSystemSchema(name)) {
      throw SqlState.SYNTAX_OR_ACCESS.failure("schema " + name + " cannot be dropped");
    }
    if (!catalog.tables(name).isEmpty()) {
      throw SqlState.DEPENDENT_OBJECTS.failure("schema " + name + " is not empty");
    }
    transaction.delete(keyspace, CatalogKeys.object(schemaId(transaction, name)));
    changed(transaction);
    return true;
  }

  private long schemaId(Transaction transaction, String name) {
    try (Cursor cursor = transaction.scan(keyspace, Scan.of(CatalogKeys.objects()))) {
      while (cursor.next()) {
        long id = CatalogKeys.id(cursor.key().toByteArray());
        List<String> schemas = new ArrayList<>();
        CatalogRecord.read(id, cursor.value(), schemas, new ArrayList<>());
        if (schemas.contains(name)) {
          return id;
        }
      }
    }
    throw noSuchSchema(name);
  }

  /**
   * Defines a table.
   *
   * @return false if there is one of that name and {@code ifNotExists} allows it
   */
  public boolean createTable(Transaction transaction, NewTable table, boolean ifNotExists) {
    Catalog catalog = current(transaction);
    if (!catalog.schemas().contains(table.schema())) {
      throw noSuchSchema(table.schema());
    }
    if (Catalog.isSystemSchema(table.schema())) {
      throw SqlState.SYNTAX_OR_ACCESS.failure(
          "no tables can be created in schema " + table.schema());
    }
    if (catalog.table(table.schema(), table.name()).isPresent()) {
      if (ifNotExists) {
        return false;
      }
      throw SqlState.DUPLICATE_TABLE.failure(
          "table " + table.schema() + "." + table.name() + " already exists");
    }
    TableDef defined = define(nextId(transaction), table);
    transaction.put(keyspace, CatalogKeys.object(defined.id()), CatalogRecord.table(defined));
    changed(transaction);
    return true;
  }

  private static TableDef define(long id, NewTable table) {
    if (table.columns().isEmpty() || table.columns().size() > COLUMNS_MAX) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a table has 1 to " + COLUMNS_MAX + " columns, not " + table.columns().size());
    }
    List<ColumnDef> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NewTable.Column column : table.columns()) {
      if (!names.add(column.name())) {
        throw SqlState.DUPLICATE_COLUMN.failure("column " + column.name() + " is defined twice");
      }
      ColumnType type = column.type();
      if (table.primaryKey().contains(column.name())) {
        type = type.withNullable(false);
      }
      columns.add(new ColumnDef(columns.size(), column.name(), type, column.defaultSql()));
    }
    String keyName = null;
    if (!table.primaryKey().isEmpty()) {
      keyName = table.primaryKeyName();
      if (keyName == null) {
        keyName = "PK_" + table.name();
      }
    }
    return new TableDef(
        id,
        TableDef.Kind.TABLE,
        table.schema(),
        table.name(),
        1,
        columns,
        primaryKey(table),
        keyName);
  }

  private static List<Integer> primaryKey(NewTable table) {
    List<String> names = table.columns().stream().map(NewTable.Column::name).toList();
    List<Integer> primaryKey = new ArrayList<>();
    for (String name : table.primaryKey()) {
      int index = names.indexOf(name);
      if (index < 0) {
        throw SqlState.UNDEFINED_COLUMN.failure("the primary key's column " + name + " is missing");
      }
      if (primaryKey.contains(index)) {
        throw SqlState.DUPLICATE_COLUMN.failure("the primary key has column " + name + " twice");
      }
      primaryKey.add(index);
    }
    return primaryKey;
  }

  /**
   * Removes a table; its rows vanish with the commit and are deleted later by {@link #cleanUp}.
   *
   * @return false if there is none of that name and {@code ifExists} allows it
   */
  public boolean dropTable(Transaction transaction, String schema, String name, boolean ifExists) {
    Optional<TableDef> table = current(transaction).table(schema, name);
    if (table.isEmpty()) {
      if (ifExists) {
        return false;
      }
      if (Catalog.isSystemSchema(schema)) {
        throw SqlState.SYNTAX_OR_ACCESS.failure(
            "no tables of schema " + schema + " can be dropped");
      }
      throw SqlState.UNDEFINED_TABLE.failure("table " + schema + "." + name + " does not exist");
    }
    long id = table.get().id();
    transaction.delete(keyspace, CatalogKeys.object(id));
    transaction.put(keyspace, CatalogKeys.dropped(id), new byte[0]);
    changed(transaction);
    return true;
  }

  /** Ids are counted in the same transaction, so that one that is rolled back takes none. */
  private long nextId(Transaction transaction) {
    byte[] stored = transaction.get(keyspace, CatalogKeys.NEXT_ID);
    long id = stored == null ? 1 : CatalogKeys.fixed64(stored, 0);
    transaction.put(keyspace, CatalogKeys.NEXT_ID, CatalogKeys.fixed64(id + 1));
    return id;
  }

  private void changed(Transaction transaction) {
    UUID random = UUID.randomUUID();
    CatalogToken token =
        new CatalogToken(random.getMostSignificantBits(), random.getLeastSignificantBits());
    transaction.put(keyspace, CatalogKeys.TOKEN, token.toBytes());
  }

  private static RuntimeException noSuchSchema(String name) {
    return SqlState.NO_SUCH_SCHEMA.failure("schema " + name + " does not exist");
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

  /** Ends the background work; the database stays open. To be called before that is closed. */
  @Override
  public void close() {
    cleanUp.close();
  }
}
