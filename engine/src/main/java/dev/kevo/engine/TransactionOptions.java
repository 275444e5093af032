package dev.kevo.engine;

/**
 * How a transaction behaves.
 *
 * @param isolation what it sees of others
 * @param readOnly whether writes are refused with {@link ReadOnlyException}
 */
public record TransactionOptions(IsolationLevel isolation, boolean readOnly) {
  /** Snapshot isolation, reads and writes. */
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(IsolationLevel.REPEATABLE_READ, false);
}
