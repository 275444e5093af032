package dev.kevo.engine.db;

import dev.kevo.engine.ChangeStream;
import dev.kevo.engine.CommitPosition;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseFiles;
import dev.kevo.engine.DatabaseStats;
import dev.kevo.engine.Durability;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.Options;
import dev.kevo.engine.RangeEstimate;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.TemporaryFile;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionInfo;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.Verification;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.cache.MemoryBudget;
import dev.kevo.engine.compaction.CompactionJob;
import dev.kevo.engine.compaction.CompactionPicker;
import dev.kevo.engine.compaction.FlushJob;
import dev.kevo.engine.compaction.LevelLimits;
import dev.kevo.engine.compaction.RateLimit;
import dev.kevo.engine.compaction.TableOutput;
import dev.kevo.engine.db.Recovery.Recovered;
import dev.kevo.engine.io.DirectoryLock;
import dev.kevo.engine.io.DiskFileSystem;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.io.OverlayFileSystem;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.temporary.RunFile;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.txn.Store;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The database: holds its parts together, opens and closes them, and hands each call to the part
 * that answers it, {@link Reads} and {@link Writes} above all.
 */
public final class KevoDatabase implements Database {
  private final FileSystem files;

  /** Where copies of the database go. */
  private final FileSystem outside;

  private final Path directory;
  private final FileNumbers numbers;
  private final LevelLimits limits;
  private final KeyspaceOptions keyspaceDefaults;
  private final boolean readOnly;
  private final DirectoryLock lock;
  private final TableCache tables;
  private final SnapshotRegistry snapshots;
  private final ReadStates states;
  private final Health health;
  private final Progress progress = new Progress();
  private final ObsoleteFiles obsolete;
  private final Installs installs;
  private final Integrity integrity;
  private final LogRetention retention;
  private final WriteAheadLog log;
  private final ChangeStreams changes;
  private final CommitQueue commits;
  private final Reads reads;
  private final TransactionStore transactions;
  private final Writes writes;
  private final History history;
  private final Keyspaces keyspaces;
  private final PeriodicSync periodicSync;
  private final Ageing ageing;
  private final BackgroundWork background;
  private final Statistics statistics;
  private final AtomicBoolean closing = new AtomicBoolean();

  private KevoDatabase(
      FileSystem files,
      FileSystem outside,
      Path directory,
      Options options,
      InstantSource clock,
      MemoryBudget budget,
      DirectoryLock lock,
      Recovered recovered) {
    this.files = files;
    this.outside = outside;
    this.directory = directory;
    this.keyspaceDefaults = options.keyspaceDefaults();
    this.readOnly = options.readOnly();
    this.lock = lock;
    this.health = new Health(directory, options.readOnly());
    this.log = recovered.log();
    this.retention = recovered.retention();
    BlockCache blocks = new BlockCache(options.blockCacheBytes(), budget);
    tables = new TableCache(files, directory, blocks, options.openTablesMax());
    snapshots = new SnapshotRegistry(recovered.lastSequence());
    obsolete = new ObsoleteFiles(files, directory, tables, retention, health, progress);
    states = new ReadStates(ReadState.of(recovered, this, tables), tables, obsolete);
    numbers = recovered.numbers();
    installs =
        new Installs(
            files,
            directory,
            numbers,
            states,
            health,
            obsolete,
            recovered.manifest(),
            recovered.versions());
    integrity = new Integrity(files, directory, log, states, installs, snapshots);
    WriteThrottle throttle = new WriteThrottle(files, directory, states, health, progress);
    DurableSequence durable = new DurableSequence(recovered.lastSequence());
    CommitTimes times = new CommitTimes(clock);
    Generations generations = new Generations(log, states, health, throttle, numbers, durable);
    Leader leader =
        new Leader(
            options,
            log,
            states,
            snapshots,
            health,
            throttle,
            generations,
            durable,
            installs,
            times);
    commits = new CommitQueue(leader, generations, health);
    reads = new Reads(health, states, snapshots, blocks);
    transactions = new TransactionStore(this, health, reads, commits, snapshots);
    writes = new Writes(transactions);
    history = new History(transactions, times, states, installs, commits);
    keyspaces = new Keyspaces(this, states, installs, history);
    changes =
        new ChangeStreams(
            files, directory, options, log, retention, durable, commits, states, health);
    periodicSync = new PeriodicSync(durable, commits, options.syncBatchMillis());
    limits = LevelLimits.of(options.memTableBytesMax());
    CompactionJob job =
        new CompactionJob(
            files, directory, tables, numbers::next, limits.tableBytes(), RateLimit.of(options));
    Compactions compactions =
        new Compactions(new CompactionPicker(limits), job, states, snapshots, installs, obsolete);
    ageing =
        new Ageing(
            options.memTableMillisMax(), clock, states, snapshots, installs, commits, history);
    background =
        new BackgroundWork(
            new FlushJob(files, directory, numbers::next),
            states,
            installs,
            obsolete,
            snapshots,
            health,
            progress,
            throttle,
            compactions,
            ageing);
    statistics =
        new Statistics(
            states, log, commits, background, compactions, throttle, blocks, tables, snapshots);
  }

