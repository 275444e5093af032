package dev.kevo.engine.db;

import dev.kevo.engine.ChangeStream;
import dev.kevo.engine.ClosedException;
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
import dev.kevo.engine.io.DirectoryCopy;
import dev.kevo.engine.io.DirectoryLock;
import dev.kevo.engine.io.DiskFileSystem;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.io.OverlayFileSystem;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.temporary.RunFile;
import dev.kevo.engine.txn.Commit;
import dev.kevo.engine.txn.ExpiryTimer;
import dev.kevo.engine.txn.KevoSnapshot;
import dev.kevo.engine.txn.KevoTransaction;
import dev.kevo.engine.txn.LockTable;
import dev.kevo.engine.txn.OpenTransactions;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.txn.Store;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The database: holds its parts together, opens and closes them, and hands each call to the part
 * that answers it, {@link Reads} and {@link Writes} above all.
 */
public final class KevoDatabase implements Database, Store {
  private final FileSystem files;

  /** Where copies of the database go. */
  private final FileSystem outside;

  private final Path directory;
  private final FileNumbers numbers;
  private final LevelLimits limits;
  private final KeyspaceOptions keyspaceDefaults;
  private final boolean readOnly;
  private final DirectoryLock lock;
  private final BlockCache blocks;
  private final TableCache tables;
  private final SnapshotRegistry snapshots;
  private final LockTable locks = new LockTable();
  private final OpenTransactions transactions = new OpenTransactions(System::nanoTime);
  private final ExpiryTimer expiry = new ExpiryTimer(transactions);
  private final ReadStates states;
  private final Health health;
  private final Progress progress = new Progress();
  private final ObsoleteFiles obsolete;
  private final Installs installs;
  private final Integrity integrity;
  private final LogRetention retention;
  private final WriteAheadLog log;
  private final DurableSequence durable;
  private final ChangeStreams changes;
  private final CommitQueue commits;
  private final Reads reads;
  private final Writes writes;
  private final History history;
  private final Keyspaces keyspaces;
  private final PeriodicSync periodicSync;
  private final Compactions compactions;
  private final Ageing ageing;
  private final BackgroundWork background;
  private final Statistics statistics;
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Volatile: reads look at it without a lock. */
  private volatile boolean closed;

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
    this.health = new Health(options.readOnly());
    this.log = recovered.log();
    this.retention = recovered.retention();
    blocks = new BlockCache(options.blockCacheBytes(), budget);
    tables = new TableCache(files, directory, blocks, options.openTablesMax());
    integrity = new Integrity(files, directory, log);
    snapshots = new SnapshotRegistry(recovered.lastSequence());
    obsolete = new ObsoleteFiles(files, directory, tables, retention, health, progress);
    states = new ReadStates(firstState(recovered), tables, obsolete);
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
    WriteThrottle throttle = new WriteThrottle(files, directory, states, health, progress);
    durable = new DurableSequence(recovered.lastSequence());
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
    reads = new Reads(this, states, snapshots, blocks);
    writes = new Writes(this, commits, locks);
    history = new History(this, times, states, installs, commits);
    keyspaces = new Keyspaces(this, states, installs, history);
    changes =
        new ChangeStreams(files, directory, options, log, retention, durable, commits, states);
    periodicSync = new PeriodicSync(durable, commits, options.syncBatchMillis());
    limits = LevelLimits.of(options.memTableBytesMax());
    CompactionJob job =
        new CompactionJob(
            files, directory, tables, numbers::next, limits.tableBytes(), RateLimit.of(options));
    compactions =
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

  private ReadState firstState(Recovered recovered) {
    List<KeyspaceState> keyspaces = new ArrayList<>();
    for (KeyspaceVersion keyspace : recovered.versions().keyspaces()) {
      MemTable memTable = recovered.memTables().get(keyspace.id());
      KeyspaceHandle handle = new KeyspaceHandle(this, keyspace.id(), keyspace.name());
      if (keyspace.dropped()) {
        handle.drop();
      }
      keyspaces.add(
          new KeyspaceState(
              handle,
              memTable == null ? new MemTable() : memTable,
              List.of(),
              new Tables(keyspace.version(), tables)));
    }
    return new ReadState(keyspaces, List.of(), recovered.versions());
  }

