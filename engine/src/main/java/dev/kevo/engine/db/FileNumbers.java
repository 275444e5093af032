package dev.kevo.engine.db;

import java.util.concurrent.atomic.AtomicLong;

/** Hands out file numbers, each once. Thread-safe. */
final class FileNumbers {
  private final AtomicLong next;

  FileNumbers(long next) {
    this.next = new AtomicLong(next);
  }

  long next() {
    return next.getAndIncrement();
  }

  /** Greater than every number handed out. */
  long upperBound() {
    return next.get();
  }
}
