package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes that happen together or not at all, over any keyspaces of one database.
 *
 * <p>Writes stay private until {@link #commit}, and this transaction's own reads see them. A write
 * takes the key's lock, {@link LockMode#EXCLUSIVE}, and waits if another transaction holds it;
 * locks are released when the transaction ends. A key that another transaction committed after this
 * one's view was taken is a {@link ConflictException}, at the write or at commit. After a failed
 * write the transaction goes on as if it had not been tried, but for the lock, which stays if it
 * was obtained; after a failed commit it is over.
 *
 * <p>For one thread at a time; must be closed, which rolls back what was not committed. Reading
 * never waits. Waiting for a lock is not ended by an interrupt, and keeps it; {@link #whileWaiting}
 * can end it.
 */
public interface Transaction extends ReadView, AutoCloseable {
  /** Its isolation level. */
  IsolationLevel isolation();

  /**
   * Sets the value of a key. The arrays are not copied and must not change before commit.
   *
   * @throws ConflictException if the key was changed after this view was taken; may be left to
   *     commit
   * @throws LockTimeoutException if another transaction held the key's lock for too long
   * @throws DeadlockException if waiting for the key's lock would never end
   */
  void put(Keyspace keyspace, byte[] key, byte[] value);

  /** Removes a key; removing an absent one is no error. Fails as {@link #put} does. */
  void delete(Keyspace keyspace, byte[] key);

  /**
   * Removes every key of a range, at the cost of one write. Takes no locks and does not wait for
   * those of others: commit fails with {@link ConflictException} if somebody committed a key of the
   * range after this transaction's view was taken.
   */
  void deleteRange(Keyspace keyspace, KeyRange range);

  /**
   * Takes the lock of a key, whether the key exists or not, until the transaction ends or returns
   * to an earlier savepoint. What this view shows of the key is then what is committed, and stays
   * so. Asking for a lock that is held already changes it at most from shared to exclusive.
   *
   * @return false if another transaction holds the lock and {@code wait} says to leave the key out
   * @throws ConflictException if the key was changed after this view was taken; the lock is held
   * @throws LockTimeoutException if another transaction held the lock for too long
   * @throws DeadlockException if waiting would never end
   */
  boolean lock(Keyspace keyspace, byte[] key, LockMode mode, LockWait wait);

  /**
   * Takes the exclusive lock of a key and returns a copy of its value, or null if there is none. At
   * {@link IsolationLevel#READ_COMMITTED} the view is moved, as by {@link #refresh}, if the key was
   * changed since; at the other levels that is a {@link ConflictException}.
   */
  byte @Nullable [] getForUpdate(Keyspace keyspace, byte[] key);

  /**
   * Sets what is run about twenty times per second while a write or lock waits for another
   * transaction. What it throws ends the wait and leaves the transaction as it was before the call.
   */
  void whileWaiting(Runnable check);

  /**
   * At {@link IsolationLevel#READ_COMMITTED}, moves the view to what is committed now; at the other
   * levels does nothing. Own writes stay.
   */
  void refresh();

  /**
   * Relies on a range staying as this transaction's present view has it: at every isolation level,
   * {@link #commit} fails with {@link ConflictException} if another transaction has committed to a
   * key of the range since. Counts only if something is written, and goes with a return to an
   * earlier savepoint.
   */
  void expectUnchanged(Keyspace keyspace, KeyRange range);

  /** Marks a place to return to. Savepoints nest. */
  Savepoint savepoint();

  /**
   * Undoes the writes made since the savepoint and releases the locks taken since; it stays usable,
   * later ones become void.
   *
   * @throws IllegalArgumentException if the savepoint is void or another transaction's
   */
  void rollbackTo(Savepoint savepoint);

  /**
   * Undoes the writes made since the savepoint, keeps the locks, and moves the view as {@link
   * #refresh} does: what a statement at {@link IsolationLevel#READ_COMMITTED} needs to be tried
   * again after a {@link ConflictException}. Since it keeps its locks, it will not meet the same
   * conflict twice.
   */
  void retry(Savepoint savepoint);

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
