package dev.kevo.sql.exec;

import dev.kevo.engine.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entries in memory, sorted by radix: eight bytes of the keys at a time, behind what all of them
 * begin with. Counted against the statement's memory. For one thread.
 *
 * <pre>
 *   entry     length of the key (4 bytes) length of the value (4 bytes) key value
 *   address   number of the chunk (12 bits), place in it (20 bits)
 * </pre>
 */
final class EntryRun {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int PLACE_BITS = 20;
  private static final int CHUNK_BYTES = 1 << PLACE_BITS;
  private static final int CHUNKS_MAX = 1 << (32 - PLACE_BITS);
  private static final int FIRST_CHUNK_BYTES = 1 << 14;
  private static final int HEAD_BYTES = 8;

  /** So many bytes are kept even if the statement's memory is used up: runs must not be tiny. */
  private static final int LEAST_BYTES = 4 * CHUNK_BYTES;

  /** An address and eight bytes of its key, twice, as sorting copies them. */
  private static final int BYTES_PER_ENTRY = 2 * (Integer.BYTES + Long.BYTES);

  private static final int FIRST_ENTRIES = 256;

  /** So few are sorted by comparing. */
  private static final int FEW = 32;

  /** Sorting deeper than that would need a large stack. */
  private static final int DEPTH_MAX = 64;

  private static final int RADIX = 256;

  private final StatementContext context;
  private final List<byte[]> chunks = new ArrayList<>();
  private byte[][] all = new byte[0][];
  private byte[] chunk = new byte[0];
  private int used;
  private int[] addresses = new int[FIRST_ENTRIES];
  private long[] bytes = new long[0];
  private int[] otherAddresses = new int[0];
  private long[] otherBytes = new long[0];
  private int size;
  private long taken;
  private long untaken;

