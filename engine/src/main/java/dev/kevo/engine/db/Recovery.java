package dev.kevo.engine.db;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.DatabaseMissingException;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.codec.BlockCompression;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.compaction.FlushJob;
import dev.kevo.engine.compaction.Readers;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.ValueFile;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit;
import dev.kevo.engine.version.VersionEdit.AddedRangeDelete;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.LogPosition;
import dev.kevo.engine.version.VersionEdit.TableChange;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import dev.kevo.engine.wal.WalRecord;
import dev.kevo.engine.wal.WalReplay;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings a directory to a state from which the database can go on: reads the manifest, replays the
 * log, and begins a new manifest and a new log segment.
 *
 * <p>What the log holds becomes tables; if it is little, it is copied to the new segment instead,
 * so that opening a small database often does not leave many small tables. Until the new manifest
 * is in force nothing that was there has changed, so a crash on the way leaves only files that
 * nothing refers to.
 */
final class Recovery {
  /** A log up to this size is copied. */
  private static final long COPIED_LOG_BYTES_MAX = 8L << 20;

  private final FileSystem files;
  private final Path directory;
  private final Options options;

  /** What is copied. */
  private final Map<Integer, MemTable> memTables = new TreeMap<>();

  /** What becomes tables next, and those that it became. */
  private final Map<Integer, ReplayedEntries> replayed = new TreeMap<>();

  private final List<TableChange> flushed = new ArrayList<>();
  private final FileNumbers numbers;
  private final LogRetention retention;
  private long replayedBytes;

  private Recovery(FileSystem files, Path directory, Options options, long nextFileNumber) {
    this.files = files;
    this.directory = directory;
    this.options = options;
    this.numbers = new FileNumbers(nextFileNumber);
    this.retention = new LogRetention(files, directory, options, System::currentTimeMillis);
  }

  /**
   * What the database goes on with.
   *
   * @param memTables what is in the log only, by keyspace id
   * @param lastSequence the newest sequence in use
   */
  record Recovered(
      VersionSet versions,
      Manifest manifest,
      WriteAheadLog log,
      LogRetention retention,
      Map<Integer, MemTable> memTables,
      long lastSequence,
      FileNumbers numbers) {}

  /**
   * Refuses a directory that is neither a database nor empty, without touching it.
   *
   * @return whether it holds a database
   */
  static boolean requireDatabaseOrNothing(FileSystem files, Path directory, Options options) {
    List<String> names = files.exists(directory) ? files.list(directory) : List.of();
    if (names.contains(FileNames.CURRENT)) {
      return true;
    }
    for (String name : names) {
      if (!isLeftByCreation(files, directory, name)) {
        throw new CorruptionException(
            directory + " is no database: it holds " + name + " but no " + FileNames.CURRENT);
      }
    }
    if (!options.createIfMissing()) {
      throw new DatabaseMissingException("there is no database in " + directory);
    }
    return false;
  }

  /** Whether a file may have been left by a crash while the database was first created. */
  private static boolean isLeftByCreation(FileSystem files, Path directory, String name) {
    if (name.equals(FileNames.LOCK) || name.equals(FileNames.CURRENT_TEMPORARY)) {
      return true;
    }
    Optional<Numbered> numbered = FileNames.parse(name);
    return name.equals(FileNames.manifest(2))
        || (name.equals(FileNames.wal(1))
            && numbered.isPresent()
            && WriteAheadLog.holdsNoRecord(files.size(directory.resolve(name))));
  }

  /** Creates a database in an empty directory that is locked. */
  static Recovered create(FileSystem files, Path directory, Options options) {
    BlockCompression.requireLibrary(options.keyspaceDefaults().compression());
    for (String name : files.list(directory)) {
      if (!name.equals(FileNames.LOCK)) {
        files.delete(directory.resolve(name));
      }
    }
    Recovery recovery = new Recovery(files, directory, options, 1);
    long segment = recovery.numbers.next();
    WriteAheadLog log = WriteAheadLog.create(files, directory, segment, 1);
    VersionEdit first =
        new VersionEdit(
            recovery.numbers.upperBound(),
            List.of(
                new LogPosition(segment, 0),
                new CreatedKeyspace(0, Keyspace.DEFAULT_NAME, options.keyspaceDefaults())));
    return recovery.begin(VersionSet.EMPTY.apply(first), log, 0);
  }

