package dev.kevo.engine;

/**
 * How a transaction behaves. Immutable; start from {@link #DEFAULT} and change what matters.
 *
 * @param isolation what it sees of others
 * @param readOnly whether writes and locks are refused with {@link ReadOnlyException}
 * @param lockWaitMillis how long one write or lock waits for another transaction's lock before
 *     {@link LockTimeoutException}; 0 does not wait
 * @param lifetimeMillis after which it is rolled back; 0 for no limit
 * @param idleMillis without a call after which it is rolled back; 0 for no limit
 */
public record TransactionOptions(
    IsolationLevel isolation,
    boolean readOnly,
    long lockWaitMillis,
    long lifetimeMillis,
    long idleMillis) {
  /** Snapshot isolation, reads and writes, ten seconds for a lock, no other limits. */
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(IsolationLevel.REPEATABLE_READ, false, 10_000, 0, 0);

  public TransactionOptions {
    require(lockWaitMillis, "lockWaitMillis");
    require(lifetimeMillis, "lifetimeMillis");
    require(idleMillis, "idleMillis");
  }

  private static void require(long millis, String name) {
    if (millis < 0) {
      throw new IllegalArgumentException(name + " is negative: " + millis);
    }
  }

  /** The same options with another {@link #isolation}. */
  public TransactionOptions withIsolation(IsolationLevel level) {
    return new TransactionOptions(level, readOnly, lockWaitMillis, lifetimeMillis, idleMillis);
  }

  /** The same options with another {@link #readOnly}. */
  public TransactionOptions withReadOnly(boolean refusesWrites) {
    return new TransactionOptions(
        isolation, refusesWrites, lockWaitMillis, lifetimeMillis, idleMillis);
  }

  /** The same options with another {@link #lockWaitMillis}. */
  public TransactionOptions withLockWaitMillis(long millis) {
    return new TransactionOptions(isolation, readOnly, millis, lifetimeMillis, idleMillis);
  }

  /** The same options with another {@link #lifetimeMillis}. */
  public TransactionOptions withLifetimeMillis(long millis) {
    return new TransactionOptions(isolation, readOnly, lockWaitMillis, millis, idleMillis);
  }

  /** The same options with another {@link #idleMillis}. */
  public TransactionOptions withIdleMillis(long millis) {
    return new TransactionOptions(isolation, readOnly, lockWaitMillis, lifetimeMillis, millis);
  }
}