  @Override
  public Keyspace defaultKeyspace() {
    requireOpen();
    return states.current().keyspace(0).handle();
  }

  @Override
  public Optional<Keyspace> keyspace(String name) {
    requireOpen();
    return keyspaces.find(name);
  }

  @Override
  public Keyspace createKeyspace(String name) {
    return createKeyspace(name, keyspaceDefaults);
  }

  @Override
  public Keyspace createKeyspace(String name, KeyspaceOptions options) {
    requireOpen();
    return keyspaces.create(name, options);
  }

  @Override
  public void alterKeyspace(Keyspace keyspace, KeyspaceOptions options) {
    int id = id(keyspace);
    requireOpen();
    keyspaces.alter(id, options);
  }

  /** A keyspace's options. */
  KeyspaceOptions options(int keyspaceId) {
    requireOpen();
    return states.current().versions().keyspaces().get(keyspaceId).options();
  }

  @Override
  public boolean dropKeyspace(String name) {
    requireOpen();
    boolean dropped = keyspaces.drop(name);
    progress.announce();
    return dropped;
  }

  @Override
  public List<Keyspace> keyspaces() {
    requireOpen();
    return keyspaces.all();
  }

  @Override
  public int id(Keyspace keyspace) {
    if (keyspace instanceof KeyspaceHandle handle && handle.belongsTo(this)) {
      handle.requireExisting();
      return handle.id();
    }
    throw new IllegalArgumentException("keyspace " + keyspace + " belongs to another database");
  }

  @Override
  public long sequence() {
    requireOpen();
    return snapshots.published();
  }

  @Override
  public boolean get(Keyspace keyspace, byte[] key, Slice value) {
    int id = id(keyspace);
    requireOpen();
    return reads.get(id, key, value);
  }

  @Override
  public boolean get(int keyspaceId, byte[] key, long sequence, Slice value) {
    requireOpen();
    return reads.get(keyspaceId, key, sequence, value);
  }

  @Override
  public List<byte @Nullable []> multiGet(Keyspace keyspace, List<byte[]> keys) {
    int id = id(keyspace);
    requireOpen();
    return reads.multiGet(id, keys);
  }

  @Override
  public List<byte @Nullable []> multiGet(int keyspaceId, List<byte[]> keys, long sequence) {
    requireOpen();
    return reads.multiGet(keyspaceId, keys, sequence);
  }

  @Override
  public Cursor scan(Keyspace keyspace, Scan scan) {
    int id = id(keyspace);
    requireOpen();
    return reads.scan(id, scan);
  }

  @Override
  public Cursor scan(
      int keyspaceId, Scan scan, Visibility visibility, @Nullable MemTable privateWrites) {
    requireOpen();
    return reads.scan(keyspaceId, scan, visibility, privateWrites);
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    return new KevoSnapshot(this);
  }

  @Override
  public Snapshot snapshotAt(Instant time) {
    requireOpen();
    return history.at(time);
  }

  @Override
  public Transaction begin(TransactionOptions options) {
    requireOpen();
    Transaction transaction = new KevoTransaction(this, options);
    if (options.lifetimeMillis() > 0 || options.idleMillis() > 0) {
      expiry.added();
    }
    return transaction;
  }

  @Override
  public List<TransactionInfo> transactions() {
    requireOpen();
    return transactions.infos();
  }

  @Override
  public void put(Keyspace keyspace, byte[] key, byte[] value) {
    requireOpen();
    writes.put(keyspace, key, value);
  }

  @Override
  public void delete(Keyspace keyspace, byte[] key) {
    requireOpen();
    writes.delete(keyspace, key);
  }

  @Override
  public void write(WriteBatch batch) {
    requireOpen();
    writes.write(batch);
  }

  @Override
  public CommitPosition position() {
    requireOpen();
    return changes.newest();
  }

  @Override
  public CommitPosition oldestPosition() {
    requireOpen();
    return changes.oldest();
  }

  @Override
  public ChangeStream changes(CommitPosition from) {
    requireOpen();
    return changes.open(from);
  }

  @Override
  public void commit(Commit commit) {
    commits.commit(commit);
  }

  @Override
  public LockTable locks() {
    return locks;
  }

