package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StoreCounts;

/** What one operator did in an execution. For one thread. */
public final class Measure {
  private long rows;
  private long batches;
  private long nanos;
  private long opened;
  private StoreCounts store = StoreCounts.NONE;

  /** Forgets everything. */
  public void reset() {
    rows = 0;
    batches = 0;
    nanos = 0;
    opened = 0;
    store = StoreCounts.NONE;
  }

  void addOpening() {
    opened++;
  }

  void addBatch(int count) {
    rows += count;
    batches++;
  }

  void addWork(long duration, StoreCounts done) {
    nanos += duration;
    store = store.plus(done);
  }

  /** The rows that it gave. */
  public long rows() {
    return rows;
  }

  /** The batches that it gave. */
  public long batches() {
    return batches;
  }

  /** The time until it gave them, that of its inputs included. */
  public long nanos() {
    return nanos;
  }

  /** What the store did meanwhile. */
  public StoreCounts store() {
    return store;
  }

  /** How often it was opened. */
  public long opened() {
    return opened;
  }
}
