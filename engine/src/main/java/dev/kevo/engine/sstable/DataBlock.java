package dev.kevo.engine.sstable;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.engine.cache.CachedBlock;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;
import java.util.Arrays;

/**
 * A data block in memory: its bytes before compression, where each entry begins, and eight bytes of
 * each key as a head, taken after the bytes that all keys between the block's separators share. All
 * lengths were checked when it was parsed. Immutable.
 */
final class DataBlock extends CachedBlock {
  private static final int OBJECT_BYTES = 96;
  private static final int NOTES_BYTES_PER_ENTRY = Long.BYTES + Integer.BYTES;

  final byte[] bytes;
  final int count;

  /** Where the last entry ends. */
  private final int length;

  private final int[] starts;
  private final long[] heads;
  private final int prefix;

  /**
   * The newest sequence of the block, if every entry is the value of another key, and lies here;
   * else {@code Long.MAX_VALUE}. Readers of this sequence and later ones see just these entries.
   */
  private final long plainFrom;

  private DataBlock(
      byte[] bytes, int length, int[] starts, long[] heads, int prefix, long plainFrom) {
    super(bytes.length + starts.length * NOTES_BYTES_PER_ENTRY + OBJECT_BYTES);
    this.bytes = bytes;
    this.count = starts.length;
    this.length = length;
    this.starts = starts;
    this.heads = heads;
    this.prefix = prefix;
    this.plainFrom = plainFrom;
  }

  /**
   * Checks and indexes a block's payload.
   *
   * @param entries how many entries the index says there are
   * @param prefix how many bytes all keys share, by the separators
   */
  static DataBlock parse(TableFormat.Payload payload, int entries, int prefix) {
    byte[] bytes = payload.bytes();
    BytesReader reader = payload.reader();
    if (entries < 1 || (long) entries * TableFormat.ENTRY_BYTES_MIN > reader.remaining()) {
      throw reader.corrupt(
          "expected " + entries + " entries, found " + reader.remaining() + " bytes");
    }
    int[] starts = new int[entries];
    long[] heads = new long[entries];
    Slice skipped = new Slice();
    boolean plain = true;
    long newest = 0;
    int keyBefore = 0;
    int keyBeforeEnd = 0;
    for (int i = 0; i < entries; i++) {
      starts[i] = reader.position();
      int keyLength = reader.readVarint32();
      int valueLength = reader.readVarint32();
      long tag = reader.readVarint64();
      if (!Tag.isValid(tag) || (valueLength != 0 && Tag.isDelete(tag))) {
        throw reader.corrupt("entry " + i + " has no valid tag");
      }
      int keyAt = reader.position();
      reader.readSlice(keyLength, skipped);
      int keyEnd = keyAt + keyLength;
      heads[i] = KeyOrder.head(bytes, keyAt + prefix, keyEnd);
      newest = Math.max(newest, Tag.sequence(tag));
      plain &= !Tag.isDelete(tag) && !Tag.isReference(tag);
      if (i > 0 && heads[i] == heads[i - 1]) {
        plain &= !KeyOrder.equal(bytes, keyBefore, keyBeforeEnd, bytes, keyAt, keyEnd);
      }
      keyBefore = keyAt;
      keyBeforeEnd = keyEnd;
      reader.readSlice(valueLength, skipped);
    }
    reader.expectEnd();
    return new DataBlock(
        bytes, reader.position(), starts, heads, prefix, plain ? newest : Long.MAX_VALUE);
  }

  /** Whether a reader of a sequence sees just the block's entries, each the value of its key. */
  boolean isPlain(long sequence) {
    return plainFrom <= sequence;
  }

