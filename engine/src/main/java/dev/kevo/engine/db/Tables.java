package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.RangeEstimate;
import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.ConcatenatingIterator;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.sstable.Table;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.sstable.TableReader;
import dev.kevo.engine.value.ValueFiles;
import dev.kevo.engine.value.ValueSource;
import dev.kevo.engine.version.Version;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SSTables of a {@link Version}, ready to be read. Immutable. */
final class Tables {
  private final Version version;

  /** By level; level 0 newest first, the others by key. */
  private final Table[][] levels;

  private final long maxSequence;
  private final ValueFiles values;

  Tables(Version version, TableCache cache) {
    this.version = version;
    this.values = cache.values();
    this.levels = new Table[Version.LEVELS][];
    long max = -1;
    for (int level = 0; level < Version.LEVELS; level++) {
      List<TableMeta> metas = version.level(level);
      levels[level] = new Table[metas.size()];
      for (int i = 0; i < metas.size(); i++) {
        levels[level][i] = cache.table(metas.get(i));
        max = Math.max(max, metas.get(i).maxSequence());
      }
    }
    this.maxSequence = Math.max(max, version.rangeDeletes().maxSequence());
  }

  Version version() {
    return version;
  }

  /**
   * Looks for the newest version of a key up to a sequence.
   *
   * @param hash the key's, by {@link KeyHash}
   */
  Lookup get(byte[] key, long hash, long sequence, Slice value) {
    if (maxSequence < 0) {
      return Lookup.ABSENT;
    }
    RangeDeletes deletes = version.rangeDeletes();
    if (!deletes.isEmpty()) {
      long deleted = deletes.newest(key, sequence);
      if (deleted >= 0) {
        return getNewerThan(deleted, key, hash, sequence, value);
      }
    }
    for (Table table : levels[0]) {
      Lookup found = get(table, key, hash, sequence, value);
      if (found != Lookup.ABSENT) {
        return found;
      }
    }
    for (int level = 1; level < levels.length; level++) {
      Table[] tables = levels[level];
      if (tables.length > 0) {
        int index = firstEndingAtOrAfter(tables, key);
        if (index < tables.length) {
          Lookup found = get(tables[index], key, hash, sequence, value);
          if (found != Lookup.ABSENT) {
            return found;
          }
        }
      }
    }
    return Lookup.ABSENT;
  }

  private Lookup get(Table table, byte[] key, long hash, long sequence, Slice value) {
    // The entries of a loaded table are stored without sequences.
    if (table.meta().loaded() && table.meta().maxSequence() > sequence) {
      return Lookup.ABSENT;
    }
    Lookup found = table.reader().get(key, hash, sequence, value);
    if (found == Lookup.FOUND_REFERENCE) {
      values.read(value);
      return Lookup.FOUND;
    }
    return found;
  }

  /** What reads the values that lie apart; null if none does. */
  @Nullable ValueSource values() {
    return version.valueFiles().isEmpty() ? null : values;
  }

  /** The value files of the whole database. */
  ValueFiles valueFiles() {
    return values;
  }

  /** As {@link #get}, for a key that a range delete covers: only what is newer counts. */
  private Lookup getNewerThan(long deleted, byte[] key, long hash, long sequence, Slice value) {
    for (int level = 0; level < levels.length; level++) {
      Table[] tables = levels[level];
      for (int i = level == 0 ? 0 : firstEndingAtOrAfter(tables, key);
          i < tables.length && (level == 0 || tables[i].meta().covers(key));
          i++) {
        Table table = tables[i];
        TableMeta meta = table.meta();
        if (meta.maxSequence() >= deleted && meta.covers(key)) {
          Lookup found =
              meta.minSequence() >= deleted
                  ? get(table, key, hash, sequence, value)
                  : getNewerThan(table, deleted, key, sequence, value);
          if (found != Lookup.ABSENT) {
            return found;
          }
        }
      }
    }
    return Lookup.DELETED;
  }

  /** As above, in a table that has entries from before and after the delete. */
  private Lookup getNewerThan(Table table, long deleted, byte[] key, long sequence, Slice value) {
    try (EntryIterator entries = table.iterator()) {
      boolean found = entries.seek(key, sequence) && entries.key().contentEquals(key);
      if (!found) {
        return Lookup.ABSENT;
      }
      if (entries.sequence() < deleted || entries.isDelete()) {
        return Lookup.DELETED;
      }
      value.set(entries.value());
      if (entries.isReference()) {
        values.read(value);
      }
      return Lookup.FOUND;
    }
  }

