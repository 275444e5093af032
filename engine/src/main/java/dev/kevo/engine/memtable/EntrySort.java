package dev.kevo.engine.memtable;

import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries that arrive in the order of their sequences and are read, sorted, when all of them are
 * there: what a {@link MemTable} does for a replay of the log, for less, since nobody reads
 * meanwhile. One thread adds, then iterates; nothing is added after that.
 *
 * <p>An entry lies in one piece: tag, length of the key, length of the value, key, value. Only its
 * place and the head of its key are sorted, by merges that cost nothing where keys ascend already.
 */
public final class EntrySort {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final byte[] NO_VALUE = new byte[0];
  private static final int FIRST_CHUNK_BYTES = 4 << 10;
  private static final int CHUNK_BYTES = 1 << 20;

  private static final int KEY_LENGTH_AT = 8;
  private static final int VALUE_LENGTH_AT = 12;
  private static final int KEY_AT = 16;

  /** What an entry costs beside its bytes: what is before them, place and head, both twice. */
  private static final int ENTRY_OVERHEAD_BYTES = KEY_AT + 2 * 16;

  /** Up to so many entries are sorted by insertion. */
  private static final int INSERTION_MAX = 12;

  /** So many entries are asked of memory at once. */
  private static final int TOUCHED_AHEAD = 32;

  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] chunk = NO_VALUE;
  private int chunkAt;

  /** By entry: the number of its chunk, then where it begins there; so places ascend. */
  private long[] places = new long[64];

  private int entries;
  private long bytes;

  /** The first key, and how many of its bytes all keys share. */
  private byte @Nullable [] firstKey;

  private int prefix;

  /** Adds an entry that is newer than those before, copying the arrays; a delete has no value. */
  public void add(byte[] key, long sequence, EntryKind kind, byte @Nullable [] value) {
    byte[] stored = value == null || kind == EntryKind.DELETE ? NO_VALUE : value;
    byte[] first = firstKey;
    if (first == null) {
      firstKey = key.clone();
      prefix = key.length;
    } else if (!Arrays.equals(first, 0, prefix, key, 0, Math.min(prefix, key.length))) {
      prefix = KeyOrder.commonPrefix(first, key);
    }
    int length = Math.addExact(Math.addExact(KEY_AT, key.length), stored.length);
    if (length > chunk.length - chunkAt) {
      int larger = Math.min(CHUNK_BYTES, Math.max(FIRST_CHUNK_BYTES, 2 * chunk.length));
      chunk = new byte[Math.max(length, larger)];
      chunks.add(chunk);
      chunkAt = 0;
    }
    int at = chunkAt;
    chunkAt += length;
    LONG.set(chunk, at, Tag.of(sequence, kind));
    INT.set(chunk, at + KEY_LENGTH_AT, key.length);
    INT.set(chunk, at + VALUE_LENGTH_AT, stored.length);
    System.arraycopy(key, 0, chunk, at + KEY_AT, key.length);
    System.arraycopy(stored, 0, chunk, at + KEY_AT + key.length, stored.length);
    if (entries == places.length) {
      places = Arrays.copyOf(places, 2 * entries);
    }
    places[entries++] = (long) (chunks.size() - 1) << Integer.SIZE | at;
    bytes += key.length + stored.length + ENTRY_OVERHEAD_BYTES;
  }

  /** The memory its entries take, roughly. */
  public long approximateBytes() {
    return bytes;
  }

  /** Sorts the entries and steps over all of them. To be called once. */
  public EntryIterator sorted() {
    long[] heads = new long[entries];
    byte[][] arrays = chunks.toArray(new byte[0][]);
    for (int i = 0; i < entries; i++) {
      byte[] array = arrays[(int) (places[i] >>> Integer.SIZE)];
      int keyAt = (int) places[i] + KEY_AT;
      heads[i] = KeyOrder.head(array, keyAt + prefix, keyAt + keyLength(array, (int) places[i]));
    }
    new Merge(arrays, heads, places, heads.clone(), places.clone()).sort(0, entries);
    return new Iterator(arrays, places, entries);
  }

  private static int keyLength(byte[] array, int at) {
    return (int) INT.get(array, at + KEY_LENGTH_AT);
  }

  /** Sorts places and heads together; the second pair is room to work in. */
  private record Merge(
      byte[][] arrays, long[] heads, long[] places, long[] otherHeads, long[] otherPlaces) {

    void sort(int from, int to) {
      if (to - from <= INSERTION_MAX) {
        insertionSort(from, to);
        return;
      }
      int middle = (from + to) >>> 1;
      sort(from, middle);
      sort(middle, to);
      long head = heads[middle];
      long last = heads[middle - 1];
      if (last < head || (last == head && isBefore(places[middle - 1], places[middle]))) {
        return;
      }
      int length = middle - from;
      System.arraycopy(heads, from, otherHeads, from, length);
      System.arraycopy(places, from, otherPlaces, from, length);
      merge(from, middle, to);
    }

    /** Merges the left half, which lies in the other arrays, with the right one. */
    private void merge(int from, int middle, int to) {
      int left = from;
      int right = middle;
      int target = from;
      while (left < middle && right < to) {
        long x = otherHeads[left];
        long y = heads[right];
        if (x < y || (x == y && isBefore(otherPlaces[left], places[right]))) {
          heads[target] = x;
          places[target++] = otherPlaces[left++];
        } else {
          heads[target] = y;
          places[target++] = places[right++];
        }
      }
      System.arraycopy(otherHeads, left, heads, target, middle - left);
      System.arraycopy(otherPlaces, left, places, target, middle - left);
    }

    private void insertionSort(int from, int to) {
      for (int i = from + 1; i < to; i++) {
        long head = heads[i];
        long place = places[i];
        int at = i;
        while (at > from
            && (head < heads[at - 1]
                || (head == heads[at - 1] && isBefore(place, places[at - 1])))) {
          heads[at] = heads[at - 1];
          places[at] = places[at - 1];
          at--;
        }
        heads[at] = head;
        places[at] = place;
      }
    }

    /** Of entries whose heads are the same: by key, then the newer one first. */
    private boolean isBefore(long a, long b) {
      byte[] x = arrays[(int) (a >>> Integer.SIZE)];
      byte[] y = arrays[(int) (b >>> Integer.SIZE)];
      int xAt = (int) a;
      int yAt = (int) b;
      int order =
          KeyOrder.compare(
              x,
              xAt + KEY_AT,
              xAt + KEY_AT + keyLength(x, xAt),
              y,
              yAt + KEY_AT,
              yAt + KEY_AT + keyLength(y, yAt));
      return order < 0 || (order == 0 && a > b);
    }
  }

  private static final class Iterator implements EntryIterator {
    private final byte[][] arrays;
    private final long[] places;
    private final int entries;
    private final Slice key = new Slice();
    private final Slice value = new Slice();
    private int index = -1;
    private int touched;

    /** Never used, but its store keeps the compiler from leaving out {@link #touchAhead}. */
    private int unusedTouched;

    Iterator(byte[][] arrays, long[] places, int entries) {
      this.arrays = arrays;
      this.places = places;
      this.entries = entries;
    }

    private boolean moveTo(int newIndex) {
      index = newIndex;
      if (index < 0 || index >= entries) {
        return false;
      }
      if (index >= touched) {
        touchAhead();
      }
      byte[] array = array();
      int at = (int) places[index];
      int keyLength = keyLength(array, at);
      int valueLength = (int) INT.get(array, at + VALUE_LENGTH_AT);
      key.set(array, at + KEY_AT, keyLength);
      value.set(array, at + KEY_AT + keyLength, valueLength);
      return true;
    }

    /** Reads a byte of the next entries, so that memory fetches them at once. */
    private void touchAhead() {
      touched = Math.min(index + TOUCHED_AHEAD, entries);
      int sum = 0;
      for (int i = index; i < touched; i++) {
        sum += arrays[(int) (places[i] >>> Integer.SIZE)][(int) places[i]];
      }
      unusedTouched += sum;
    }

    private byte[] array() {
      return arrays[(int) (places[index] >>> Integer.SIZE)];
    }

    private long tag() {
      return (long) LONG.get(array(), (int) places[index]);
    }

    @Override
    public boolean seekToFirst() {
      return moveTo(0);
    }

    @Override
    public boolean seekToLast() {
      return moveTo(entries - 1);
    }

    @Override
    public boolean seek(byte[] userKey, long sequence) {
      return moveTo(lowerBound(userKey, Tag.upTo(sequence)));
    }

    @Override
    public boolean seekBefore(byte[] userKey) {
      return moveTo(lowerBound(userKey, Tag.FIRST) - 1);
    }

    private int lowerBound(byte[] userKey, long tag) {
      int low = 0;
      int high = entries;
      while (low < high) {
        int middle = (low + high) >>> 1;
        moveTo(middle);
        int from = key.offset();
        int order =
            KeyOrder.compare(key.array(), from, from + key.length(), userKey, 0, userKey.length);
        if (order < 0 || (order == 0 && tag() > tag)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    public boolean next() {
      return moveTo(index + 1);
    }

    @Override
    public boolean previous() {
      return moveTo(index - 1);
    }

    @Override
    public Slice key() {
      return key;
    }

    @Override
    public long sequence() {
      return Tag.sequence(tag());
    }

    @Override
    public boolean isDelete() {
      return Tag.isDelete(tag());
    }

    @Override
    public boolean isReference() {
      return false;
    }

    @Override
    public Slice value() {
      return value;
    }

    @Override
    public void close() {
      index = -1;
    }
  }
}