  /** Recovers the database in a directory that is locked. */
  static Recovered open(FileSystem files, Path directory, Options options) {
    VersionSet versions = Manifest.read(files, directory, Manifest.readCurrent(files, directory));
    if (versions.keyspaces().isEmpty()) {
      throw new CorruptionException(directory + ": the manifest has no keyspace");
    }
    requireLibraries(versions);
    List<String> names = files.list(directory);
    requireFiles(files, directory, versions, new HashSet<>(names));
    long next = versions.nextFileNumber();
    for (String name : names) {
      next = Math.max(next, FileNames.parse(name).map(n -> n.number() + 1).orElse(0L));
    }
    Recovery recovery = new Recovery(files, directory, options, next);
    return recovery.logBytes(versions.logNumber()) <= recovery.copiedLogBytesMax()
        ? recovery.copyLog(versions)
        : recovery.flushLog(versions);
  }

  /** Refuses what could not be written, or read, as its keyspace says. */
  private static void requireLibraries(VersionSet versions) {
    for (KeyspaceVersion keyspace : versions.keyspaces()) {
      if (!keyspace.dropped()) {
        BlockCompression.requireLibrary(keyspace.options().compression());
      }
    }
  }

  private static void requireFiles(
      FileSystem files, Path directory, VersionSet versions, Set<String> names) {
    for (KeyspaceVersion keyspace : versions.keyspaces()) {
      for (List<TableMeta> level : keyspace.version().levels()) {
        for (TableMeta table : level) {
          Path path = directory.resolve(FileNames.table(table.fileNumber()));
          requireFile(files, path, names, "table", table.bytes());
        }
      }
      for (ValueFile file : keyspace.version().valueFiles().values()) {
        Path path = directory.resolve(FileNames.values(file.meta().fileNumber()));
        requireFile(files, path, names, "value", file.meta().bytes());
      }
    }
  }

  private static void requireFile(
      FileSystem files, Path path, Set<String> names, String kind, long bytes) {
    if (!names.contains(path.getFileName().toString())) {
      throw new CorruptionException("missing " + kind + " file " + path);
    }
    long found = files.size(path);
    if (found != bytes) {
      throw new CorruptionException(path + ": expected " + bytes + " bytes, found " + found);
    }
  }

  private long logBytes(long firstSegment) {
    long bytes = 0;
    for (long number : WalReplay.segments(files, directory)) {
      if (number >= firstSegment) {
        bytes += files.size(directory.resolve(FileNames.wal(number)));
      }
    }
    return bytes;
  }

  private long copiedLogBytesMax() {
    return Math.min(COPIED_LOG_BYTES_MAX, options.memTableBytesMax() / 4);
  }