  /** Opens the database in a directory; {@link dev.kevo.engine.Kevo#open} says how. */
  public static Database open(FileSystem files, Path directory, Options options) {
    return open(files, directory, options, InstantSource.system());
  }

  /** As {@link #open}, by another clock than the system's. */
  static Database open(FileSystem files, Path directory, Options options, InstantSource clock) {
    return options.readOnly()
        ? openFiles(
            new OverlayFileSystem(files, directory),
            files,
            directory,
            options.withCreateIfMissing(false),
            clock)
        : openFiles(files, files, directory, options, clock);
  }

  /** Opens a new database in memory; copies of it go to disk. */
  public static Database openInMemory(Options options) {
    return openFiles(
        new MemoryFileSystem(),
        new DiskFileSystem(),
        Path.of("/memory"),
        options.withCreateIfMissing(true),
        InstantSource.system());
  }

  private static Database openFiles(
      FileSystem files, FileSystem outside, Path directory, Options options, InstantSource clock) {
    MemoryBudget budget = new MemoryBudget(options.readBytesMax());
    boolean exists = Recovery.requireDatabaseOrNothing(files, directory, options);
    if (!exists) {
      files.createDirectories(directory);
    }
    DirectoryLock lock = files.lock(directory.resolve(FileNames.LOCK));
    KevoDatabase database;
    try {
      // Again under the lock: another process may have been here in between.
      Recovered recovered =
          Recovery.requireDatabaseOrNothing(files, directory, options)
              ? Recovery.open(files, directory, options)
              : Recovery.create(files, directory, options);
      database =
          new KevoDatabase(files, outside, directory, options, clock, budget, lock, recovered);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
    try {
      database.start(options.durability());
      return database;
    } catch (RuntimeException | Error e) {
      try (database) {
        throw e;
      }
    }
  }

  private void start(Durability durability) {
    if (!readOnly) {
      background.start();
      if (durability == Durability.BATCH) {
        periodicSync.start();
      }
    }
    keyspaces.open(!readOnly);
  }

  @Override
  public Keyspace defaultKeyspace() {
    health.requireOpen();
    return states.current().keyspace(0).handle();
  }

  @Override
  public Optional<Keyspace> keyspace(String name) {
    health.requireOpen();
    return keyspaces.find(name);
  }

  @Override
  public Keyspace createKeyspace(String name) {
    return createKeyspace(name, keyspaceDefaults);
  }

  @Override
  public Keyspace createKeyspace(String name, KeyspaceOptions options) {
    health.requireOpen();
    return keyspaces.create(name, options);
  }

  @Override
  public void alterKeyspace(Keyspace keyspace, KeyspaceOptions options) {
    int id = id(keyspace);
    health.requireOpen();
    keyspaces.alter(id, options);
  }

  /** A keyspace's options. */
  KeyspaceOptions options(int keyspaceId) {
    health.requireOpen();
    return states.current().versions().keyspaces().get(keyspaceId).options();
  }

  @Override
  public boolean dropKeyspace(String name) {
    health.requireOpen();
    boolean dropped = keyspaces.drop(name);
    progress.announce();
    return dropped;
  }

  @Override
  public List<Keyspace> keyspaces() {
    health.requireOpen();
    return keyspaces.all();
  }

  /** The id of one of this database's keyspaces. */
  int id(Keyspace keyspace) {
    if (keyspace instanceof KeyspaceHandle handle && handle.belongsTo(this)) {
      handle.requireExisting();
      return handle.id();
    }
    throw new IllegalArgumentException("keyspace " + keyspace + " belongs to another database");
  }

  @Override
  public long sequence() {
    health.requireOpen();
    return snapshots.published();
  }

  @Override
  public boolean get(Keyspace keyspace, byte[] key, Slice value) {
    int id = id(keyspace);
    health.requireOpen();
    return reads.get(id, key, value);
  }

  @Override
  public List<byte @Nullable []> multiGet(Keyspace keyspace, List<byte[]> keys) {
    int id = id(keyspace);
    health.requireOpen();
    return reads.multiGet(id, keys);
  }

  @Override
  public Cursor scan(Keyspace keyspace, Scan scan) {
    int id = id(keyspace);
    health.requireOpen();
    return reads.scan(id, scan);
  }

  @Override
  public Snapshot snapshot() {
    health.requireOpen();
    return transactions.snapshot();
  }

  @Override
  public Snapshot snapshotAt(Instant time) {
    health.requireOpen();
    return history.at(time);
  }

  @Override
  public Transaction begin(TransactionOptions options) {
    health.requireOpen();
    return transactions.begin(options);
  }

  @Override
  public List<TransactionInfo> transactions() {
    health.requireOpen();
    return transactions.infos();
  }

  @Override
  public void put(Keyspace keyspace, byte[] key, byte[] value) {
    health.requireOpen();
    writes.put(keyspace, key, value);
  }

  @Override
  public void delete(Keyspace keyspace, byte[] key) {
    health.requireOpen();
    writes.delete(keyspace, key);
  }

  @Override
  public void write(WriteBatch batch) {
    health.requireOpen();
    writes.write(batch);
  }

  @Override
  public CommitPosition position() {
    health.requireOpen();
    return changes.newest();
  }

  @Override
  public CommitPosition oldestPosition() {
    health.requireOpen();
    return changes.oldest();
  }

  @Override
  public ChangeStream changes(CommitPosition from) {
    health.requireOpen();
    return changes.open(from);
  }

  @Override
  public RangeEstimate estimate(Keyspace keyspace, KeyRange range) {
    int id = id(keyspace);
    health.requireOpen();
    return reads.estimate(id, range);
  }

  @Override
  public List<byte[]> splitPoints(Keyspace keyspace, KeyRange range, int partsMax) {
    int id = id(keyspace);
    health.requireOpen();
    return reads.splitPoints(id, range, partsMax);
  }

  @Override
  public void flush() {
    health.requireOpen();
    health.requireWritable();
    // What waits already, first: on a disk that was full, this is what tries again.
    background.awaitFlushed(commits.generations());
    background.awaitFlushed(commits.rotate());
  }

  @Override
  public SortedLoad load(Keyspace keyspace) {
    int id = id(keyspace);
    health.requireOpen();
    health.requireWritable();
    TableOutput output =
        new TableOutput(
            files, directory, numbers::next, keyspace.options(), limits.tableBytes(), null);
    return new TableLoad(this, states, health, commits, id, output);
  }

  @Override
  public void compactRange(Keyspace keyspace, KeyRange range) {
    int id = id(keyspace);
    flush();
    background.compactRange(id, range);
  }

  @Override
  public void awaitCompactions() {
    health.requireOpen();
    health.requireWritable();
    background.awaitCompactions();
  }

  @Override
  public void checkpoint(Path target) {
    try (HeldFiles held = holdFiles()) {
      held.copyTo(outside, target.toAbsolutePath());
    }
  }

  /** The files of the latest committed state, kept until they are closed. */
  public HeldFiles holdFiles() {
    health.requireOpen();
    return installs.hold(retention, log);
  }

  @Override
  public Verification verify() {
    health.requireOpen();
    if (!readOnly) {
      flush();
    }
    try {
      return integrity.verify();
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    }
  }

  /** Does at once what the clock's thread does every second. */
  void tick() {
    ageing.tick();
    progress.announce();
  }

  /** What its transactions stand on. */
  Store store() {
    return transactions;
  }

  @Override
  public TemporaryFile temporaryFile() {
    health.requireOpen();
    if (readOnly || files instanceof MemoryFileSystem) {
      throw new LimitExceededException(
          "no temporary files: the database "
              + (readOnly ? "is open for reading" : "is in memory"));
    }
    long number = numbers.next();
    return RunFile.create(files, directory.resolve(FileNames.run(number)), number);
  }

  @Override
  public DatabaseStats stats() {
    health.requireOpen();
    return statistics.read();
  }

  @Override
  public DatabaseFiles files() {
    health.requireOpen();
    try {
      return new FileList(files, directory, states, retention, log).read();
    } catch (RuntimeException e) {
      throw health.closedOr(e);
    }
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try (lock) {
      transactions.close();
      commits.close();
      health.close();
      changes.close();
      periodicSync.close();
      background.close();
      obsolete.deleteUnused();
      try (log;
          tables) {
        installs.close();
      }
    }
  }
}
