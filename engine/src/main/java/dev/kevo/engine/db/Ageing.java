package dev.kevo.engine.db;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.version.SequenceTimes;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.ExpiredEntries;
import dev.kevo.engine.version.VersionEdit.SequenceTime;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens because time passes: MemTables that are old are flushed, sequences are dated, and
 * entries that have outlived their keyspace's time to live expire, and so does history. Asked every
 * second, by one thread at a time.
 */
final class Ageing {
  /** Sequences are dated so many times within the shortest time to live. */
  private static final int DATES_PER_TTL = 32;

  private final long memTableMillisMax;
  private final InstantSource clock;
  private final ReadStates states;
  private final SnapshotRegistry snapshots;
  private final Installs installs;
  private final CommitQueue commits;
  private final History history;

  /** The last sequence flushed for its age. */
  private long flushedSequence = -1;

  /** Since when MemTables are known to hold something; -1 if they do not. */
  private long filledMillis = -1;

  /** What was in the log when they began to. */
  private long filledAfter;

  Ageing(
      long memTableMillisMax,
      InstantSource clock,
      ReadStates states,
      SnapshotRegistry snapshots,
      Installs installs,
      CommitQueue commits,
      History history) {
    this.history = history;
    this.memTableMillisMax = memTableMillisMax;
    this.clock = clock;
    this.states = states;
    this.snapshots = snapshots;
    this.installs = installs;
    this.commits = commits;
  }

  /** Does what is due at this moment. */
  synchronized void tick() {
    long now = clock.millis();
    flushIfOld(now);
    history.advance();
    long shortest = shortestTtl();
    if (shortest < Long.MAX_VALUE) {
      date(now, shortest);
      expire(now);
    }
  }

  private void flushIfOld(long now) {
    ReadState state = states.current();
    long flushed = state.versions().flushedSequence();
    if (state.activeBytes() == 0) {
      filledMillis = -1;
    } else if (filledMillis < 0 || flushed != filledAfter) {
      filledMillis = now;
      filledAfter = flushed;
    } else if (memTableMillisMax > 0 && now - filledMillis >= memTableMillisMax) {
      filledMillis = -1;
      commits.rotate();
    }
  }

  private long shortestTtl() {
    long shortest = Long.MAX_VALUE;
    for (KeyspaceVersion keyspace : states.current().versions().keyspaces()) {
      KeyspaceOptions options = keyspace.options();
      if (!keyspace.dropped() && options.ttlMillis() > 0) {
        shortest = Math.min(shortest, options.ttlMillis());
      }
    }
    return shortest;
  }

  private void date(long now, long shortestTtl) {
    SequenceTimes times = states.current().versions().times();
    long published = snapshots.published();
    if (published > times.lastSequence()
        && now - times.lastMillis() >= Math.max(1, shortestTtl / DATES_PER_TTL)) {
      installs.installChanges(List.of(new SequenceTime(published, now)));
    }
  }

  private void expire(long now) {
    VersionSet versions = states.current().versions();
    List<Change> changes = new ArrayList<>();
    long mustFlush = -1;
    for (KeyspaceState keyspace : states.current().keyspaces()) {
      KeyspaceVersion stored = versions.keyspaces().get(keyspace.handle().id());
      long ttl = stored.options().ttlMillis();
      long expired = ttl == 0 || stored.dropped() ? 0 : versions.times().sequenceAt(now - ttl);
      if (expired > 0 && expired == snapshots.published()) {
        // Readers at that sequence would not see what comes after it.
        commits.advance();
      }
      if (expired > 0 && keyspace.oldestInMemory() <= expired) {
        // What is in memory comes first in reads: it has to become a table before it expires.
        mustFlush = Math.max(mustFlush, expired);
      } else if (expired >= stored.version().expiredBefore() && holds(stored.version(), expired)) {
        changes.add(new ExpiredEntries(stored.id(), expired + 1));
      }
    }
    if (!changes.isEmpty()) {
      installs.installChanges(changes);
    }
    if (mustFlush > flushedSequence) {
      flushedSequence = mustFlush;
      commits.rotate();
    }
  }

  /** Whether a version has entries up to a sequence. */
  private static boolean holds(Version version, long sequence) {
    return version.levels().stream()
        .anyMatch(level -> level.stream().anyMatch(table -> table.minSequence() <= sequence));
  }
}
