package dev.kevo.engine.repair;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseMissingException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.SalvageReport;
import dev.kevo.engine.SalvageReport.SalvagedFile;
import dev.kevo.engine.Scan;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.db.CommitTimes;
import dev.kevo.engine.db.KevoDatabase;
import dev.kevo.engine.io.DirectoryLock;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.iter.MergingIterator;
import dev.kevo.engine.iter.RangeCover;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.iter.VisibleCursor;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.repair.SalvagedValues.LostValueException;
import dev.kevo.engine.sstable.SalvagedTable;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.SalvagedVersions;
import dev.kevo.engine.version.SalvagedVersions.SalvagedKeyspace;
import dev.kevo.engine.wal.LogKind;
import dev.kevo.engine.wal.SalvagedLog;
import dev.kevo.engine.wal.WalRecord;
import dev.kevo.engine.wal.WalReplay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what can be read of a damaged database and writes its live entries to a new one. The
 * damaged one is not changed by a byte.
 *
 * <p>All tables of a keyspace and what the log holds are merged by key and sequence, as a scan does
 * it; levels do not matter. The log is held in memory.
 */
public final class Salvage {
  private static final byte[] NO_VALUE = new byte[0];
  private static final Visibility EVERYTHING = Visibility.committed(Tag.SEQUENCE_MAX);

  private final FileSystem files;
  private final Path source;
  private final SalvagedVersions versions;
  private final Map<Integer, MemTable> logged = new HashMap<>();

  /** Those that the log had so far. */
  private final Set<Long> sequences = new HashSet<>();

  private final List<SalvagedFile> reports = new ArrayList<>();
  private final List<SalvageReport.SalvagedKeyspace> written = new ArrayList<>();

  private Salvage(FileSystem files, Path source) {
    this.files = files;
    this.source = source;
    this.versions = SalvagedVersions.read(files, source);
    reports.addAll(versions.files());
  }

  /**
   * Runs it; {@link dev.kevo.engine.Kevo#salvage} says how.
   *
   * @param options of the new database
   */
  public static SalvageReport run(FileSystem files, Path source, Path target, Options options) {
    if (!files.exists(source)) {
      throw new DatabaseMissingException("there is no directory " + source);
    }
    for (String name : files.exists(target) ? files.list(target) : List.<String>of()) {
      throw new IllegalArgumentException(target + " is not empty: it holds " + name);
    }
    try (DirectoryLock lock = files.lockShared(source.resolve(FileNames.LOCK))) {
      Salvage salvage = new Salvage(files, source);
      salvage.readLog();
      Options creating = options.withCreateIfMissing(true).withReadOnly(false);
      try (Database database = KevoDatabase.open(files, target, creating)) {
        salvage.write(database);
      }
      return new SalvageReport(salvage.versions.isIntact(), salvage.reports, salvage.written);
    }
  }

  private void readLog() {
    List<Long> segments = WalReplay.segments(files, source);
    long first = versions.logNumber();
    if (first > 0 && !segments.contains(first)) {
      addMissing(FileNames.wal(first), "", SalvageReport.UNKNOWN, List.of());
    }
    for (long number : segments) {
      if (number >= first) {
        long next = readSegment(number);
        if (next > 0 && !segments.contains(next)) {
          addMissing(FileNames.wal(next), "", SalvageReport.UNKNOWN, List.of());
        }
      }
    }
  }

  private void addMissing(String name, String keyspace, long entries, List<KeyRange> ranges) {
    reports.add(
        new SalvagedFile(
            name, keyspace, 0, 0, 0, entries, ranges, "missing file " + source.resolve(name)));
  }

  /** Returns the number of the segment that follows, or 0. */
  private long readSegment(long number) {
    long[] entries = new long[1];
    Path path = source.resolve(FileNames.wal(number));
    SalvagedLog log =
        SalvagedLog.read(
            files,
            path,
            LogKind.WAL,
            number,
            payload ->
                WalRecord.decodeAny(
                    payload,
                    (sequence, keyspaceId, kind, key, value) -> {
                      entries[0]++;
                      insert(sequence, keyspaceId, kind, key, value);
                    }));
    long lost = log.fault().isEmpty() ? 0 : SalvageReport.UNKNOWN;
    reports.add(
        new SalvagedFile(
            FileNames.wal(number),
            "",
            files.size(path),
            log.bytesLost(),
            entries[0],
            lost,
            List.of(),
            log.fault()));
    return log.nextSegment();
  }

