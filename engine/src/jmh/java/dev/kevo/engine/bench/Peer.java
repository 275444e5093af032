package dev.kevo.engine.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** A sorted store under measurement, open in a directory. Thread-safe; must be closed. */
interface Peer extends AutoCloseable {
  /** Opens stores of one kind. */
  interface Kind {
    String name();

    /** Whether commits go to a log first, which is replayed after a crash. */
    boolean logs();

    /** Opens a store, creating it in an empty directory. */
    Peer open(Path directory, Setting setting);
  }

  /**
   * How a store is to be opened.
   *
   * @param valueBytes how long each value is
   * @param durable whether each write must be on the device when it returns
   * @param cacheBytes what the store may cache; meant to hold all of its data
   * @param memTableBytes what it collects in memory before it writes a table
   */
  record Setting(int valueBytes, boolean durable, long cacheBytes, long memTableBytes) {}

  void put(byte[] key, byte[] value);

  /** Writes all entries atomically; the values belong to the keys by their place. */
  void putAll(List<byte[]> keys, List<byte[]> values);

  void delete(byte[] key);

  /**
   * Writes entries in the order of their keys into an empty store, in the fastest way there is.
   *
   * @throws UnsupportedOperationException if that is writing batches
   */
  void load(long entries, LongFunction<byte[]> key, Supplier<byte[]> value);

  /** Whether the key is there; its value is read. */
  boolean get(byte[] key);

  /** Reads entries in order from the first one at or after a key on; returns how many it found. */
  int scan(byte[] from, int count);

  /**
   * Merges all entries into their densest form.
   *
   * @throws UnsupportedOperationException if the store cannot do that in place
   */
  void compact();

  /** Waits for the background work that the writes so far have caused. */
  void settle();

  @Override
  void close();
}
