package dev.kevo.engine;

/**
 * Reads and writes that happen together or not at all, over any keyspaces of one database.
 *
 * <p>Writes stay private until {@link #commit}, and this transaction's own reads see them. A
 * conflict with another transaction (it committed a key that this one wrote, after this one's view
 * was taken) surfaces as {@link ConflictException}, at the write or at commit. After any failed
 * commit the transaction is over. For one thread at a time; must be closed, which rolls back what
 * was not committed.
 */
public interface Transaction extends ReadView, AutoCloseable {
  /** Its isolation level. */
  IsolationLevel isolation();

  /** Sets the value of a key. The arrays are not copied and must not change before commit. */
  void put(Keyspace keyspace, byte[] key, byte[] value);

  /** Removes a key; removing an absent one is no error. */
  void delete(Keyspace keyspace, byte[] key);

  /**
   * Removes every key of a range, at the cost of one write. A conflict arises with whoever commits
   * a key of the range after this transaction's view was taken.
   */
  void deleteRange(Keyspace keyspace, KeyRange range);

  /**
   * At {@link IsolationLevel#READ_COMMITTED}, moves the view to what is committed now; at the other
   * levels does nothing. Own writes stay.
   */
  void refresh();

  /**
   * Relies on a range staying as this transaction's present view has it: at every isolation level,
   * {@link #commit} fails with {@link ConflictException} if another transaction has committed to a
   * key of the range since. Counts only if something is written, and stays after a return to a
   * savepoint.
   */
  void expectUnchanged(Keyspace keyspace, KeyRange range);

  /** Marks a place to return to. Savepoints nest. */
  Savepoint savepoint();

  /**
   * Undoes the writes made since the savepoint; it stays usable, later ones become void.
   *
   * @throws IllegalArgumentException if the savepoint is void or another transaction's
   */
  void rollbackTo(Savepoint savepoint);

  /** Whether it has written anything that is not undone. */
  boolean hasWrites();

  /**
   * Makes the writes visible to others and durable as {@link Options#durability} says.
   *
   * @throws ConflictException if another transaction won; nothing is written
   * @throws CommitUnknownException if the sync failed: the writes may or may not survive
   */
  void commit();

  /** Forgets the writes and ends the transaction. */
  void rollback();

  /** Rolls back unless committed. */
  @Override
  void close();

  /** A place inside a transaction; opaque. */
  interface Savepoint {}
}
