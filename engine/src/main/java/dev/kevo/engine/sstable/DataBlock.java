package dev.kevo.engine.sstable;

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
  private final int[] starts;
  private final long[] heads;
  private final int prefix;

  private DataBlock(byte[] bytes, int[] starts, long[] heads, int prefix) {
    super(bytes.length + starts.length * NOTES_BYTES_PER_ENTRY + OBJECT_BYTES);
    this.bytes = bytes;
    this.count = starts.length;
    this.starts = starts;
    this.heads = heads;
    this.prefix = prefix;
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
      heads[i] = KeyOrder.head(bytes, keyAt + prefix, keyAt + keyLength);
      reader.readSlice(valueLength, skipped);
    }
    reader.expectEnd();
    return new DataBlock(bytes, starts, heads, prefix);
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
