package dev.kevo.engine.db;

import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;

/** A keyspace of one open database; its id is what the files know it by. */
final class KeyspaceHandle implements Keyspace {
  private final KevoDatabase database;
  private final int id;
  private final String name;

  /** Volatile: set once, when the drop is durable. */
  private volatile boolean dropped;

  KeyspaceHandle(KevoDatabase database, int id, String name) {
    this.database = database;
    this.id = id;
    this.name = name;
  }

  boolean belongsTo(KevoDatabase other) {
    return database == other;
  }

  /** Whether it is no more. */
  boolean isDropped() {
    return dropped;
  }

  /** Refuses a keyspace that is no more. */
  void requireExisting() {
    if (dropped) {
      throw new IllegalStateException("keyspace " + name + " was dropped");
    }
  }

  void drop() {
    dropped = true;
  }

  int id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public KeyspaceOptions options() {
    return database.options(id);
  }

  @Override
  public String toString() {
    return name;
  }
}
