package dev.kevo.engine;

/** The directory is open already, in this process or another; the message names the owner's pid. */
public final class DatabaseLockedException extends KevoException {
  private static final long serialVersionUID = 1L;

  private final long ownerPid;

  /**
   * @param ownerPid the owning process, or -1 if it cannot be told
   */
  public DatabaseLockedException(String message, long ownerPid) {
    super(message, null);
    this.ownerPid = ownerPid;
  }

  /** The process that has the directory open, or -1 if it cannot be told. */
  public long ownerPid() {
    return ownerPid;
  }
}
