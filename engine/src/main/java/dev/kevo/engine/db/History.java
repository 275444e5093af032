package dev.kevo.engine.db;

import dev.kevo.engine.KevoException;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SnapshotTooOldException;
import dev.kevo.engine.txn.KevoSnapshot;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.txn.SnapshotRegistry.Pin;
import dev.kevo.engine.txn.Store;
import dev.kevo.engine.version.HistoryStart;
import dev.kevo.engine.version.VersionEdit.KeptHistory;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The past that can still be read: of each keyspace with {@link KeyspaceOptions#historyMillis} the
 * states since its {@link HistoryStart}, which moves on as time passes. Its monitor is held while
 * keyspaces begin or cease to keep their history.
 */
final class History {
  /** A start moves on by this part of the time that is kept, or more. */
  private static final int STEPS = 32;

  private static final long STEP_MICROS_MIN = 1_000_000;

  private final Store store;
  private final SnapshotRegistry snapshots;
  private final CommitTimes times;
  private final ReadStates states;
  private final Installs installs;
  private final CommitQueue commits;

  History(
      Store store, CommitTimes times, ReadStates states, Installs installs, CommitQueue commits) {
    this.store = store;
    this.snapshots = store.snapshots();
    this.times = times;
    this.states = states;
    this.installs = installs;
    this.commits = commits;
  }

  /**
   * The state of a time.
   *
   * @throws IllegalArgumentException if it lies in the future
   * @throws SnapshotTooOldException if no keyspace holds that state
   */
  Snapshot at(Instant time) {
    long now = times.nowMicros();
    if (time.isAfter(HistoryStart.timeOf(now).plusNanos(999))) {
      throw new IllegalArgumentException(
          time + " lies in the future: it is " + HistoryStart.timeOf(now));
    }
    long micros = time.isBefore(Instant.EPOCH) ? 0 : HistoryStart.microsOf(time);
    awaitPublished(times.pass(micros));
    Pin newest = snapshots.pin();
    try {
      long sequence = times.sequenceAt(micros, newest.sequence(), store);
      KevoSnapshot snapshot = new KevoSnapshot(store, snapshots.pin(sequence));
      // After the pin: a start that is not past the sequence now lets compactions see the pin.
      VersionSet versions = states.current().versions();
      if (versions.keyspaces().stream()
          .noneMatch(keyspace -> keyspace.version().history().holds(sequence, micros))) {
        snapshot.close();
        throw tooOld(time, versions);
      }
      return new PastSnapshot(store, snapshot, sequence, micros, versions);
    } finally {
      snapshots.release(newest);
    }
  }

  private void awaitPublished(long sequence) {
    if (sequence > snapshots.published()) {
      try {
        commits.sync();
      } catch (KevoException e) {
        // The log has failed: what is not published by now never will be.
      }
    }
  }

  private static SnapshotTooOldException tooOld(Instant time, VersionSet versions) {
    Instant earliest =
        versions.keyspaces().stream()
            .map(keyspace -> keyspace.version().history())
            .filter(HistoryStart::isKept)
            .map(HistoryStart::time)
            .min(Instant::compareTo)
            .orElse(null);
    String held =
        earliest == null ? "no keyspace keeps its history" : "the earliest is " + earliest;
    return new SnapshotTooOldException("the state of " + time + " is not kept: " + held, earliest);
  }

  /** Makes sure that commits are dated from now on. Under this monitor. */
  HistoryStart begin(Keyspaces keyspaces) {
    if (!times.isNoting()) {
      times.begin(keyspaces.commitTimes().id(), 0);
      // What is not dated is published after this.
      commits.sync();
    }
    long published = snapshots.published();
    long now = times.nowMicros();
    times.pass(now);
    return new HistoryStart(published, now);
  }

  /** Goes on to date commits after an open. */
  void resume(KeyspaceHandle commitTimes) {
    int id = commitTimes.id();
    times.begin(id, CommitTimes.newestMicros(id, snapshots.published(), store));
  }

  /** Moves the starts on, and forgets what nobody asks for any more. */
  synchronized void advance() {
    if (!times.isNoting()) {
      return;
    }
    long now = times.nowMicros();
    List<KeptHistory> moved = new ArrayList<>();
    long oldest = Long.MAX_VALUE;
    for (KeyspaceVersion keyspace : states.current().versions().keyspaces()) {
      HistoryStart start = keyspace.version().history();
      if (start.isKept()) {
        HistoryStart next = next(start, now, keyspace.options().historyMillis() * 1000);
        if (!next.equals(start)) {
          moved.add(new KeptHistory(keyspace.id(), next));
        }
        oldest = Math.min(oldest, next.micros());
      }
    }
    if (oldest == Long.MAX_VALUE) {
      end();
    } else if (!moved.isEmpty()) {
      installs.installChanges(moved);
      commits.commit(times.forget(oldest));
    }
  }

  private HistoryStart next(HistoryStart start, long nowMicros, long keptMicros) {
    long micros = nowMicros - keptMicros;
    if (micros - start.micros() < Math.max(STEP_MICROS_MIN, keptMicros / STEPS)) {
      return start;
    }
    Pin pin = snapshots.pin();
    try {
      long sequence = times.sequenceAt(micros, pin.sequence(), store);
      return sequence > start.sequence() ? new HistoryStart(sequence, micros) : start;
    } finally {
      snapshots.release(pin);
    }
  }

  private void end() {
    KeyspaceHandle commitTimes = states.current().keyspace(times.keyspaceId()).handle();
    times.end();
    installs.installDrop(commitTimes);
  }
}