  @Override
  public OpenTransactions openTransactions() {
    return transactions;
  }

  @Override
  public boolean keyChangedSince(int keyspaceId, byte[] key, long sequence) {
    return reads.keyChangedSince(keyspaceId, key, sequence);
  }

  @Override
  public SnapshotRegistry snapshots() {
    return snapshots;
  }

  @Override
  public RangeEstimate estimate(Keyspace keyspace, KeyRange range) {
    int id = id(keyspace);
    requireOpen();
    return reads.estimate(id, range);
  }

  @Override
  public List<byte[]> splitPoints(Keyspace keyspace, KeyRange range, int partsMax) {
    int id = id(keyspace);
    requireOpen();
    return reads.splitPoints(id, range, partsMax);
  }

  @Override
  public void flush() {
    requireOpen();
    requireWritable();
    // What waits already, first: on a disk that was full, this is what tries again.
    background.awaitFlushed(commits.generations());
    background.awaitFlushed(commits.rotate());
  }

  @Override
  public SortedLoad load(Keyspace keyspace) {
    int id = id(keyspace);
    requireOpen();
    requireWritable();
    TableOutput output =
        new TableOutput(
            files, directory, numbers::next, keyspace.options(), limits.tableBytes(), null);
    return new TableLoad(this, commits, id, output);
  }

  /** Flushes what a load would have to wait for in the commit queue, while others go on. */
  void flushOverlapping(Load load) {
    if (states.current().keyspace(load.keyspaceId()).overlapsMemory(load.range())) {
      flush();
    }
  }

  @Override
  public void compactRange(Keyspace keyspace, KeyRange range) {
    int id = id(keyspace);
    flush();
    background.compactRange(id, range);
  }

  @Override
  public void awaitCompactions() {
    requireOpen();
    requireWritable();
    background.awaitCompactions();
  }

  @Override
  public void checkpoint(Path target) {
    try (HeldFiles held = holdFiles();
        DirectoryCopy copy = DirectoryCopy.begin(outside, target.toAbsolutePath())) {
      for (HeldFiles.HeldFile file : held.all()) {
        if (file.immutable()) {
          copy.link(file.files(), file.path(), file.bytes());
        } else {
          copy.copy(file.files(), file.path(), file.bytes(), file.name());
        }
      }
      copy.finish();
    }
  }

  /** The files of the latest committed state, kept until they are closed. */
  public HeldFiles holdFiles() {
    requireOpen();
    return installs.hold(retention, log);
  }

  @Override
  public Verification verify() {
    requireOpen();
    if (!readOnly) {
      flush();
    }
    ReadState state = states.pin();
    try {
      // The log after the state was pinned: it has every sequence that is in the state's tables.
      Integrity.Checked checked = installs.verify(integrity, snapshots.published());
      Verification all = checked.read();
      for (KeyspaceState keyspace : state.keyspaces()) {
        all = all.plus(new TablesCheck(keyspace.tables(), checked.lastSequence()).run());
      }
      return all;
    } catch (RuntimeException e) {
      throw closedOr(e);
    } finally {
      states.unpin(state);
    }
  }

  /** Does at once what the clock's thread does every second. */
  void tick() {
    ageing.tick();
    progress.announce();
  }

  /** The tables of a keyspace at this moment. */
  Version version(Keyspace keyspace) {
    return states.current().keyspace(id(keyspace)).tables().version();
  }

  @Override
  public TemporaryFile temporaryFile() {
    requireOpen();
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
    requireOpen();
    return statistics.read();
  }

  @Override
  public DatabaseFiles files() {
    requireOpen();
    try {
      return new FileList(files, directory, states, retention, log).read();
    } catch (RuntimeException e) {
      throw closedOr(e);
    }
  }

  @Override
  public void requireOpen() {
    if (closed) {
      throw new ClosedException("the database in " + directory + " is closed");
    }
  }

  @Override
  public void requireWritable() {
    health.requireWritable();
  }

  /** What a failed read throws: once the database is closed, that is the reason. */
  RuntimeException closedOr(RuntimeException failure) {
    return closed && !(failure instanceof ClosedException)
        ? new ClosedException("the database in " + directory + " is closed", failure)
        : failure;
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try (lock) {
      expiry.close();
      commits.close();
      closed = true;
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
