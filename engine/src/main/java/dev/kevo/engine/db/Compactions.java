package dev.kevo.engine.db;

/** Decides which compaction is due and runs it. */
final class Compactions {
  boolean isDue() {
    return false;
  }

  boolean isIdle() {
    return true;
  }

  void runOne() {}

  void cancel() {}
}
