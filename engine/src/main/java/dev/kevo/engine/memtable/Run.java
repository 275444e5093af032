package dev.kevo.engine.memtable;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link SkipList}'s bottom lane. Slots fill in the order of arrival, {@link #order}
 * sorts them. One writer at a time; readers see a slot once an order that names it is published.
 */
final class Run extends Node {
  static final int ENTRIES_MAX = 32;

  /** By number of entries: slots that are in order already, as keys that ascend fill them. */
  private static final byte[][] ASCENDING = new byte[ENTRIES_MAX + 1][];

  static {
    for (int entries = 0; entries <= ENTRIES_MAX; entries++) {
      ASCENDING[entries] = new byte[entries];
      for (int i = 0; i < entries; i++) {
        ASCENDING[entries][i] = (byte) i;
      }
    }
  }

  private static final VarHandle ORDER;

  static {
    try {
      ORDER = MethodHandles.lookup().findVarHandle(Run.class, "order", byte[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final long[] heads;
  final long[] tags;

  /** The arrays that the entries lie in, the value after the key; see {@link EntryArena}. */
  final byte[][] chunks;

  final int[] keyStarts;
  final int[] valueStarts;
  final int[] valueEnds;

  /** The slots in the order of their entries. Replaced as a whole, which publishes a slot. */
  volatile byte[] order = ASCENDING[0];

  volatile @Nullable Run next;

  /** The run before this one. The writer's own. */
  @Nullable Run previous;

  Run(int capacity, int prefix) {
    super(prefix);
    heads = new long[capacity];
    tags = new long[capacity];
    chunks = new byte[capacity][];
    keyStarts = new int[capacity];
    valueStarts = new int[capacity];
    valueEnds = new int[capacity];
  }

  /** Whether the entry in a slot is a version of a key. */
  boolean isKey(int slot, byte[] key) {
    return Arrays.equals(chunks[slot], keyStarts[slot], valueStarts[slot], key, 0, key.length);
  }

  /** A copy of a slot's key. */
  byte[] key(int slot) {
    return Arrays.copyOfRange(chunks[slot], keyStarts[slot], valueStarts[slot]);
  }

  void key(int slot, Slice key) {
    int start = keyStarts[slot];
    key.set(chunks[slot], start, valueStarts[slot] - start);
  }

  /** Whether a slot's key lies below another key. */
  boolean isBelow(int slot, Slice other) {
    int from = other.offset();
    return KeyOrder.compare(
            chunks[slot],
            keyStarts[slot],
            valueStarts[slot],
            other.array(),
            from,
            from + other.length())
        < 0;
  }

  /** Whether two slots hold versions of one key. */
  boolean hasSameKey(int a, int b) {
    return heads[a] == heads[b]
        && KeyOrder.equal(
            chunks[a], keyStarts[a], valueStarts[a], chunks[b], keyStarts[b], valueStarts[b]);
  }

  /** Adds a slot's entry to a batch. */
  void add(int slot, EntryBatch into) {
    int keyStart = keyStarts[slot];
    int valueStart = valueStarts[slot];
    into.add(chunks[slot], keyStart, valueStart - keyStart, valueEnds[slot] - valueStart);
  }

  void value(int slot, Slice value) {
    int start = valueStarts[slot];
    value.set(chunks[slot], start, valueEnds[slot] - start);
  }

  /**
   * Reads a byte of every entry, so that memory fetches them all at once and not one after the
   * other, as a scan would ask for them.
   */
  int touch(byte[] order) {
    int touched = 0;
    for (byte slot : order) {
      int last = valueStarts[slot] - 1;
      touched += last < 0 ? 0 : chunks[slot][last];
    }
    return touched;
  }

  /**
   * How many entries after the one at {@code index}, at most {@code max}, are each of another key
   * than the entry before, no delete, and of a sequence in bounds. Keys of equal heads are taken
   * for the same.
   */
  int plainAfter(byte[] order, int index, int max, long oldest, long newest) {
    int found = 0;
    while (found < max) {
      int slot = order[index + found + 1];
      if (heads[slot] == heads[order[index + found]] || !Tag.isValue(tags[slot], oldest, newest)) {
        break;
      }
      found++;
    }
    return found;
  }

  /** Compares the key in a slot. */
  int compareKey(int slot, byte[] key) {
    return KeyOrder.compare(chunks[slot], keyStarts[slot], valueStarts[slot], key, 0, key.length);
  }

  /** The first index of {@code order} whose entry is at or after (key, tag). */
  int lowerBound(byte[] order, byte[] key, int from, int to, long tag) {
    long head = KeyOrder.head(key, from + prefix, to);
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int slot = order[middle];
      long other = heads[slot];
      if (other < head || (other == head && isBefore(slot, key, from, to, tag))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(int slot, byte[] key, int from, int to, long tag) {
    int keyFrom = keyStarts[slot] + prefix;
    int compared =
        KeyOrder.compare(chunks[slot], keyFrom, valueStarts[slot], key, from + prefix, to);
    return compared < 0 || (compared == 0 && tags[slot] > tag);
  }

  void insert(int index, byte[] key, long tag, int valueLength, EntryArena arena) {
    byte[] old = order;
    int slot = old.length;
    heads[slot] = KeyOrder.head(key, prefix, key.length);
    tags[slot] = tag;
    chunks[slot] = arena.chunk();
    int valueStart = arena.start() + key.length;
    keyStarts[slot] = arena.start();
    valueStarts[slot] = valueStart;
    valueEnds[slot] = valueStart + valueLength;
    ORDER.setRelease(this, orderWith(old, index));
  }

  /** The slots of {@code old} with the next one at {@code index}. */
  private static byte[] orderWith(byte[] old, int index) {
    int slot = old.length;
    if (index == slot && old == ASCENDING[slot]) {
      return ASCENDING[slot + 1];
    }
    byte[] changed = new byte[slot + 1];
    System.arraycopy(old, 0, changed, 0, index);
    changed[index] = (byte) slot;
    System.arraycopy(old, index, changed, index + 1, slot - index);
    return changed;
  }

  /** A run of the entries from {@code from} to {@code to} of this one. */
  Run copy(int from, int to, int capacity, int newPrefix) {
    Run copy = new Run(capacity, newPrefix);
    byte[] old = order;
    for (int i = from; i < to; i++) {
      int slot = old[i];
      int copied = i - from;
      byte[] chunk = chunks[slot];
      int keyStart = keyStarts[slot];
      int valueStart = valueStarts[slot];
      copy.heads[copied] = KeyOrder.head(chunk, keyStart + newPrefix, valueStart);
      copy.tags[copied] = tags[slot];
      copy.chunks[copied] = chunk;
      copy.keyStarts[copied] = keyStart;
      copy.valueStarts[copied] = valueStart;
      copy.valueEnds[copied] = valueEnds[slot];
    }
    copy.order = ASCENDING[to - from];
    return copy;
  }
}
