package dev.kevo.engine;

/**
 * What a transaction sees of others. At every level, writers of the same key wait for each other.
 */
public enum IsolationLevel {
  /**
   * Each statement (see {@link Transaction#refresh}) sees what was committed before it began. A key
   * that was changed since is a conflict of the statement, which {@link Transaction#retry} repeats.
   */
  READ_COMMITTED,
  /** Snapshot isolation: all reads from one snapshot, the first committer of a key wins. */
  REPEATABLE_READ,
  /** As {@link #REPEATABLE_READ}, and commit fails if anything read has been changed since. */
  SERIALIZABLE
}
