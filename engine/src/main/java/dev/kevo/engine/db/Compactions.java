package dev.kevo.engine.db;

import dev.kevo.engine.DatabaseStats.CompactionStats;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.compaction.Compaction;
import dev.kevo.engine.compaction.CompactionJob;
import dev.kevo.engine.compaction.CompactionPicker;
import dev.kevo.engine.compaction.CompactionResult;
import dev.kevo.engine.compaction.RangeCleanUp;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionEdit.TableChange;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/** Finds the keyspace that needs a compaction most and runs it. The compaction thread's. */
final class Compactions {
  private final CompactionPicker picker;
  private final CompactionJob job;
  private final ReadStates states;
  private final SnapshotRegistry snapshots;
  private final Installs installs;
  private final ObsoleteFiles obsolete;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private final AtomicLong moves = new AtomicLong();
  private final AtomicLong bytesMoved = new AtomicLong();
  private final AtomicLong tablesDropped = new AtomicLong();

  /** Volatile: set by the closing thread. */
  private volatile boolean cancelled;

  Compactions(
      CompactionPicker picker,
      CompactionJob job,
      ReadStates states,
      SnapshotRegistry snapshots,
      Installs installs,
      ObsoleteFiles obsolete) {
    this.picker = picker;
    this.job = job;
    this.states = states;
    this.snapshots = snapshots;
    this.installs = installs;
    this.obsolete = obsolete;
  }

  /** Whether some level of some keyspace is too large; holds until its compaction is installed. */
  boolean isDue() {
    for (KeyspaceState keyspace : states.current().keyspaces()) {
      Version version = keyspace.tables().version();
      if (picker.isDue(version, snapshots.oldest()) || !cleanUp(keyspace).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private List<TableChange> cleanUp(KeyspaceState keyspace) {
    Version version = keyspace.tables().version();
    return version.rangeDeletes().isEmpty()
        ? List.of()
        : new RangeCleanUp(keyspace.handle().id(), version, snapshots.sequences()).changes();
  }

  private double score(Version version) {
    double worst = 0;
    for (int level = 0; level < Version.LEVELS - 1; level++) {
      worst = Math.max(worst, picker.score(version, level));
    }
    return worst;
  }

  /** Runs and installs the most urgent compaction, if one is due. */
  void runOne() {
    ReadState state = states.pin();
    try {
      // What costs nothing first: it may make the rest unnecessary.
      if (cleanedUp(state)) {
        return;
      }
      KeyspaceState neediest = null;
      for (KeyspaceState keyspace : state.keyspaces()) {
        Version version = keyspace.tables().version();
        if (picker.isDue(version, snapshots.oldest())
            && (neediest == null || score(version) > score(neediest.tables().version()))) {
          neediest = keyspace;
        }
      }
      if (neediest != null) {
        KeyspaceVersion keyspace = state.versions().keyspaces().get(neediest.handle().id());
        picker
            .pick(keyspace.version(), snapshots.oldest())
            .ifPresent(compaction -> run(keyspace, compaction));
      }
    } catch (CancellationException e) {
      if (!cancelled) {
        throw e;
      }
    } finally {
      states.unpin(state);
    }
  }

  private boolean cleanedUp(ReadState state) {
    boolean any = false;
    for (KeyspaceState keyspace : state.keyspaces()) {
      List<TableChange> changes = cleanUp(keyspace);
      if (!changes.isEmpty()) {
        installs.requireSpace();
        installs.installCompaction(keyspace.handle().id(), changes);
        tablesDropped.addAndGet(changes.stream().filter(RemovedTable.class::isInstance).count());
        any = true;
      }
    }
    return any;
  }

  private void run(KeyspaceVersion keyspace, Compaction compaction) {
    int keyspaceId = keyspace.id();
    List<TableMeta> made = compaction.upper();
    if (!compaction.isMove()) {
      CompactionResult result =
          job.run(compaction, keyspace, snapshots.sequences(), () -> cancelled);
      bytesRead.addAndGet(result.bytesRead());
      bytesWritten.addAndGet(result.bytesWritten());
      made = result.tables();
    }
    int outputLevel = compaction.outputLevel();
    List<TableChange> changes = new ArrayList<>();
    compaction
        .upper()
        .forEach(
            t -> changes.add(new RemovedTable(keyspaceId, compaction.level(), t.fileNumber())));
    compaction
        .lower()
        .forEach(t -> changes.add(new RemovedTable(keyspaceId, outputLevel, t.fileNumber())));
    made.forEach(table -> changes.add(new AddedTable(keyspaceId, outputLevel, table)));
    try {
      installs.requireSpace();
      installs.installCompaction(keyspaceId, changes);
    } catch (DiskFullException e) {
      if (!compaction.isMove()) {
        obsolete.deleteTables(made.stream().map(TableMeta::fileNumber).toList());
      }
      throw e;
    }
    if (compaction.isMove()) {
      moves.addAndGet(made.size());
      bytesMoved.addAndGet(compaction.inputBytes());
    } else {
      count.incrementAndGet();
    }
  }

  /** Lets a running compaction end without a result. */
  void cancel() {
    cancelled = true;
  }

  /** What was done since open. */
  CompactionStats stats() {
    return new CompactionStats(
        count.get(),
        bytesRead.get(),
        bytesWritten.get(),
        moves.get(),
        bytesMoved.get(),
        tablesDropped.get());
  }
}
