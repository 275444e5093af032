package dev.kevo.engine.db;

import dev.kevo.engine.txn.Commit;
import dev.kevo.engine.wal.WalRecord;

/**
 * Requests that are carried out together, in their order, and what they ask for in all: a chain
 * through {@link Request#next}, at least one long. It belongs to the thread that leads.
 */
final class CommitGroup {
  /** A group takes no more requests once its log records are this large. */
  private static final int LOG_BYTES_MAX = 1 << 20;

  private final Request first;
  private Request last;
  private long logBytesMax;
  private boolean puts;
  private boolean checked;
  private boolean rotates;
  private boolean deletesRanges;

  CommitGroup(Request first) {
    this.first = first;
    this.last = first;
    count(first);
  }

  boolean isFull() {
    return logBytesMax >= LOG_BYTES_MAX;
  }

  void add(Request request) {
    last.next = request;
    last = request;
    count(request);
  }

  private void count(Request request) {
    rotates |= request.rotates;
    Commit commit = request.commit;
    if (commit != null) {
      logBytesMax += WalRecord.bytesMax(commit.entries().size(), commit.bytes());
      puts |= commit.hasPuts();
      checked |= commit.isChecked();
      deletesRanges |= commit.hasRangeDeletes();
    }
  }

  Request first() {
    return first;
  }

  /** What it takes in the log at most; 0 if nothing is to be committed. */
  long logBytesMax() {
    return logBytesMax;
  }

  /** Whether none of its commits sets a key. */
  boolean deletesOnly() {
    return !puts;
  }

  /** Whether the check of a commit may read tables. */
  boolean isChecked() {
    return checked;
  }

  /** Whether the MemTables shall be set aside for a flush. */
  boolean rotates() {
    return rotates;
  }

  /** Whether a commit that has not failed deletes ranges. */
  boolean deletesRanges() {
    if (deletesRanges) {
      for (Request request = first; request != null; request = request.next) {
        Commit commit = request.commit;
        if (commit != null && commit.hasRangeDeletes() && !request.failed()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Fails the requests that have not failed yet. */
  void fail(Throwable cause) {
    for (Request request = first; request != null; request = request.next) {
      if (!request.failed()) {
        request.fail(cause);
      }
    }
  }

  /** Fails the requests for a rotation. */
  void failRotations(Throwable cause) {
    for (Request request = first; request != null; request = request.next) {
      if (request.rotates) {
        request.fail(cause);
      }
    }
  }

  /** Lets the threads that wait for its requests go on. */
  void finish() {
    for (Request request = first; request != null; request = request.next) {
      request.finish();
    }
  }
}
