package dev.kevo.sql.exec;

import dev.kevo.engine.Database;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the memory that statements may keep rows in: so much for all of them, so much for each.
 * Thread-safe.
 */
public final class MemoryBroker {
  /** No limits, for statements that keep nothing. */
  static final MemoryBroker UNLIMITED = new MemoryBroker(null, Long.MAX_VALUE, Long.MAX_VALUE);

  /** The part of the heap that all statements together may take. */
  private static final int HEAP_PARTS = 4;

  private final @Nullable Database database;
  private final long bytesMax;
  private final long statementBytesMax;
  private final AtomicLong used = new AtomicLong();

  /**
   * A broker.
   *
   * @param database where rows go that do not fit; null for nowhere
   * @param bytesMax the bytes of all statements
   * @param statementBytesMax the bytes of one statement
   */
  public MemoryBroker(@Nullable Database database, long bytesMax, long statementBytesMax) {
    this.database = database;
    this.bytesMax = bytesMax;
    this.statementBytesMax = statementBytesMax;
  }

  /** A broker of a quarter of the heap, half of which one statement may take. */
  public static MemoryBroker ofHeap(Database database) {
    long bytes = Runtime.getRuntime().maxMemory() / HEAP_PARTS;
    return new MemoryBroker(database, bytes, bytes / 2);
  }

  /** The bytes that statements keep at this moment, about. */
  public long used() {
    return used.get();
  }

  long statementBytesMax() {
    return statementBytesMax;
  }

  @Nullable Database database() {
    return database;
  }

  boolean tryTake(long bytes) {
    if (used.addAndGet(bytes) <= bytesMax) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }
}