  /** The first entry from {@code from} on that does not lie below a key, which lies behind from. */
  int endOf(int from, Slice key) {
    byte[] array = key.array();
    int keyFrom = key.offset();
    int keyTo = keyFrom + key.length();
    int low = from;
    int high = count;
    int middle = count - 1;
    while (low < high) {
      int at = starts[middle];
      int length = varint32(bytes, at);
      int keyAt = skipVarint(bytes, skipVarint(bytes, skipVarint(bytes, at)));
      if (KeyOrder.compare(bytes, keyAt, keyAt + length, array, keyFrom, keyTo) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
      middle = (low + high) >>> 1;
    }
    return low;
  }

  /** Adds the entries from one to another to a batch. */
  void add(int from, int to, EntryBatch into) {
    byte[] array = bytes;
    for (int i = from; i < to; i++) {
      int at = starts[i];
      int keyLength = array[at++];
      if (keyLength < 0) {
        keyLength = varint32(array, at - 1);
        at = skipVarint(array, at - 1);
      }
      int valueLength = varint32(array, at);
      // Key and value end the entry, so nobody has to know how long the tag is.
      int next = i + 1 < count ? starts[i + 1] : length;
      into.add(array, next - valueLength - keyLength, keyLength, valueLength);
    }
  }

  /** Where entry {@code index} begins. */
  int start(int index) {
    return starts[index];
  }

  /** The first entry at or after (key, tag), which lies between the block's separators. */
  int lowerBound(byte[] key, long tag) {
    long head = KeyOrder.head(key, prefix, key.length);
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long other = heads[middle];
      if (other < head || (other == head && isBefore(middle, key, tag))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(int index, byte[] key, long tag) {
    int at = starts[index];
    int keyLength = varint32(bytes, at);
    at = skipVarint(bytes, skipVarint(bytes, at));
    int keyAt = skipVarint(bytes, at);
    // A damaged block may hold keys shorter than the prefix; a comparison must not leave them.
    int shared = Math.min(prefix, keyLength);
    int order = KeyOrder.compare(bytes, keyAt + shared, keyAt + keyLength, key, shared, key.length);
    return order < 0 || (order == 0 && varint64(bytes, at) > tag);
  }

  /**
   * How many entries after one, at most {@code max}, are each of another key than the entry before,
   * no delete, and of a sequence in bounds. Keys of equal heads are taken for the same.
   */
  int plainAfter(int entry, int max, long oldest, long newest) {
    if (oldest == 0 && isPlain(newest)) {
      return max;
    }
    int found = 0;
    while (found < max) {
      int next = entry + found + 1;
      long tag = tag(next);
      if (heads[next] == heads[next - 1] || !Tag.isValue(tag, oldest, newest)) {
        break;
      }
      found++;
    }
    return found;
  }

  /** Whether entry {@code index} is a version of {@code key}. */
  boolean isKey(int index, byte[] key) {
    int at = starts[index];
    int keyLength = varint32(bytes, at);
    if (keyLength != key.length) {
      return false;
    }
    int keyAt = skipVarint(bytes, skipVarint(bytes, skipVarint(bytes, at)));
    return Arrays.equals(bytes, keyAt, keyAt + keyLength, key, 0, keyLength);
  }

  long tag(int index) {
    return varint64(bytes, skipVarint(bytes, skipVarint(bytes, starts[index])));
  }

  void value(int index, Slice value) {
    int at = starts[index];
    int keyLength = varint32(bytes, at);
    at = skipVarint(bytes, at);
    int valueLength = varint32(bytes, at);
    int keyAt = skipVarint(bytes, skipVarint(bytes, at));
    value.set(bytes, keyAt + keyLength, valueLength);
  }

  static int skipVarint(byte[] bytes, int at) {
    int next = at;
    while (bytes[next] < 0) {
      next++;
    }
    return next + 1;
  }

  static int varint32(byte[] bytes, int at) {
    int next = bytes[at];
    if (next >= 0) {
      return next;
    }
    return (int) varint64(bytes, at);
  }

  static long varint64(byte[] bytes, int at) {
    long value = 0;
    int shift = 0;
    int i = at;
    while (true) {
      long next = bytes[i++];
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }
}
