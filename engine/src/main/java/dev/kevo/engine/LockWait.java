package dev.kevo.engine;

/** What a request for the lock of a key does if another transaction holds it. */
public enum LockWait {
  /** Waits as long as {@link TransactionOptions#lockWaitMillis} allows. */
  WAIT,
  /** Fails with {@link LockTimeoutException} at once. */
  NO_WAIT,
  /** Answers that the key is to be left out. */
  SKIP_LOCKED
}
