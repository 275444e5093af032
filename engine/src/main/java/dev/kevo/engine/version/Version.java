package dev.kevo.engine.version;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.value.ValueFileMeta;
import dev.kevo.engine.value.ValueUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables of one keyspace at one moment, in levels, and the range deletes over them. Level 0
 * holds flushed MemTables, newest first, which may overlap; every other level is sorted by key and
 * free of overlaps, and newer than the levels below it. Immutable.
 */
public final class Version {
  /** The number of levels. */
  public static final int LEVELS = 7;

  /** No tables. */
  public static final Version EMPTY =
      new Version(noTables(), List.of(), 0, HistoryStart.NONE, Map.of());

  private static final Comparator<TableMeta> NEWEST_FIRST =
      Comparator.comparingLong(TableMeta::maxSequence)
          .thenComparingLong(TableMeta::fileNumber)
          .reversed();
  private static final Comparator<TableMeta> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(a.smallest(), b.smallest());

  private final List<List<TableMeta>> levels;

  /** Range deletes that some table does not yet reflect. */
  private final List<RangeDelete> pendingDeletes;

  private final long expiredBefore;

  private final HistoryStart history;

  /** The value files that the tables refer to, by number. */
  private final Map<Long, ValueFile> valueFiles;

  /** The pending ones, and what expired. */
  private final RangeDeletes rangeDeletes;

  private Version(
      List<List<TableMeta>> levels,
      List<RangeDelete> pendingDeletes,
      long expiredBefore,
      HistoryStart history,
      Map<Long, ValueFile> valueFiles) {
    this.levels = levels;
    this.valueFiles = valueFiles;
    this.pendingDeletes = List.copyOf(pendingDeletes);
    this.expiredBefore = expiredBefore;
    this.history = history;
    RangeDeletes pending = RangeDeletes.of(pendingDeletes);
    this.rangeDeletes =
        expiredBefore == 0 ? pending : pending.with(RangeDelete.of(KeyRange.all(), expiredBefore));
  }

