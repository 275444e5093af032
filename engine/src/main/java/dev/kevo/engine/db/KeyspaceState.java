package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.iter.RangeCover;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.memtable.MemTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One keyspace's part of a {@link ReadState}.
 *
 * @param active the MemTable that grows
 * @param immutables MemTables that wait to be flushed, newest first
 * @param tables the SSTables
 */
record KeyspaceState(
    KeyspaceHandle handle, MemTable active, List<MemTable> immutables, Tables tables) {

  KeyspaceState {
    immutables = List.copyOf(immutables);
  }

  /** Looks up the newest version of a key up to a sequence. */
  boolean get(byte[] key, long sequence, Slice value) {
    long hash = KeyHash.of(key);
    Lookup found = active.get(key, hash, sequence, value);
    for (int i = 0; found == Lookup.ABSENT && i < immutables.size(); i++) {
      found = immutables.get(i).get(key, hash, sequence, value);
    }
    if (found == Lookup.ABSENT) {
      found = tables.get(key, hash, sequence, value);
    }
    return found == Lookup.FOUND;
  }

  /** Iterators over everything that may hold keys of a range, newest sources first. */
  List<EntryIterator> iterators(
      @Nullable MemTable privateWrites, KeyRange range, Visibility visibility) {
    List<EntryIterator> sources = new ArrayList<>();
    if (privateWrites != null) {
      sources.add(privateWrites.iterator());
    }
    // What is added to an empty MemTable from now on is too new for the cursor.
    if (!active.isEmpty()) {
      sources.add(active.iterator());
    }
    for (MemTable immutable : immutables) {
      sources.add(immutable.iterator());
    }
    tables.addIterators(range, visibility.sequence(), sources);
    return sources;
  }

  /** The range deletes that a reader must respect; null if there are none. */
  @Nullable RangeCover cover(@Nullable MemTable privateWrites, Visibility visibility) {
    RangeDeletes flushed = tables.version().rangeDeletes();
    if (flushed.isEmpty()
        && immutables.isEmpty()
        && active.rangeDeletes().isEmpty()
        && (privateWrites == null || privateWrites.rangeDeletes().isEmpty())) {
      return null;
    }
    List<RangeDeletes> places = new ArrayList<>();
    if (privateWrites != null) {
      places.add(privateWrites.rangeDeletes());
    }
    places.add(active.rangeDeletes());
    immutables.forEach(immutable -> places.add(immutable.rangeDeletes()));
    places.add(flushed);
    return RangeCover.of(places, visibility);
  }

  /** Whether a key has an entry newer than {@code sequence}. */
  boolean keyChangedSince(byte[] key, long sequence) {
    long hash = KeyHash.of(key);
    if (active.latestSequence(key, hash) > sequence) {
      return true;
    }
    // Other MemTables are older than all of this one; tables may have been loaded since.
    boolean decided = active.minSequence() <= sequence;
    for (int i = 0; !decided && i < immutables.size(); i++) {
      if (immutables.get(i).latestSequence(key, hash) > sequence) {
        return true;
      }
      decided = immutables.get(i).minSequence() <= sequence;
    }
    return tables.keyChangedSince(key, hash, sequence);
  }

  /** Whether a key of a range has an entry newer than {@code sequence}. */
  boolean rangeChangedSince(KeyRange range, long sequence) {
    if (range.isEmpty()) {
      return false;
    }
    if (changedSince(active, range, sequence)) {
      return true;
    }
    for (MemTable immutable : immutables) {
      if (changedSince(immutable, range, sequence)) {
        return true;
      }
    }
    return tables.rangeChangedSince(range, sequence);
  }

  private static boolean changedSince(MemTable memTable, KeyRange range, long sequence) {
    if (memTable.maxSequence() <= sequence) {
      return false;
    }
    if (memTable.rangeDeletes().newestIn(range) > sequence) {
      return true;
    }
    try (EntryIterator entries = memTable.iterator()) {
      return holdsNewer(entries, range, sequence);
    }
  }

  /** Whether some entry within a range is newer than {@code sequence}. */
  static boolean holdsNewer(EntryIterator entries, KeyRange range, long sequence) {
    byte[] start = range.start();
    byte[] end = range.end();
    boolean at = start == null ? entries.seekToFirst() : entries.seek(start, Tag.SEQUENCE_MAX);
    while (at && (end == null || entries.key().compareTo(end) < 0)) {
      if (entries.sequence() > sequence) {
        return true;
      }
      at = entries.next();
    }
    return false;
  }

  /** Whether range deletes in memory hide some table as a whole, so that a flush frees space. */
  boolean hidesTables() {
    RangeDeletes deletes = active.rangeDeletes();
    return !deletes.isEmpty() && tables.anyHidden(deletes);
  }

  /** Whether its MemTables have anything to say about a range. */
  boolean overlapsMemory(KeyRange range) {
    if (changedSince(active, range, -1)) {
      return true;
    }
    return immutables.stream().anyMatch(immutable -> changedSince(immutable, range, -1));
  }

  /** The oldest sequence in its MemTables, or {@code Long.MAX_VALUE}. */
  long oldestInMemory() {
    long oldest = active.minSequence();
    for (MemTable immutable : immutables) {
      oldest = Math.min(oldest, immutable.minSequence());
    }
    return oldest;
  }

  KeyspaceState withTables(Tables changed) {
    return new KeyspaceState(handle, active, immutables, changed);
  }

  /** With an empty active MemTable, the old one waiting to be flushed. */
  KeyspaceState rotated() {
    List<MemTable> waiting = new ArrayList<>();
    waiting.add(active);
    waiting.addAll(immutables);
    return new KeyspaceState(handle, new MemTable(), waiting, tables);
  }

  /** Without a MemTable that has become a table. */
  KeyspaceState withoutImmutable(MemTable flushed) {
    List<MemTable> waiting = immutables.stream().filter(immutable -> immutable != flushed).toList();
    return new KeyspaceState(handle, active, waiting, tables);
  }
}