  /** The first table whose last key is not before {@code key}; the table count if there is none. */
  private static int firstEndingAtOrAfter(Table[] tables, byte[] key) {
    int low = 0;
    int high = tables.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(tables[middle].meta().largest(), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Adds iterators over the tables that may hold keys of a range, newest first.
   *
   * @param sequence the newest one that the reader sees: tables that it sees nothing of are left
   *     out
   */
  void addIterators(KeyRange range, long sequence, List<EntryIterator> into) {
    for (Table table : levels[0]) {
      if (meets(table, range) && !isHidden(table, sequence)) {
        into.add(table.iterator());
      }
    }
    for (int level = 1; level < levels.length; level++) {
      Table[] tables = seen(within(levels[level], range), sequence);
      if (tables.length == 1) {
        into.add(tables[0].iterator());
      } else if (tables.length > 1) {
        into.add(new ConcatenatingIterator(new LevelParts(tables)));
      }
    }
  }

  private Table[] seen(Table[] tables, long sequence) {
    return version.rangeDeletes().isEmpty()
        ? tables
        : Arrays.stream(tables).filter(t -> !isHidden(t, sequence)).toArray(Table[]::new);
  }

  /** Whether range deletes up to a sequence hide all of a table. */
  private boolean isHidden(Table table, long sequence) {
    RangeDeletes deletes = version.rangeDeletes();
    TableMeta meta = table.meta();
    return !deletes.isEmpty()
        && deletes.hiddenFrom(meta.smallest(), meta.largest(), meta.maxSequence()) <= sequence;
  }

  /** Whether some deletes hide all of a table. */
  boolean anyHidden(RangeDeletes deletes) {
    for (Table[] tables : levels) {
      for (Table table : tables) {
        TableMeta meta = table.meta();
        if (deletes.hiddenFrom(meta.smallest(), meta.largest(), meta.maxSequence())
            < Long.MAX_VALUE) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean meets(Table table, KeyRange range) {
    byte[] start = range.start();
    byte[] end = range.end();
    return (start == null || Arrays.compareUnsigned(table.meta().largest(), start) >= 0)
        && (end == null || Arrays.compareUnsigned(table.meta().smallest(), end) < 0);
  }

  /** The tables of a sorted level that meet a range. */
  private static Table[] within(Table[] tables, KeyRange range) {
    byte[] start = range.start();
    int from = start == null ? 0 : firstEndingAtOrAfter(tables, start);
    int to = from;
    while (to < tables.length && meets(tables[to], range)) {
      to++;
    }
    return Arrays.copyOfRange(tables, from, to);
  }

  private record LevelParts(Table[] tables) implements ConcatenatingIterator.Parts {
    @Override
    public int count() {
      return tables.length;
    }

    @Override
    public byte[] first(int part) {
      return tables[part].meta().smallest();
    }

    @Override
    public byte[] last(int part) {
      return tables[part].meta().largest();
    }

    @Override
    public EntryIterator open(int part) {
      return tables[part].iterator();
    }
  }

  boolean keyChangedSince(byte[] key, long hash, long sequence) {
    if (maxSequence <= sequence) {
      return false;
    }
    if (version.rangeDeletes().newest(key, Long.MAX_VALUE) > sequence) {
      return true;
    }
    for (Table[] tables : levels) {
      for (Table table : tables) {
        if (table.meta().maxSequence() > sequence
            && table.meta().covers(key)
            && table.latestSequence(key, hash) > sequence) {
          return true;
        }
      }
    }
    return false;
  }

  boolean rangeChangedSince(KeyRange range, long sequence) {
    if (maxSequence <= sequence) {
      return false;
    }
    if (version.rangeDeletes().newestIn(range) > sequence) {
      return true;
    }
    for (Table[] tables : levels) {
      for (Table table : tables) {
        if (table.meta().maxSequence() > sequence && meets(table, range)) {
          try (EntryIterator entries = table.iterator()) {
            if (KeyspaceState.holdsNewer(entries, range, sequence)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  /** About how much lies in a range. */
  RangeEstimate estimate(KeyRange range) {
    long entries = 0;
    long bytes = 0;
    for (Table[] tables : levels) {
      for (Table table : tables) {
        if (meets(table, range)) {
          RangeEstimate part = table.reader().estimate(range);
          entries += part.entries();
          bytes += part.bytes() + valueBytes(table.meta(), part.entries());
        }
      }
    }
    return new RangeEstimate(entries, bytes);
  }

  /** What some of a table's entries have in value files, in proportion. */
  private static long valueBytes(TableMeta table, long entries) {
    return table.valueUses().isEmpty()
        ? 0
        : Math.round((double) table.usedValueBytes() / table.entries() * entries);
  }

  /** Gives a sample of the keys in a range. */
  void sample(KeyRange range, TableReader.Samples samples) {
    for (Table[] tables : levels) {
      for (Table table : tables) {
        if (meets(table, range)) {
          table.reader().sample(range, samples);
        }
      }
    }
  }

  /** A level's tables: newest first in level 0, else by key. */
  List<Table> level(int level) {
    return List.of(levels[level]);
  }
}
