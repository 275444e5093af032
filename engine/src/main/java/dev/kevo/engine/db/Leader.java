package dev.kevo.engine.db;

import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.DatabaseStats.CommitStats;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.Durability;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.Options;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.txn.Commit;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.wal.WalRecord;
import dev.kevo.engine.wal.WriteAheadLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the leader of the {@link CommitQueue} works with: the log, the MemTables that grow and the
 * last sequence. It checks and numbers the commits of a group, appends them to the log, syncs once,
 * and publishes them.
 *
 * <p>A group's entries are in the MemTables before they are in the log, so that a commit is checked
 * against those before it in its group; nobody sees them until their sequence is published, which a
 * failed append or sync prevents for good.
 *
 * <p>One thread at a time, the one that leads; {@link #stats} any thread may ask for.
 */
final class Leader {
  private final Options options;
  private final WriteAheadLog log;
  private final ReadStates states;
  private final SnapshotRegistry snapshots;
  private final Health health;
  private final WriteThrottle throttle;
  private final Generations generations;
  private final Installs installs;
  private final DurableSequence durable;
  private final CommitTimes times;

  // Written by the leader, read by statistics.
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong groups = new AtomicLong();

  /** The newest sequence given out. */
  private long lastSequence;

  Leader(
      Options options,
      WriteAheadLog log,
      ReadStates states,
      SnapshotRegistry snapshots,
      Health health,
      WriteThrottle throttle,
      Generations generations,
      DurableSequence durable,
      Installs installs,
      CommitTimes times) {
    this.options = options;
    this.log = log;
    this.states = states;
    this.snapshots = snapshots;
    this.health = health;
    this.throttle = throttle;
    this.generations = generations;
    this.durable = durable;
    this.installs = installs;
    this.times = times;
    this.lastSequence = snapshots.published();
  }

  /** What was committed and refused since open. */
  CommitStats stats() {
    return new CommitStats(commits.get(), refused.get(), groups.get());
  }

  /** Carries out a group; whatever goes wrong becomes its requests' failure. */
  void process(CommitGroup group) {
    try {
      health.requireWritable();
      makeRoom(group);
    } catch (RuntimeException | Error e) {
      // Nothing was written: the requests fail, the database does not.
      group.fail(e);
      return;
    }
    try {
      appendPinned(group);
    } catch (RuntimeException | Error e) {
      health.fail(e);
      CommitUnknownException unknown =
          new CommitUnknownException("the commit may or may not survive: " + e.getMessage(), e);
      group.fail(unknown);
    }
    for (Request request = group.first(); request != null; request = request.next) {
      Load load = request.load;
      if (load != null && !request.failed()) {
        load(request, load);
      }
    }
    if (group.rotates()) {
      rotateFor(group);
    } else if (group.deletesRanges()) {
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
      generations.begin(lastSequence);
      throttle.awaitFlushes();
    }
  }

  /** Waits or fails until a group, and what it needs elsewhere, can be written. */
  private void makeRoom(CommitGroup group) {
    long bytes = group.logBytesMax();
    if (bytes == 0) {
      return;
    }
    throttle.admit(bytes);
    if (states.current().activeBytes() >= options.memTableBytesMax()) {
      generations.begin(lastSequence);
    }
    throttle.requireSpace(bytes, group.deletesOnly());
    log.reserve(bytes + CommitTimes.LOG_BYTES_MAX);
  }

  /** Appends a group; the tables are pinned if a check may read them. */
  private void appendPinned(CommitGroup group) {
    if (!group.isChecked()) {
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

  private void append(CommitGroup group, ReadState state) {
    int accepted = 0;
    boolean barrier = false;
    int timesId = times.keyspaceIdIn(state);
    for (Request request = group.first(); request != null; request = request.next) {
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
      memTable.addLogged(++lastSequence, entry.kind(), entry.key(), value);
    }
    log.end();
  }

  /** Flushes range deletes that free whole tables soon, unless a flush is under way. */
  private void freeSpace() {
    ReadState state = states.current();
    boolean frees = state.keyspaces().stream().anyMatch(KeyspaceState::hidesTables);
    if (frees && state.generations().isEmpty() && !health.failed()) {
      try {
        generations.begin(lastSequence);
      } catch (KevoException e) {
        // The commits are done; what forbids the flush concerns the next ones, and is told to them.
      } catch (RuntimeException | Error e) {
        health.fail(e);
      }
    }
  }

  private void rotateFor(CommitGroup group) {
    try {
      health.requireWritable();
      if (states.current().activeBytes() > 0) {
        generations.begin(lastSequence);
      }
    } catch (RuntimeException | Error e) {
      group.failRotations(e);
    }
  }
}
