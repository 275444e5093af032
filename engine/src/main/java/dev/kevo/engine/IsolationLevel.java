package dev.kevo.engine;

/** What a transaction sees of others. Writers of the same key conflict at every level. */
public enum IsolationLevel {
  /** Each statement (see {@link Transaction#refresh}) sees what was committed before it began. */
  READ_COMMITTED,
  /** Snapshot isolation: all reads from one snapshot, the first committer of a key wins. */
  REPEATABLE_READ,
  /** As {@link #REPEATABLE_READ}, and commit fails if anything read has been changed since. */
  SERIALIZABLE
}
