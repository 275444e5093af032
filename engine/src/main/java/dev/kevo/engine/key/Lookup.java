package dev.kevo.engine.key;

/** What one place (a MemTable, an SSTable) knows of a key. */
public enum Lookup {
  /** Nothing: an older place may know more. */
  ABSENT,
  /** The key is deleted: older places do not matter. */
  DELETED,
  /** The key has a value, and it was handed out. */
  FOUND,
  /** The key has a value, and a reference to it was handed out. */
  FOUND_REFERENCE
}