  private static List<List<TableMeta>> noTables() {
    List<List<TableMeta>> levels = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      levels.add(List.of());
    }
    return List.copyOf(levels);
  }

  /** A level's tables: newest first in level 0, else by key. */
  public List<TableMeta> level(int level) {
    return levels.get(level);
  }

  /**
   * The range deletes that hide entries of the tables. They belong to the version, not to a table:
   * an entry counts only if none that covers its key is newer.
   */
  public RangeDeletes rangeDeletes() {
    return rangeDeletes;
  }

  /**
   * Those of the {@link #rangeDeletes} that were committed, and that some table may not reflect.
   */
  public List<RangeDelete> pendingDeletes() {
    return pendingDeletes;
  }

  /** The newest of the {@link #pendingDeletes}, or 0. */
  public long newestPending() {
    long newest = 0;
    for (RangeDelete delete : pendingDeletes) {
      newest = Math.max(newest, delete.sequence());
    }
    return newest;
  }

  /** Entries older than this sequence have outlived the keyspace's time to live; 0 for none. */
  public long expiredBefore() {
    return expiredBefore;
  }

  /** From when on compactions keep what was there. */
  public HistoryStart history() {
    return history;
  }

  /** The value files that the tables refer to, by number. */
  public Map<Long, ValueFile> valueFiles() {
    return valueFiles;
  }

  /** The files of the tables and of the values that they refer to. */
  public List<Numbered> files() {
    List<Numbered> files = new ArrayList<>();
    for (List<TableMeta> tables : levels) {
      tables.forEach(table -> files.add(new Numbered(Kind.TABLE, table.fileNumber())));
    }
    valueFiles.keySet().forEach(number -> files.add(new Numbered(Kind.VALUES, number)));
    return files;
  }

  /** All levels. */
  public List<List<TableMeta>> levels() {
    return levels;
  }

  /** The bytes of a level's tables. */
  public long levelBytes(int level) {
    long bytes = 0;
    for (TableMeta table : levels.get(level)) {
      bytes += table.bytes();
    }
    return bytes;
  }

  /** A level's tables that hold keys from {@code first} to {@code last}, both inclusive. */
  public List<TableMeta> overlapping(int level, byte[] first, byte[] last) {
    List<TableMeta> found = new ArrayList<>();
    for (TableMeta table : levels.get(level)) {
      if (table.overlaps(first, last)) {
        found.add(table);
      }
    }
    return found;
  }

  /**
   * This version without some tables and range deletes and with others, in the order of the
   * changes.
   *
   * @throws IllegalArgumentException if a removed table is not there, an added one is, one refers
   *     to a value file that is not, or tables of a level other than 0 would overlap
   */
  public Version with(Collection<? extends VersionEdit.TableChange> changes) {
    List<Map<Long, TableMeta>> changed = new ArrayList<>();
    for (List<TableMeta> tables : levels) {
      Map<Long, TableMeta> byNumber = new HashMap<>();
      tables.forEach(table -> byNumber.put(table.fileNumber(), table));
      changed.add(byNumber);
    }
    List<RangeDelete> deletes = new ArrayList<>(pendingDeletes);
    Map<Long, ValueFileMeta> files = new HashMap<>();
    valueFiles.forEach((number, file) -> files.put(number, file.meta()));
    long expired = expiredBefore;
    HistoryStart start = history;
    for (VersionEdit.TableChange change : changes) {
      if (change instanceof VersionEdit.RemovedTable table) {
        if (changed.get(table.level()).remove(table.fileNumber()) == null) {
          throw new IllegalArgumentException("no " + table + " to remove");
        }
      } else if (change instanceof VersionEdit.AddedTable table) {
        if (changed.get(table.level()).put(table.table().fileNumber(), table.table()) != null) {
          throw new IllegalArgumentException(table + " is there already");
        }
      } else if (change instanceof VersionEdit.AddedValueFile file) {
        if (files.put(file.file().fileNumber(), file.file()) != null) {
          throw new IllegalArgumentException(file + " is there already");
        }
      } else if (change instanceof VersionEdit.AddedRangeDelete added) {
        deletes.add(added.delete());
      } else if (change instanceof VersionEdit.ExpiredEntries older) {
        expired = Math.max(expired, older.before());
      } else if (change instanceof VersionEdit.KeptHistory kept) {
        start = kept.start();
      } else if (change instanceof VersionEdit.RemovedRangeDelete removed
          && !deletes.remove(removed.delete())) {
        throw new IllegalArgumentException("no " + removed + " to remove");
      }
    }
    List<List<TableMeta>> sorted = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      List<TableMeta> tables = new ArrayList<>(changed.get(level).values());
      tables.sort(level == 0 ? NEWEST_FIRST : BY_KEY);
      if (level > 0) {
        requireDisjoint(level, tables);
      }
      sorted.add(List.copyOf(tables));
    }
    return new Version(List.copyOf(sorted), deletes, expired, start, inUse(files, sorted));
  }

  /** Those of some value files that tables refer to; the others are of no use any more. */
  private static Map<Long, ValueFile> inUse(
      Map<Long, ValueFileMeta> files, List<List<TableMeta>> levels) {
    Map<Long, ValueUse> uses = new TreeMap<>();
    for (List<TableMeta> tables : levels) {
      for (TableMeta table : tables) {
        table.valueUses().forEach(use -> uses.merge(use.fileNumber(), use, ValueUse::plus));
      }
    }
    Map<Long, ValueFile> used = new LinkedHashMap<>();
    uses.forEach(
        (number, use) -> {
          ValueFileMeta meta = files.get(number);
          if (meta == null || use.values() > meta.values() || use.bytes() > meta.valueBytes()) {
            throw new IllegalArgumentException(use + " does not fit " + meta);
          }
          used.put(number, new ValueFile(meta, use.values(), use.bytes()));
        });
    return Collections.unmodifiableMap(used);
  }

  private static void requireDisjoint(int level, List<TableMeta> tables) {
    for (int i = 1; i < tables.size(); i++) {
      byte[] before = tables.get(i - 1).largest();
      if (Arrays.compareUnsigned(before, tables.get(i).smallest()) >= 0) {
        throw new IllegalArgumentException(
            "tables of level " + level + " overlap: " + tables.get(i - 1) + ", " + tables.get(i));
      }
    }
  }
}
