package dev.kevo.sql.vector;

/** What one operator did in an execution. For one thread. */
public final class Measure {
  private long rows;
  private long batches;
  private long nanos;
  private long opened;

  /** Forgets everything. */
  public void reset() {
    rows = 0;
    batches = 0;
    nanos = 0;
    opened = 0;
  }

  void addOpening(long duration) {
    opened++;
    nanos += duration;
  }

  void addBatch(int count, long duration) {
    rows += count;
    batches++;
    nanos += duration;
  }

  void addEnd(long duration) {
    nanos += duration;
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

  /** How often it was opened. */
  public long opened() {
    return opened;
  }
}
