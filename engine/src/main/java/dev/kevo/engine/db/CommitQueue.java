package dev.kevo.engine.db;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.DatabaseStats.CommitStats;
import dev.kevo.engine.txn.Commit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings commits into one order. Of the threads that wait, one leads: it takes all waiting requests
 * as a group and carries them out by the {@link Leader}, which belongs to whoever leads.
 */
final class CommitQueue {
  /** After so many groups the leader hands over, so that its own caller gets its answer. */
  private static final int GROUPS_LED_MAX = 4;

  private final Leader leader;
  private final Generations generations;
  private final Health health;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final Deque<Request> waiting = new ArrayDeque<>();

  /** Whether some thread leads. Guarded by the lock. */
  private boolean led;

  /** Guarded by the lock. */
  private boolean closed;

  CommitQueue(Leader leader, Generations generations, Health health) {
    this.leader = leader;
    this.generations = generations;
    this.health = health;
  }

  /** Commits, or throws what forbids it. */
  void commit(Commit commit) {
    submit(Request.of(commit));
  }

  /** Gives tables a sequence and installs them, or throws what forbids it. */
  void load(Load load) {
    submit(Request.of(load));
  }

  /** Gives out one sequence for nothing. */
  void advance() {
    commit(Commit.nothing());
  }

  /**
   * Sets the MemTables aside to be flushed.
   *
   * @return the number of the newest generation that holds something
   */
  long rotate() {
    submit(Request.rotation());
    return generations.newest();
  }

  /** The number of the newest generation. */
  long generations() {
    return generations.newest();
  }

  /** Makes everything durable that was committed before. */
  void sync() {
    submit(Request.barrier());
  }

  /** Lets waiting commits finish, makes the log durable and takes no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    if (!health.failed()) {
      enqueue(Request.barrier(), true);
    }
  }

  /** What it did since open. */
  CommitStats stats() {
    return leader.stats();
  }

  private void submit(Request request) {
    enqueue(request, false);
    request.throwFailure();
  }

  private void enqueue(Request request, boolean last) {
    boolean leads;
    lock.lock();
    try {
      if (closed && !last) {
        throw new ClosedException("the database is closed");
      }
      leads = !led;
      if (leads) {
        led = true; // Then nobody waits.
      } else {
        waiting.addLast(request);
      }
    } finally {
      lock.unlock();
    }
    if (leads) {
      lead(new CommitGroup(request));
    } else if (request.awaitTurn()) {
      lead(takeGroup());
    }
  }

  /** Processes a group with this thread's request, and what came meanwhile, then hands over. */
  private void lead(CommitGroup first) {
    CommitGroup group = first;
    for (int led = 1; group != null; led++) {
      leader.process(group);
      CommitGroup next = handOver(led == GROUPS_LED_MAX);
      group.finish();
      group = next;
    }
  }

  private CommitGroup takeGroup() {
    lock.lock();
    try {
      return takeWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Requests from the queue, as many as make a group; there is one, and the lock is held. */
  private CommitGroup takeWaiting() {
    CommitGroup group = new CommitGroup(waiting.removeFirst());
    while (!waiting.isEmpty() && !group.isFull()) {
      group.add(waiting.removeFirst());
    }
    return group;
  }

  /** The next group, or null if this thread no longer leads. */
  private @Nullable CommitGroup handOver(boolean tired) {
    lock.lock();
    try {
      Request next = waiting.peekFirst();
      if (next == null) {
        led = false;
        return null;
      }
      if (tired) {
        next.lead();
        return null;
      }
      return takeWaiting();
    } finally {
      lock.unlock();
    }
  }
}
