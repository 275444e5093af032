package dev.kevo.engine;

/**
 * The transaction was rolled back before this call, because it had been open or unused for longer
 * than its {@link TransactionOptions} allow. Nothing was written; its locks are released.
 */
public final class TransactionExpiredException extends KevoException {
  private static final long serialVersionUID = 1L;

  private final boolean idle;

  /** An expiry: {@code idle} if it was unused for too long, else it was open for too long. */
  public TransactionExpiredException(String message, boolean idle) {
    super(message, null);
    this.idle = idle;
  }

  /** Whether it was unused for too long; otherwise it was open for too long. */
  public boolean isIdle() {
    return idle;
  }
}
