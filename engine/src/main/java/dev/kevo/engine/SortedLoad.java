package dev.kevo.engine;

/**
 * A load of many entries in the order of their keys, which become tables at once: no log, no
 * MemTable, no merging. Begun by {@link Database#load}.
 *
 * <p>Nothing is visible before {@link #commit}, and then all of it, at one place in the order of
 * commits: entries that have the same keys and were committed before are replaced, those committed
 * later win. Snapshots from before do not see it; a transaction that wrote or, if serializable,
 * read one of the keys conflicts with it. It conflicts with nobody itself, waits for no row lock,
 * and is not in the log: observers of the log do not see its entries. A crash before the end of
 * {@link #commit} leaves nothing. For one thread at a time; must be closed, which forgets what was
 * not committed.
 */
public interface SortedLoad extends AutoCloseable {
  /**
   * Adds an entry; the slices and their arrays may be used again afterwards.
   *
   * @throws IllegalArgumentException if the key is not greater than the one before; the load goes
   *     on
   * @throws StorageException if it cannot be written; the load is over then
   */
  void put(Slice key, Slice value);

  /** Adds an entry of whole arrays. */
  default void put(byte[] key, byte[] value) {
    put(new Slice(key), new Slice(value));
  }

  /** The entries added so far. */
  long entries();

  /**
   * Makes the entries durable and visible.
   *
   * @throws CommitUnknownException if a write failed at the last step: they may or may not be there
   *     after the next open
   */
  void commit();

  /** Forgets the entries unless committed. */
  @Override
  void close();
}
