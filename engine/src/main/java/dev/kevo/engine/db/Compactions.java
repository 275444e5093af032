package dev.kevo.engine.db;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.DatabaseStats.CompactionStats;
import dev.kevo.engine.DatabaseStats.RunningCompaction;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.compaction.Compaction;
import dev.kevo.engine.compaction.CompactionJob;
import dev.kevo.engine.compaction.CompactionPicker;
import dev.kevo.engine.compaction.FifoRule;
import dev.kevo.engine.compaction.RangeCleanUp;
import dev.kevo.engine.compaction.Readers;
import dev.kevo.engine.compaction.Written;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionEdit.TableChange;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Finds the keyspace that needs a compaction most and runs it. The compaction thread's. */
final class Compactions {
  private final CompactionPicker picker;
  private final CompactionJob job;
  private final ReadStates states;
  private final SnapshotRegistry snapshots;
  private final Installs installs;
  private final ObsoleteFiles obsolete;

  /** Compactions that were asked for and are not over, in the order of the requests. */
  private final ConcurrentLinkedQueue<ManualCompaction> manual = new ConcurrentLinkedQueue<>();

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private final AtomicLong moves = new AtomicLong();
  private final AtomicLong bytesMoved = new AtomicLong();
  private final AtomicLong tablesDropped = new AtomicLong();

  /** What runs; null between compactions. Volatile: others look at it. */
  private volatile @Nullable Running running;

  /** Volatile: set by the closing thread. */
  private volatile boolean cancelled;

