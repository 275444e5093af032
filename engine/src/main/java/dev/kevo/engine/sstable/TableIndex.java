package dev.kevo.engine.sstable;

import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;

/** Where a table's data blocks lie and which entries each one holds. Immutable. */
final class TableIndex {
  private final int count;

  /** Offsets of the blocks in the file, and of what follows the last one. */
  private final long[] offsets;

  /** How many entries lie before each block, and in all. */
  private final long[] entriesBefore;

  private final byte[][] separators;
  private final long[] tags;
  private final long[] heads;

  /** The bytes that all keys of the table share. */
  private final int prefix;

  private final byte[] smallest;
  private final byte[] largest;

  private TableIndex(
      long[] offsets,
      long[] entriesBefore,
      byte[][] separators,
      long[] tags,
      byte[] smallest,
      byte[] largest) {
    this.count = separators.length;
    this.offsets = offsets;
    this.entriesBefore = entriesBefore;
    this.separators = separators;
    this.tags = tags;
    this.smallest = smallest;
    this.largest = largest;
    this.prefix = KeyOrder.commonPrefix(smallest, largest);
    this.heads = new long[count];
    for (int i = 0; i < count; i++) {
      heads[i] = KeyOrder.head(separators[i], prefix, separators[i].length);
    }
  }

  static TableIndex decode(BytesReader from, long dataBytes, TableProperties properties) {
    int count = from.readCount(4);
    if (count == 0) {
      throw from.corrupt("an index without blocks");
    }
    long[] offsets = new long[count + 1];
    long[] entriesBefore = new long[count + 1];
    byte[][] separators = new byte[count][];
    long[] tags = new long[count];
    for (int i = 0; i < count; i++) {
      int length = from.readVarint32();
      int entries = from.readVarint32();
      if (length <= 0 || entries <= 0) {
        throw from.corrupt("block " + i + " is empty");
      }
      offsets[i + 1] = offsets[i] + length + TableFormat.BLOCK_TRAILER_BYTES;
      entriesBefore[i + 1] = entriesBefore[i] + entries;
      separators[i] = from.readLengthPrefixed();
      long tagBound = from.readVarint64();
      tags[i] = tagBound == 0 ? Tag.FIRST : tagBound - 1;
    }
    from.expectEnd();
    if (offsets[count] != dataBytes) {
      throw from.corrupt("expected " + dataBytes + " bytes of blocks, found " + offsets[count]);
    }
    if (entriesBefore[count] != properties.entries()) {
      throw from.corrupt(
          "expected " + properties.entries() + " entries, found " + entriesBefore[count]);
    }
    return new TableIndex(
        offsets, entriesBefore, separators, tags, properties.smallest(), properties.largest());
  }

  int count() {
    return count;
  }

  TableFormat.BlockHandle handle(int block) {
    long offset = offsets[block];
    return new TableFormat.BlockHandle(
        offset, (int) (offsets[block + 1] - offset) - TableFormat.BLOCK_TRAILER_BYTES);
  }

  /** The number of entries in a block. */
  int entries(int block) {
    return (int) (entriesBefore[block + 1] - entriesBefore[block]);
  }

  long entriesBefore(int block) {
    return entriesBefore[block];
  }

  /** The number of bytes that all keys of a block, and all keys looked for in it, share. */
  int prefix(int block) {
    byte[] low = block == 0 ? smallest : separators[block];
    byte[] high = block + 1 == count ? largest : separators[block + 1];
    return KeyOrder.commonPrefix(low, high);
  }

  byte[] separator(int block) {
    return separators[block];
  }

  long separatorTag(int block) {
    return tags[block];
  }

  /** Whether the block's first key has versions in the block before, too. */
  boolean continues(int block) {
    return tags[block] != Tag.FIRST;
  }

  /** The last block whose separator is at or before (key, tag); key lies in the table's range. */
  int floor(byte[] key, long tag) {
    long head = KeyOrder.head(key, prefix, key.length);
    int low = 1;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long other = heads[middle];
      if (other > head || (other == head && isAfter(middle, key, tag))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  private boolean isAfter(int block, byte[] key, long tag) {
    byte[] separator = separators[block];
    int shared = Math.min(prefix, separator.length);
    int order = KeyOrder.compare(separator, shared, separator.length, key, shared, key.length);
    return order > 0 || (order == 0 && tags[block] < tag);
  }
}
