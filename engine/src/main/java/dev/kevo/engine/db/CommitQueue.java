package dev.kevo.engine.db;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.DatabaseStats.CommitStats;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.Durability;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.Options;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.txn.Commit;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.wal.WalRecord;
import dev.kevo.engine.wal.WriteAheadLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings commits into one order. Of the threads that wait, one leads: it takes all waiting requests
 * as a group, checks and numbers them, appends them to the log, syncs once, and publishes them. The
 * log, the MemTables that grow and the last sequence belong to whoever leads.
 *
 * <p>A group's entries are in the MemTables before they are in the log, so that a commit is checked
 * against those before it in its group; nobody sees them until their sequence is published, which a
 * failed append or sync prevents for good.
 */
final class CommitQueue {
  private static final byte[] NO_VALUE = new byte[0];

  /** A group takes no more requests once its log records are this large. */
  private static final int GROUP_BYTES_MAX = 1 << 20;

  /** After so many groups the leader hands over, so that its own caller gets its answer. */
  private static final int GROUPS_LED_MAX = 4;

  private final Options options;
  private final WriteAheadLog log;
  private final ReadStates states;
  private final SnapshotRegistry snapshots;
  private final Health health;
  private final WriteThrottle throttle;
  private final FileNumbers numbers;
  private final Installs installs;
  private final DurableSequence durable;
  private final CommitTimes times;

  // Written by the leader, read by statistics.
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong groups = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final Deque<Request> waiting = new ArrayDeque<>();

  /** Whether some thread leads. Guarded by the lock. */
  private boolean led;

  /** Guarded by the lock. */
  private boolean closed;

  /** The newest sequence given out. The leader's. */
  private long lastSequence;

  /** The number of generations begun. Written by the leader. */
  private volatile long generations;

  CommitQueue(
      Options options,
      WriteAheadLog log,
      ReadStates states,
      SnapshotRegistry snapshots,
      Health health,
      WriteThrottle throttle,
      FileNumbers numbers,
      DurableSequence durable,
      Installs installs,
      CommitTimes times) {
    this.times = times;
    this.installs = installs;
    this.options = options;
    this.log = log;
    this.states = states;
    this.snapshots = snapshots;
    this.health = health;
    this.throttle = throttle;
    this.numbers = numbers;
    this.durable = durable;
    this.lastSequence = snapshots.published();
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
    return generations;
  }