  private record Running(String keyspace, Compaction compaction, long beganNanos) {
    RunningCompaction stats() {
      return new RunningCompaction(
          keyspace,
          compaction.level(),
          compaction.outputLevel(),
          compaction.inputs().size(),
          compaction.inputBytes(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
    }
  }

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

  /** Whether something is due in some keyspace; holds until its compaction is installed. */
  boolean isDue() {
    if (!manual.isEmpty()) {
      return true;
    }
    ReadState state = states.current();
    for (KeyspaceState keyspace : state.keyspaces()) {
      KeyspaceVersion version = state.versions().keyspaces().get(keyspace.handle().id());
      if (pick(state, version).isPresent() || !cleanUp(version).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private Readers readers(Version version) {
    return Readers.of(version, snapshots.sequences());
  }

  private Optional<Compaction> pick(ReadState state, KeyspaceVersion keyspace) {
    long oldestInMemory = state.keyspace(keyspace.id()).oldestInMemory();
    return picker.pick(keyspace, oldestReader(keyspace), oldestInMemory);
  }

  private long oldestReader(KeyspaceVersion keyspace) {
    return Math.min(snapshots.oldest(), keyspace.version().history().sequence());
  }

  private List<TableChange> cleanUp(KeyspaceVersion keyspace) {
    Version version = keyspace.version();
    List<TableChange> changes =
        version.rangeDeletes().isEmpty()
            ? List.of()
            : new RangeCleanUp(keyspace.id(), version, readers(version)).changes();
    return changes.isEmpty() && keyspace.options().compactionStyle() == CompactionStyle.FIFO
        ? FifoRule.excess(
            keyspace.id(), version, keyspace.options().fifoBytesMax(), snapshots.oldest())
        : changes;
  }

  /** Asks for a compaction of a range; whoever asks announces it, and waits for {@link #isDone}. */
  ManualCompaction request(int keyspaceId, KeyRange range) {
    ManualCompaction requested = new ManualCompaction(keyspaceId, range);
    manual.add(requested);
    return requested;
  }

  /** Whether a requested compaction is over. */
  boolean isDone(ManualCompaction requested) {
    return !manual.contains(requested);
  }

  /** A compaction that a caller waits for. */
  static final class ManualCompaction {
    private final int keyspaceId;
    private final KeyRange range;

    /** The tables made so far. The compaction thread's. */
    private final Set<Long> made = new HashSet<>();

    /** What is flushed to level 0 meanwhile is left there. The compaction thread's. */
    private int fromLevel;

    /** Notes a step; one that made nothing of what it should rewrite is repeated. */
    private void advance(Compaction step, Optional<List<TableMeta>> tables) {
      if (tables.isPresent()) {
        fromLevel = step.level() + 1;
        tables.get().forEach(table -> made.add(table.fileNumber()));
      }
    }

    private ManualCompaction(int keyspaceId, KeyRange range) {
      this.keyspaceId = keyspaceId;
      this.range = range;
    }
  }

  /** Runs and installs the most urgent compaction, if one is due. */
  void runOne() {
    ReadState state = states.pin();
    try {
      // What costs nothing first: it may make the rest unnecessary.
      if (cleanedUp(state) || ranManual(state)) {
        return;
      }
      KeyspaceVersion neediest = null;
      for (KeyspaceVersion keyspace : state.versions().keyspaces()) {
        if (pick(state, keyspace).isPresent()
            && (neediest == null || picker.score(keyspace) > picker.score(neediest))) {
          neediest = keyspace;
        }
      }
      if (neediest != null) {
        KeyspaceVersion keyspace = neediest;
        pick(state, keyspace).ifPresent(compaction -> run(keyspace, compaction));
      }
    } catch (CancellationException e) {
      if (!cancelled) {
        throw e;
      }
    } finally {
      states.unpin(state);
    }
  }

  /** Makes one step of a compaction that was asked for. */
  private boolean ranManual(ReadState state) {
    ManualCompaction requested = manual.peek();
    if (requested == null) {
      return false;
    }
    KeyspaceVersion keyspace = state.versions().keyspaces().get(requested.keyspaceId);
    Optional<Compaction> step =
        CompactionPicker.pickRange(keyspace, requested.range, requested.fromLevel, requested.made);
    if (step.isPresent()) {
      requested.advance(step.get(), run(keyspace, step.get()));
    } else {
      manual.remove(requested);
    }
    return true;
  }

  private boolean cleanedUp(ReadState state) {
    boolean any = false;
    for (KeyspaceVersion keyspace : state.versions().keyspaces()) {
      List<TableChange> changes = cleanUp(keyspace);
      if (!changes.isEmpty()) {
        installs.installCompaction(keyspace.id(), changes, List.of());
        tablesDropped.addAndGet(changes.stream().filter(RemovedTable.class::isInstance).count());
        any = true;
      }
    }
    return any;
  }

  /**
   * Returns the tables that were written, none if they were only moved; nothing if it did not run.
   */
  private Optional<List<TableMeta>> run(KeyspaceVersion keyspace, Compaction compaction) {
    // If not, something was installed since: then another one may be due.
    if (!installs.beginCompaction(keyspace, compaction)) {
      return Optional.empty();
    }
    running = new Running(keyspace.name(), compaction, System.nanoTime());
    try {
      return Optional.of(runClaimed(keyspace, compaction));
    } finally {
      running = null;
      installs.endCompaction();
    }
  }

  private List<TableMeta> runClaimed(KeyspaceVersion keyspace, Compaction compaction) {
    int keyspaceId = keyspace.id();
    Written written = new Written(List.of(), List.of());
    if (!compaction.isMove()) {
      written = job.run(compaction, keyspace, readers(keyspace.version()), () -> cancelled);
      bytesRead.addAndGet(compaction.inputBytes());
      bytesWritten.addAndGet(written.bytes());
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
    if (compaction.isMove()) {
      compaction
          .upper()
          .forEach(table -> changes.add(new AddedTable(keyspaceId, outputLevel, table)));
    }
    changes.addAll(written.changes(keyspaceId, outputLevel));
    try {
      installs.requireSpace();
      installs.installCompaction(keyspaceId, changes, written.files());
    } catch (DiskFullException e) {
      obsolete.deleteFiles(written.files());
      throw e;
    }
    if (compaction.isMove()) {
      moves.addAndGet(compaction.upper().size());
      bytesMoved.addAndGet(compaction.inputBytes());
      return List.of();
    }
    count.incrementAndGet();
    return written.tables();
  }

  /** Lets a running compaction end without a result. */
  void cancel() {
    cancelled = true;
  }

  /** What was done since open. */
  CompactionStats stats() {
    Running now = running;
    return new CompactionStats(
        count.get(),
        bytesRead.get(),
        bytesWritten.get(),
        moves.get(),
        bytesMoved.get(),
        tablesDropped.get(),
        now == null ? List.of() : List.of(now.stats()));
  }
}
