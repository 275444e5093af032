package dev.kevo.engine;

/**
 * A handle on one named, ordered map of keys to values inside a {@link Database}. Handles are
 * cheap, thread-safe and valid as long as the database is open; one database's handle is refused by
 * another database.
 */
public interface Keyspace {
  /** The name of the default keyspace, which every database has. */
  String DEFAULT_NAME = "MAIN";

  /** The name it was created with; case counts. */
  String name();

  /** How it lays its data out at this moment. */
  KeyspaceOptions options();
}
