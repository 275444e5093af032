package dev.kevo.engine.memtable;

import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.key.Tag;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a keyspace: every version of every key, sorted, in memory.
 *
 * <p>One writer at a time (the caller orders the writers); readers on any thread, without locks. A
 * reader that asks for a sequence finds all entries up to it whose {@link #add} happened before.
 */
public final class MemTable {
  private static final byte[] NO_VALUE = new byte[0];

  /** What an entry costs beside its bytes: its slot, its share of the lanes and of the filter. */
  private static final int ENTRY_OVERHEAD_BYTES = 50;

  /** With fewer entries a search costs no more than a look into a filter. */
  private static final int FILTERED_FROM = 512;

  /** So much larger is each filter than the one before it; a power of two. */
  private static final int FILTER_GROWTH = 4;

  /** Adding one copies the others' places: few of them shall be in one MemTable. */
  private static final int RANGE_DELETE_OVERHEAD_BYTES = 1024;

  private final SkipList list = new SkipList();

  /**
   * Of all keys; null as long as there are few, or nobody looks keys up. Volatile: no reader may
   * meet one that is being filled.
   */
  private volatile @Nullable KeyFilter filter;

  /** Whether a key was looked up without a filter. Set by readers, seen by the writer some time. */
  private boolean asked;

  /** With so many entries the next filter is made. The writer's. */
  private int nextFilterEntries = FILTERED_FROM;

  /** Volatile: readers take it without a lock; null as long as there is none. The writer's. */
  private volatile @Nullable RangeDeletes rangeDeletes;

  // Written by the writer only, in this order; reading bytes first makes the others visible.
  private long entries;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence = -1;
  private volatile long bytes;

  private static final VarHandle BYTES;

  static {
    try {
      BYTES = MethodHandles.lookup().findVarHandle(MemTable.class, "bytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Adds a version of a key, copying the arrays.
   *
   * @param value the value; ignored for a delete
   * @return whether an older version of the key was met; one that was not met may be there
   * @throws IllegalStateException if the key has an entry of this sequence and kind
   */
  public boolean add(byte[] key, long sequence, EntryKind kind, byte[] value) {
    byte[] stored = kind == EntryKind.DELETE ? NO_VALUE : value;
    boolean olderMet = list.insert(key, Tag.of(sequence, kind), stored);
    entries++;
    filter(key);
    minSequence = Math.min(minSequence, sequence);
    maxSequence = Math.max(maxSequence, sequence);
    long grown = bytes + key.length + stored.length + ENTRY_OVERHEAD_BYTES;
    BYTES.setRelease(this, grown); // No fence: whoever publishes the sequence has one.
    return olderMet;
  }

  /**
   * Adds an entry as the log has it. A range delete's arrays must not change afterwards; one of an
   * empty range leaves nothing.
   *
   * @param key for a range delete, the first deleted key
   * @param value for a put, the value; for a range delete, its end, null if it has none
   */
  public void addLogged(long sequence, EntryKind kind, byte[] key, byte @Nullable [] value) {
    if (kind != EntryKind.RANGE_DELETE) {
      add(key, sequence, kind, value == null ? NO_VALUE : value);
      return;
    }
    RangeDelete delete = new RangeDelete(key, value, sequence);
    if (!delete.range().isEmpty()) {
      addRangeDelete(delete);
    }
  }

  /** Lets the filter know a key, or makes a larger one. */
  private void filter(byte[] key) {
    KeyFilter present = filter;
    if (entries == nextFilterEntries) {
      nextFilterEntries *= FILTER_GROWTH; // Overflows to what no number of entries is.
      if (asked && nextFilterEntries > 0) {
        filter = filterOfAll(nextFilterEntries);
        return;
      }
    }
    if (present != null) {
      present.add(KeyHash.of(key));
    }
  }

  private KeyFilter filterOfAll(int keysMax) {
    KeyFilter all = new KeyFilter(keysMax);
    for (Run run = list.firstRun(); run != null; run = run.next) {
      for (byte slot : run.order) {
        all.add(KeyHash.of(run.chunks[slot], run.keyStarts[slot], run.valueStarts[slot]));
      }
    }
    return all;
  }

  /** Adds a delete of a range, whose arrays must not change afterwards. */
  public void addRangeDelete(RangeDelete delete) {
    RangeDeletes before = rangeDeletes;
    rangeDeletes = (before == null ? RangeDeletes.NONE : before).with(delete);
    minSequence = Math.min(minSequence, delete.sequence());
    maxSequence = Math.max(maxSequence, delete.sequence());
    byte[] end = delete.end();
    int boundBytes = delete.start().length + (end == null ? 0 : end.length);
    long grown = bytes + boundBytes + RANGE_DELETE_OVERHEAD_BYTES;
    BYTES.setRelease(this, grown);
  }

  /** The range deletes so far. */
  public RangeDeletes rangeDeletes() {
    RangeDeletes deletes = rangeDeletes;
    return deletes == null ? RangeDeletes.NONE : deletes;
  }

  /**
   * Looks for the newest version of a key up to a sequence. A key that a range delete covers is
   * {@link Lookup#DELETED} unless it was put since.
   *
   * @param hash the key's, by {@link KeyHash}
   * @param value set to the value if there is one; its bytes never change
   */
  public Lookup get(byte[] key, long hash, long sequence, Slice value) {
    RangeDeletes deletes = rangeDeletes;
    if (deletes != null) {
      long deleted = deletes.newest(key, sequence);
      if (deleted >= 0) {
        return latestSequence(key, hash, sequence) > deleted
            ? getEntry(key, sequence, value)
            : Lookup.DELETED;
      }
    }
    return mayContain(hash) ? getEntry(key, sequence, value) : Lookup.ABSENT;
  }

  private boolean mayContain(long hash) {
    KeyFilter present = filter;
    if (present != null) {
      return present.mayContain(hash);
    }
    if (!asked) {
      asked = true;
    }
    return true;
  }

  private Lookup getEntry(byte[] key, long sequence, Slice value) {
    long tag = Tag.upTo(sequence);
    Run run = list.runAt(key, tag);
    byte[] order = run.order;
    int index = run.lowerBound(order, key, 0, key.length, tag);
    if (index == order.length) {
      Run next = run.next;
      if (next == null) {
        return Lookup.ABSENT;
      }
      run = next;
      order = run.order;
      index = 0;
    }
    int slot = order[index];
    if (!run.isKey(slot, key)) {
      return Lookup.ABSENT;
    }
    if (Tag.isDelete(run.tags[slot])) {
      return Lookup.DELETED;
    }
    run.value(slot, value);
    return Lookup.FOUND;
  }

  /**
   * The sequence of the newest version or range delete of a key, or -1 if there is none.
   *
   * @param hash the key's, by {@link KeyHash}
   */
  public long latestSequence(byte[] key, long hash) {
    RangeDeletes deletes = rangeDeletes;
    long latest = latestSequence(key, hash, Tag.PRIVATE_MAX);
    return deletes == null ? latest : Math.max(latest, deletes.newest(key, Long.MAX_VALUE));
  }

  private long latestSequence(byte[] key, long hash, long upTo) {
    if (!mayContain(hash)) {
      return -1;
    }
    long tag = Tag.upTo(upTo);
    Run run = list.runAt(key, tag);
    byte[] order = run.order;
    int index = run.lowerBound(order, key, 0, key.length, tag);
    if (index == order.length) {
      Run next = run.next;
      if (next == null) {
        return -1;
      }
      run = next;
      order = run.order;
      index = 0;
    }
    int slot = order[index];
    return run.isKey(slot, key) ? Tag.sequence(run.tags[slot]) : -1;
  }

  /** Steps over all entries. It may or may not meet those added after its last seek. */
  public EntryIterator iterator() {
    return new MemTableIterator(list);
  }

  /** The memory its entries take, roughly. */
  public long approximateBytes() {
    return bytes;
  }

  /** The number of entries, deletes and old versions included. */
  public long entries() {
    return bytes == 0 ? 0 : entries;
  }

  public boolean isEmpty() {
    return bytes == 0;
  }

  /** The smallest sequence of an entry; {@code Long.MAX_VALUE} if there is none. */
  public long minSequence() {
    return bytes == 0 ? Long.MAX_VALUE : minSequence;
  }

  /** The greatest sequence of an entry; -1 if there is none. */
  public long maxSequence() {
    return bytes == 0 ? -1 : maxSequence;
  }
}
