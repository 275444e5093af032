package dev.kevo.sql.catalog;

import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * The catalogue in the store: one per database and JVM, shared by all sessions.
 *
 * <p>Definitions are read through a transaction's view and changed by its writes, so that a change
 * is seen by its own transaction at once and by others when it commits. Two transactions that both
 * change definitions conflict. Thread-safe.
 */
public final class CatalogStore implements AutoCloseable {
  /** The keyspace that holds the catalogue, the typed tables and their indexes. */
  public static final String KEYSPACE = "SQL";

  private final Database database;
  private final Keyspace keyspace;

  private CatalogStore(Database database, Keyspace keyspace) {
    this.database = database;
    this.keyspace = keyspace;
  }

  /**
   * Finds the catalogue of a database, or begins an empty one, and goes on with what an earlier run
   * left to clean up.
   */
  public static CatalogStore open(Database database) {
    return new CatalogStore(database, database.createKeyspace(KEYSPACE));
  }

  /** The keyspace of typed tables. */
  public Keyspace keyspace() {
    return keyspace;
  }

  /** What is defined as the view sees it; one small read unless it changed. */
  public Catalog current(ReadView view) {
    throw new UnsupportedOperationException(view.toString());
  }

  /** The table of a raw keyspace (schema KEYSPACES or KEYSPACES_TEXT); the SQL keyspace has none. */
  public Optional<TableDef> keyspaceTable(String schema, String name) {
    throw new UnsupportedOperationException(schema + name + database);
  }

  /** The tables of all raw keyspaces in that schema. */
  public List<TableDef> keyspaceTables(String schema) {
    throw new UnsupportedOperationException(schema);
  }

  /**
   * Defines a schema.
   *
   * @return false if there is one of that name and {@code ifNotExists} allows it
   */
  public boolean createSchema(Transaction transaction, String name, boolean ifNotExists) {
    throw new UnsupportedOperationException(name);
  }

  /**
   * Removes an empty schema.
   *
   * @return false if there is none of that name and {@code ifExists} allows it
   */
  public boolean dropSchema(Transaction transaction, String name, boolean ifExists) {
    throw new UnsupportedOperationException(name);
  }

  /**
   * Defines a table.
   *
   * @return false if there is one of that name and {@code ifNotExists} allows it
   */
  public boolean createTable(Transaction transaction, NewTable table, boolean ifNotExists) {
    throw new UnsupportedOperationException(table.name());
  }

  /**
   * Removes a table; its rows vanish with the commit and are deleted later by {@link #cleanUp}.
   *
   * @return false if there is none of that name and {@code ifExists} allows it
   */
  public boolean dropTable(Transaction transaction, String schema, String name, boolean ifExists) {
    throw new UnsupportedOperationException(name);
  }

  /** To be called after a transaction that changed definitions has committed; returns at once. */
  public void cleanUp() {
    throw new UnsupportedOperationException();
  }

  /** A number that no other row has, greater than all given before. */
  public long nextRowId() {
    throw new UnsupportedOperationException();
  }

  /** Ends the background work; the database stays open. */
  @Override
  public void close() {}
}