  /** The number of the newest generation. */
  long generations() {
    return generations;
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
    return new CommitStats(commits.get(), refused.get(), groups.get());
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
      lead(List.of(request));
    } else if (request.awaitTurn()) {
      lead(takeGroup());
    }
  }

  /** Processes a group with this thread's request, and what came meanwhile, then hands over. */
  private void lead(List<Request> first) {
    List<Request> group = first;
    for (int led = 1; !group.isEmpty(); led++) {
      process(group);
      List<Request> next = handOver(led == GROUPS_LED_MAX);
      for (Request request : group) {
        request.finish();
      }
      group = next;
    }
  }

  private List<Request> takeGroup() {
    lock.lock();
    try {
      return takeWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Requests from the queue, as many as make a group; the lock is held. */
  private List<Request> takeWaiting() {
    List<Request> group = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && bytes < GROUP_BYTES_MAX) {
      Request request = waiting.removeFirst();
      group.add(request);
      Commit commit = request.commit;
      bytes += commit == null ? 0 : commit.bytes();
    }
    return group;
  }

  /** The next group, or none if this thread no longer leads. */
  private List<Request> handOver(boolean tired) {
    lock.lock();
    try {
      Request next = waiting.peekFirst();
      if (next == null) {
        led = false;
        return List.of();
      }
      if (tired) {
        next.lead();
        return List.of();
      }
      return takeWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Carries out a group; whatever goes wrong becomes its requests' failure. */
  private void process(List<Request> group) {
    try {
      health.requireWritable();
      makeRoom(group);
    } catch (RuntimeException | Error e) {
      // Nothing was written: the requests fail, the database does not.
      group.forEach(request -> request.fail(e));
      return;
    }
    try {
      appendPinned(group);
    } catch (RuntimeException | Error e) {
      health.fail(e);
      CommitUnknownException unknown =
          new CommitUnknownException("the commit may or may not survive: " + e.getMessage(), e);
      group.stream().filter(request -> !request.failed()).forEach(r -> r.fail(unknown));
    }
    for (Request request : group) {
      Load load = request.load;
      if (load != null && !request.failed()) {
        load(request, load);
      }
    }
    if (anyRotates(group)) {
      rotateFor(group);
    } else if (deletesRanges(group)) {
      freeSpace();
    }
  }

  /**
   * Installs a load. Its sequence is taken by a log record that changes nothing, durable before the
   * manifest names the tables, so that no later commit gets it again.
   */
  private void load(Request request, Load load) {
    Commit nothing = Commit.nothing();
    try {
      health.requireWritable();
      flushOverlapping(load);
      installs.requireSpace();
      log.reserve(WalRecord.bytesMax(1, nothing.bytes()) + CommitTimes.LOG_BYTES_MAX);
    } catch (RuntimeException | Error e) {
      request.fail(e);
      return;
    }
    try {
      ReadState state = states.current();
      appendTime(times.keyspaceIdIn(state), state);
      append(nothing, state);
      log.write(Durability.IMMEDIATE, 1);
      log.sync();
      try {
        installs.installLoad(load, lastSequence);
      } catch (DiskFullException e) {
        if (health.failed()) {
          throw e; // The edit was written, and may name the tables after the next open.
        }
        // Nothing was installed; only the sequence is gone.
        request.fail(e);
      }
      snapshots.publish(lastSequence);
      durable.advance(log.isDurable(), lastSequence);
    } catch (RuntimeException | Error e) {
      health.fail(e);
      request.fail(
          new CommitUnknownException("the load may or may not survive: " + e.getMessage(), e));
    }
  }

  /** Entries in memory are asked before tables: what a load replaces must be in tables, too. */
  private void flushOverlapping(Load load) {
    KeyspaceState keyspace = states.current().keyspace(load.keyspaceId());
    keyspace.handle().requireExisting();
    if (keyspace.overlapsMemory(load.range())) {
      rotateNow();
      throttle.awaitFlushes();
    }
  }

  /** Waits or fails until a group, and what it needs elsewhere, can be written. */
  private void makeRoom(List<Request> group) {
    long bytes = logBytesMax(group);
    if (bytes == 0) {
      return;
    }
    throttle.admit(bytes);
    if (states.current().activeBytes() >= options.memTableBytesMax()) {
      rotateNow();
    }
    throttle.requireSpace(bytes, deletesOnly(group));
    log.reserve(bytes + CommitTimes.LOG_BYTES_MAX);
  }

  private static long logBytesMax(List<Request> group) {
    long bytes = 0;
    for (Request request : group) {
      Commit commit = request.commit;
      bytes += commit == null ? 0 : WalRecord.bytesMax(commit.entries().size(), commit.bytes());
    }
    return bytes;
  }

  private static boolean deletesOnly(List<Request> group) {
    for (Request request : group) {
      Commit commit = request.commit;
      if (commit != null && commit.hasPuts()) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyRotates(List<Request> group) {
    for (Request request : group) {
      if (request.rotates) {
        return true;
      }
    }
    return false;
  }

  /** Appends a group; the tables are pinned if a check may read them. */
  private void appendPinned(List<Request> group) {
    if (!anyChecks(group)) {
      append(group, states.current());
      return;
    }
    ReadState state = states.pin();
    try {
      append(group, state);
    } finally {
      states.unpin(state);
    }
  }

  private static boolean anyChecks(List<Request> group) {
    for (Request request : group) {
      Commit commit = request.commit;
      if (commit != null && commit.isChecked()) {
        return true;
      }
    }
    return false;
  }

  private void append(List<Request> group, ReadState state) {
    int accepted = 0;
    boolean barrier = false;
    int timesId = times.keyspaceIdIn(state);
    for (Request request : group) {
      Commit commit = request.commit;
      if (commit == null) {
        barrier = true;
      } else if (accept(request, commit, state)) {
        if (timesId >= 0 && commit.entries().get(0).keyspaceId() != timesId) {
          appendTime(timesId, state);
          timesId = -1;
        }
        append(commit, state);
        accepted++;
      }
    }
    log.write(options.durability(), options.syncBatchBytes());
    if (barrier) {
      log.sync();
    }
    snapshots.publish(lastSequence);
    durable.advance(log.isDurable(), lastSequence);
    if (accepted > 0) { // Else it was asked to sync or to rotate.
      commits.setRelease(commits.getPlain() + accepted);
      groups.setRelease(groups.getPlain() + 1);
    }
  }

  /** Appends when what follows is committed, if that is noted in some keyspace. */
  private void appendTime(int keyspaceId, ReadState state) {
    if (keyspaceId >= 0) {
      append(times.next(keyspaceId, lastSequence + 1), state);
    }
  }

  private boolean accept(Request request, Commit commit, ReadState state) {
    try {
      for (Commit.Entry entry : commit.entries()) {
        state.keyspace(entry.keyspaceId()).handle().requireExisting();
      }
      if (commit.isChecked()) {
        commit.validate(new StateChanges(state, lastSequence));
      }
      return true;
    } catch (KevoException | IllegalStateException e) {
      request.fail(e);
      refused.incrementAndGet();
      return false;
    }
  }

  private void append(Commit commit, ReadState state) {
    List<Commit.Entry> entries = commit.entries();
    BytesWriter payload = log.begin();
    WalRecord.encodeHead(payload, lastSequence + 1, entries.size());
    for (Commit.Entry entry : entries) {
      byte[] value = entry.value();
      WalRecord.encodeEntry(payload, entry.keyspaceId(), entry.kind(), entry.key(), value);
      MemTable memTable = state.keyspace(entry.keyspaceId()).active();
      long sequence = ++lastSequence;
      if (entry.kind() == EntryKind.RANGE_DELETE) {
        RangeDelete delete = new RangeDelete(entry.key(), value, sequence);
        if (!delete.range().isEmpty()) {
          memTable.addRangeDelete(delete);
        }
      } else {
        memTable.add(entry.key(), sequence, entry.kind(), value == null ? NO_VALUE : value);
      }
    }
    log.end();
  }

  private static boolean deletesRanges(List<Request> group) {
    for (Request request : group) {
      Commit commit = request.commit;
      if (commit != null && commit.hasRangeDeletes() && !request.failed()) {
        return true;
      }
    }
    return false;
  }

  /** Flushes range deletes that free whole tables soon, unless a flush is under way. */
  private void freeSpace() {
    ReadState state = states.current();
    boolean frees = state.keyspaces().stream().anyMatch(KeyspaceState::hidesTables);
    if (frees && state.generations().isEmpty() && !health.failed()) {
      try {
        rotateNow();
      } catch (KevoException e) {
        // The commits are done; what forbids the flush concerns the next ones, and is told to them.
      } catch (RuntimeException | Error e) {
        health.fail(e);
      }
    }
  }

  private void rotateFor(List<Request> group) {
    try {
      health.requireWritable();
      if (states.current().activeBytes() > 0) {
        rotateNow();
      }
    } catch (RuntimeException | Error e) {
      group.stream().filter(request -> request.rotates).forEach(request -> request.fail(e));
    }
  }

  /** Begins a log segment, and new MemTables for those that hold something. */
  private void rotateNow() {
    throttle.requireRoomForGeneration();
    long segment = numbers.next();
    long logBytes = log.segmentBytes();
    try {
      log.prepareSegment(segment, lastSequence + 1);
    } catch (DiskFullException e) {
      throw e; // Nothing has changed yet.
    } catch (RuntimeException | Error e) {
      health.fail(e);
      throw e;
    }
    try {
      log.rotate();
    } catch (RuntimeException | Error e) {
      health.fail(e);
      throw e;
    }
    durable.advance(true, lastSequence);
    long generation = generations + 1;
    states.rotate(generation, lastSequence, segment, logBytes);
    generations = generation;
    throttle.generationBegun();
  }
}