  private Recovered copyLog(VersionSet versions) {
    List<byte[]> records = new ArrayList<>();
    long end =
        replay(
            versions,
            (payload, expected) -> {
              records.add(payload.copyRest());
              return add(payload, expected, versions.keyspaces(), this::insert);
            });
    long segment = numbers.next();
    WriteAheadLog log = WriteAheadLog.create(files, directory, segment, firstSequence(versions));
    try {
      for (byte[] record : records) {
        log.begin().writeBytes(record);
        log.end();
      }
      log.write(Durability.IMMEDIATE, 1);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    LogPosition position = new LogPosition(segment, versions.flushedSequence());
    return begin(versions.apply(edit(position)), log, end - 1);
  }

  private Recovered flushLog(VersionSet versions) {
    long end =
        replay(
            versions,
            (payload, expected) -> {
              long next = add(payload, expected, versions.keyspaces(), this::collect);
              if (replayedBytes >= options.memTableBytesMax()) {
                flush(versions);
              }
              return next;
            });
    flush(versions);
    long segment = numbers.next();
    WriteAheadLog log = WriteAheadLog.create(files, directory, segment, end);
    return begin(versions.apply(edit(new LogPosition(segment, end - 1))), log, end - 1);
  }

  private static long firstSequence(VersionSet versions) {
    return versions.flushedSequence() + 1;
  }

  /** Replays the log and returns the sequence after its last entry. */
  private long replay(VersionSet versions, WalReplay.Sink sink) {
    long end =
        new WalReplay(files, directory).replay(versions.logNumber(), firstSequence(versions), sink);
    requireReached(versions, end - 1);
    return end;
  }

  /**
   * Refuses a log that ends before something that was written after a part of it had been synced: a
   * sequence must not be given out twice.
   */
  private static void requireReached(VersionSet versions, long logEnd) {
    for (KeyspaceVersion keyspace : versions.keyspaces()) {
      Version version = keyspace.version();
      for (List<TableMeta> level : version.levels()) {
        for (TableMeta table : level) {
          requireReached(logEnd, table.maxSequence(), FileNames.table(table.fileNumber()));
        }
      }
      requireReached(logEnd, version.newestPending(), "a range delete of the manifest");
    }
  }

  private static void requireReached(long logEnd, long sequence, String of) {
    if (sequence > logEnd) {
      throw new CorruptionException(
          "the log ends at sequence " + logEnd + ", but " + of + " has " + sequence);
    }
  }

  private VersionEdit edit(LogPosition position) {
    List<Change> changes = new ArrayList<>(flushed);
    changes.add(position);
    return new VersionEdit(numbers.upperBound(), changes);
  }

  private static long add(
      BytesReader payload,
      long expectedSequence,
      List<KeyspaceVersion> keyspaces,
      WalRecord.Sink sink) {
    return WalRecord.decode(
        payload,
        expectedSequence,
        (sequence, keyspaceId, kind, key, value) -> {
          if (keyspaceId < 0 || keyspaceId >= keyspaces.size()) {
            throw payload.corrupt("unknown keyspace " + keyspaceId);
          }
          if (!keyspaces.get(keyspaceId).dropped()) {
            sink.entry(sequence, keyspaceId, kind, key, value);
          }
        });
  }

  private void insert(
      long sequence, int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value) {
    MemTable memTable = memTables.computeIfAbsent(keyspaceId, id -> new MemTable());
    memTable.addLogged(sequence, kind, key, value);
  }

  private void collect(
      long sequence, int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value) {
    ReplayedEntries entries = replayed.computeIfAbsent(keyspaceId, id -> new ReplayedEntries());
    long before = entries.approximateBytes();
    entries.add(sequence, kind, key, value);
    replayedBytes += entries.approximateBytes() - before;
  }

  private void flush(VersionSet versions) {
    FlushJob job = new FlushJob(files, directory, numbers::next);
    replayed.forEach((id, entries) -> flush(job, id, entries, versions.keyspaces().get(id)));
    replayed.clear();
    replayedBytes = 0;
  }

  private void flush(FlushJob job, int id, ReplayedEntries entries, KeyspaceVersion keyspace) {
    List<TableChange> older = flushed.stream().filter(change -> change.keyspaceId() == id).toList();
    Version version = keyspace.version().with(older);
    RangeDeletes deletes = entries.rangeDeletes();
    try (EntryIterator sorted = entries.sort().sorted()) {
      flushed.addAll(
          job.run(sorted, deletes, keyspace.options(), version, Readers.of(version))
              .changes(id, 0));
    }
    for (RangeDelete delete : deletes.deletes()) {
      flushed.add(new AddedRangeDelete(id, delete));
    }
  }

  /** Puts a new manifest in force and clears away what it does not refer to. */
  private Recovered begin(VersionSet recovered, WriteAheadLog log, long lastSequence) {
    try {
      long number = numbers.next();
      VersionSet versions =
          new VersionSet(
              numbers.upperBound(),
              recovered.logNumber(),
              recovered.flushedSequence(),
              recovered.times(),
              recovered.keyspaces());
      Manifest manifest = Manifest.create(files, directory, number, versions);
      try {
        ObsoleteFiles.deleteUnknown(files, directory, versions, number, retention);
        return new Recovered(versions, manifest, log, retention, memTables, lastSequence, numbers);
      } catch (RuntimeException e) {
        manifest.close();
        throw e;
      }
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }
}
