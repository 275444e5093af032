package dev.kevo.engine;

/** How a transaction holds the lock of a key. */
public enum LockMode {
  /** Nobody may write the key, others may hold it shared too. */
  SHARED,
  /** Nobody else may write or lock the key. Every write takes it. */
  EXCLUSIVE
}
