package dev.kevo.engine.cache;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that reads may take: the indexes and filters of open tables and the blocks that
 * cursors hold, up to half of it each, and cached blocks, which get what these leave. Thread-safe.
 */
public final class MemoryBudget {
  private final long bytesMax;
  private final AtomicLong tables = new AtomicLong();
  private final AtomicLong cursors = new AtomicLong();

  /**
   * @param bytesMax {@link Long#MAX_VALUE} for no limit
   */
  public MemoryBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Whether there is a limit. */
  public boolean isLimited() {
    return bytesMax != Long.MAX_VALUE;
  }

  /** What is left to cached blocks. */
  long blockBytesMax() {
    return Math.max(0, bytesMax - tables.get() - cursors.get());
  }

  /** Notes that a table was opened, or closed, for which the bytes are negative. */
  void addTable(long bytes) {
    tables.addAndGet(bytes);
  }

  /** Whether the open tables keep to their half. */
  public boolean tablesFit() {
    return tables.get() <= bytesMax / 2;
  }

  /** The memory of the open tables. */
  public long tableBytes() {
    return tables.get();
  }

  /** Takes memory for a cursor, if there is enough; to be given back. */
  boolean tryTakeCursor(long bytes) {
    if (cursors.addAndGet(bytes) <= bytesMax / 2) {
      return true;
    }
    cursors.addAndGet(-bytes);
    return false;
  }

  /** Gives back what a cursor took. */
  public void giveBackCursor(long bytes) {
    cursors.addAndGet(-bytes);
  }

  /** The memory of the open cursors. */
  public long cursorBytes() {
    return cursors.get();
  }
}
