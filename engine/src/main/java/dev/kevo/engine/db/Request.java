package dev.kevo.engine.db;

import dev.kevo.engine.txn.Commit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a thread asks of the {@link CommitQueue}, and its place to wait for the outcome. The thread
 * either becomes the leader or finds its request done by another one.
 */
final class Request {
  private enum State {
    WAITING,
    LEADS,
    DONE
  }

  /** What is to be committed; null for a rotation or a barrier. */
  final @Nullable Commit commit;

  /** Whether the MemTables shall be set aside for a flush. */
  final boolean rotates;

  private final Thread thread = Thread.currentThread();

  /** Volatile: written by the leader, read by the waiting thread. */
  private volatile State state = State.WAITING;

  /** Written by the leader before {@link #state}. */
  private @Nullable Throwable failure;

  /** Tables to be installed; null for anything else. */
  final @Nullable Load load;

  /** The request after it in its {@link CommitGroup}. The leader's. */
  @Nullable Request next;

  private Request(@Nullable Commit commit, boolean rotates, @Nullable Load load) {
    this.commit = commit;
    this.rotates = rotates;
    this.load = load;
  }

  /** Asks for tables to be installed. */
  static Request of(Load load) {
    return new Request(null, false, load);
  }

  static Request of(Commit commit) {
    return new Request(commit, false, null);
  }

  /** Asks for a rotation. */
  static Request rotation() {
    return new Request(null, true, null);
  }

  /** Asks for nothing but that what was committed before is durable. */
  static Request barrier() {
    return new Request(null, false, null);
  }

  /**
   * Waits until it is this thread's turn to lead, or the request is done. An interrupt does not end
   * the wait and is not lost.
   *
   * @return whether this thread leads now
   */
  boolean awaitTurn() {
    boolean interrupted = false;
    while (state == State.WAITING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
    return state == State.LEADS;
  }

  /** Makes the waiting thread the leader. */
  void lead() {
    state = State.LEADS;
    LockSupport.unpark(thread);
  }

  /** Notes why it failed: a RuntimeException or an Error. */
  void fail(Throwable cause) {
    failure = cause;
  }

  boolean failed() {
    return failure != null;
  }

  /** Lets the waiting thread go on; the leader itself does not wait. */
  void finish() {
    if (Thread.currentThread() != thread) {
      state = State.DONE;
      LockSupport.unpark(thread);
    }
  }

  void throwFailure() {
    Throwable cause = failure;
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