  private void insert(
      long sequence, int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value) {
    // Copies that a recovery made of a record may lie beside it.
    if (versions.keyspace(keyspaceId).isDropped() || !sequences.add(sequence)) {
      return;
    }
    MemTable memTable = logged.computeIfAbsent(keyspaceId, id -> new MemTable());
    if (kind == EntryKind.RANGE_DELETE) {
      RangeDelete delete = new RangeDelete(key, value, sequence);
      if (!delete.range().isEmpty()) {
        memTable.addRangeDelete(delete);
      }
    } else {
      var unused = memTable.add(key, sequence, kind, value == null ? NO_VALUE : value);
    }
  }

  private void write(Database database) {
    versions
        .keyspaces()
        .forEach(
            (id, keyspace) -> {
              // The new database has a past of its own.
              if (!keyspace.isDropped() && !keyspace.name().equals(CommitTimes.KEYSPACE)) {
                writeKeyspace(database, id, keyspace);
              }
            });
    if (!versions.isIntact()) {
      for (String name : files.list(source)) {
        FileNames.parse(name)
            .filter(numbered -> numbered.kind() == Kind.TABLE)
            .filter(numbered -> !versions.knows(numbered.number()))
            .ifPresent(numbered -> writeLost(database, numbered.number()));
      }
    }
    database.flush();
  }

  private void writeKeyspace(Database database, int id, SalvagedKeyspace keyspace) {
    Map<Long, SalvagedTable> tables = new LinkedHashMap<>();
    for (TableMeta meta : keyspace.tables().values()) {
      try {
        long number = meta.fileNumber();
        tables.put(number, SalvagedTable.open(files, source, number, meta));
      } catch (CorruptionException e) {
        addMissing(
            FileNames.table(meta.fileNumber()),
            keyspace.name(),
            meta.entries(),
            List.of(new KeyRange(meta.smallest(), after(meta.largest()))));
      }
    }
    MemTable memTable = logged.getOrDefault(id, new MemTable());
    writeTo(
        create(database, keyspace.name(), keyspace.options()),
        database,
        tables.values(),
        memTable,
        List.of(memTable.rangeDeletes(), keyspace.rangeDeletes()));
  }

  private static byte[] after(byte[] last) {
    return Arrays.copyOf(last, last.length + 1);
  }

  /** Writes a table of which nothing tells the keyspace to one of its own. */
  private void writeLost(Database database, long number) {
    SalvagedTable table = SalvagedTable.open(files, source, number, null);
    String name = "lost-" + FileNames.table(number).replace(".sst", "");
    Keyspace keyspace = create(database, name, KeyspaceOptions.DEFAULT);
    writeTo(keyspace, database, List.of(table), new MemTable(), List.of());
  }

  private static Keyspace create(Database database, String name, KeyspaceOptions options) {
    Keyspace keyspace = database.createKeyspace(name, options);
    if (!keyspace.options().equals(options)) {
      database.alterKeyspace(keyspace, options);
    }
    return keyspace;
  }

  /** Merges the live entries of some tables and a part of the log into a keyspace. */
  private void writeTo(
      Keyspace keyspace,
      Database database,
      Collection<SalvagedTable> tables,
      MemTable memTable,
      List<RangeDeletes> deletes) {
    List<EntryIterator> sources = new ArrayList<>(tables);
    sources.add(memTable.iterator());
    long bytes = 0;
    try (SalvagedValues values = new SalvagedValues(files, source);
        Cursor live =
            new VisibleCursor(
                MergingIterator.of(sources),
                Scan.all(),
                EVERYTHING,
                RangeCover.of(deletes, EVERYTHING),
                values,
                () -> {});
        SortedLoad load = database.load(keyspace)) {
      while (live.next()) {
        byte[] key = live.key().toByteArray();
        try {
          byte[] value = live.value().toByteArray();
          load.put(key, value);
          bytes += key.length + value.length;
        } catch (LostValueException e) {
          e.note(key);
        }
      }
      if (load.entries() > 0) {
        load.commit();
      }
      tables.forEach(table -> reports.add(table.report(keyspace.name())));
      reports.addAll(values.report(keyspace.name()));
      written.add(new SalvageReport.SalvagedKeyspace(keyspace.name(), load.entries(), bytes));
    }
  }
}
