package dev.kevo.engine.bench;

import java.nio.file.Path;
import java.util.List;

/** A sorted store under measurement, open in a directory. Thread-safe; must be closed. */
interface Peer extends AutoCloseable {
  /** Opens stores of one kind. */
  interface Kind {
    String name();

    /**
     * Opens a store, creating it in an empty directory.
     *
     * @param durable whether each write must be on the device when it returns
     * @param cacheBytes what the store may cache; meant to hold all of its data
     */
    Peer open(Path directory, boolean durable, long cacheBytes);
  }

  void put(byte[] key, byte[] value);

  /** Writes all entries atomically. */
  void putAll(List<byte[]> keys, byte[] value);

  /** Whether the key is there; its value is read. */
  boolean get(byte[] key);

  /** Reads entries in order from the first one at or after a key on; returns how many it found. */
  int scan(byte[] from, int count);

  /** Waits for the background work that the writes so far have caused. */
  void settle();

  @Override
  void close();
}