  EntryRun(StatementContext context) {
    this.context = context;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a copy of an entry; false if there is no memory for it and it is not the first one. */
  boolean add(Slice key, Slice value) {
    int length = HEAD_BYTES + key.length() + value.length();
    if (length > chunk.length - used && !beginChunk(length)) {
      return false;
    }
    if (size == addresses.length) {
      if (!take((long) size * BYTES_PER_ENTRY)) {
        return false;
      }
      addresses = Arrays.copyOf(addresses, 2 * size);
    }
    put(key, value, length);
    return true;
  }

  private boolean beginChunk(int length) {
    if (chunks.size() == CHUNKS_MAX) {
      return false;
    }
    int wanted = Math.max(length, chunks.isEmpty() ? FIRST_CHUNK_BYTES : CHUNK_BYTES);
    if (!take(wanted)) {
      return false;
    }
    chunk = new byte[wanted];
    chunks.add(chunk);
    used = 0;
    return true;
  }

  private boolean take(long wanted) {
    if (context.memory().tryTake(wanted)) {
      taken += wanted;
      return true;
    }
    untaken += wanted;
    return size == 0 || untaken <= LEAST_BYTES;
  }

  private void put(Slice key, Slice value, int length) {
    addresses[size++] = ((chunks.size() - 1) << PLACE_BITS) | used;
    INT.set(chunk, used, key.length());
    INT.set(chunk, used + Integer.BYTES, value.length());
    int at = used + HEAD_BYTES;
    System.arraycopy(key.array(), key.offset(), chunk, at, key.length());
    System.arraycopy(value.array(), value.offset(), chunk, at + key.length(), value.length());
    used += length;
  }

  /** Gives the memory back. */
  void release() {
    context.memory().giveBack(taken);
    taken = 0;
  }

  /** The entries in order. */
  EntrySort.Entries sorted() {
    bytes = new long[size];
    otherBytes = new long[size];
    otherAddresses = new int[size];
    all = chunks.toArray(byte[][]::new);
    sort(0, size, 0, 0);
    return new Sorted();
  }

  /** Sorts a range of entries that have equal first bytes, so many. */
  private void sort(int from, int to, int equal, int depth) {
    context.poll();
    if (to - from <= FEW || depth == DEPTH_MAX) {
      merge(from, to, equal);
      return;
    }
    int shared = shared(from, to, equal);
    boolean ascending = true;
    for (int i = from; i < to; i++) {
      bytes[i] = bytesAt(addresses[i], shared);
      ascending &= i == from || Long.compareUnsigned(bytes[i - 1], bytes[i]) <= 0;
    }
    if (!ascending) {
      byBytes(from, to);
    }
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || bytes[i] != bytes[start]) {
        if (i - start > 1) {
          sort(start, i, shared + Long.BYTES, depth + 1);
        }
        start = i;
      }
    }
  }

  /** How many first bytes all keys of a range share, which share so many at least. */
  private int shared(int from, int to, int equal) {
    byte[] first = chunk(addresses[from]);
    int firstKey = key(addresses[from]);
    int shared = keyLength(addresses[from]);
    for (int i = from + 1; i < to && shared > equal; i++) {
      int key = key(addresses[i]);
      int most = Math.min(shared, keyLength(addresses[i]));
      byte[] in = chunk(addresses[i]);
      if (most <= equal) {
        return equal;
      }
      int differs =
          Arrays.mismatch(first, firstKey + equal, firstKey + most, in, key + equal, key + most);
      shared = differs < 0 ? most : equal + differs;
    }
    return Math.max(shared, equal);
  }

  /** Eight bytes of a key, or those that are left and zeros, as an unsigned number. */
  private long bytesAt(int address, int start) {
    byte[] in = chunk(address);
    int at = key(address) + start;
    int left = keyLength(address) - start;
    if (left >= Long.BYTES) {
      return (long) LONG.get(in, at);
    }
    long result = 0;
    for (int i = 0; i < left; i++) {
      result |= (in[at + i] & 0xFFL) << (Long.SIZE - Byte.SIZE - Byte.SIZE * i);
    }
    return result;
  }

  /** Sorts by the bytes alone; entries with equal ones stay in order. */
  private void byBytes(int from, int to) {
    long differing = 0;
    for (int i = from; i < to; i++) {
      differing |= bytes[i] ^ bytes[from];
    }
    int[] ends = new int[RADIX];
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((differing >>> shift & 0xFF) == 0) {
        continue;
      }
      Arrays.fill(ends, 0);
      for (int i = from; i < to; i++) {
        ends[(int) (bytes[i] >>> shift) & 0xFF]++;
      }
      int end = from;
      for (int digit = 0; digit < RADIX; digit++) {
        int count = ends[digit];
        ends[digit] = end;
        end += count;
      }
      for (int i = from; i < to; i++) {
        int place = ends[(int) (bytes[i] >>> shift) & 0xFF]++;
        otherBytes[place] = bytes[i];
        otherAddresses[place] = addresses[i];
      }
      System.arraycopy(otherBytes, from, bytes, from, to - from);
      System.arraycopy(otherAddresses, from, addresses, from, to - from);
    }
  }

  /** Sorts by comparing whole keys. */
  private void merge(int from, int to, int equal) {
    if (to - from <= FEW / 4) {
      for (int i = from + 1; i < to; i++) {
        int address = addresses[i];
        int place = i;
        while (place > from && compare(addresses[place - 1], address, equal) > 0) {
          addresses[place] = addresses[place - 1];
          place--;
        }
        addresses[place] = address;
      }
      return;
    }
    context.poll();
    int middle = (from + to) >>> 1;
    merge(from, middle, equal);
    merge(middle, to, equal);
    if (compare(addresses[middle - 1], addresses[middle], equal) <= 0) {
      return;
    }
    System.arraycopy(addresses, from, otherAddresses, from, middle - from);
    int left = from;
    int right = middle;
    int into = from;
    while (left < middle) {
      if (right < to && compare(otherAddresses[left], addresses[right], equal) > 0) {
        addresses[into++] = addresses[right++];
      } else {
        addresses[into++] = otherAddresses[left++];
      }
    }
  }

  private int compare(int a, int b, int equal) {
    int lengthA = keyLength(a);
    int lengthB = keyLength(b);
    int skipped = Math.min(equal, Math.min(lengthA, lengthB));
    return Arrays.compareUnsigned(
        chunk(a), key(a) + skipped, key(a) + lengthA, chunk(b), key(b) + skipped, key(b) + lengthB);
  }

  private byte[] chunk(int address) {
    return all[address >>> PLACE_BITS];
  }

  /** Where an entry's key begins in its chunk. */
  private static int key(int address) {
    return (address & (CHUNK_BYTES - 1)) + HEAD_BYTES;
  }

  private int keyLength(int address) {
    return (int) INT.get(chunk(address), address & (CHUNK_BYTES - 1));
  }

  private int valueLength(int address) {
    return (int) INT.get(chunk(address), (address & (CHUNK_BYTES - 1)) + Integer.BYTES);
  }

  private final class Sorted implements EntrySort.Entries {
    private final Slice key = new Slice();
    private final Slice value = new Slice();
    private int next;

    @Override
    public boolean next() {
      if (next == size) {
        return false;
      }
      int address = addresses[next++];
      byte[] in = chunk(address);
      int start = EntryRun.key(address);
      int length = keyLength(address);
      key.set(in, start, length);
      value.set(in, start + length, valueLength(address));
      return true;
    }

    @Override
    public Slice key() {
      return key;
    }

    @Override
    public Slice value() {
      return value;
    }
  }
}
