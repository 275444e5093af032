package dev.kevo.engine.sstable;

import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;
import java.util.Arrays;

/**
 * Where a table's data blocks lie and which entries each one holds. Immutable.
 *
 * <p>Separators are searched by their heads, in groups: a group's heads are taken after the bytes
 * that all keys within the group share. Over the whole table keys may share nothing, and yet differ
 * only after a long prefix within each part of it, as those of several SQL tables do.
 */
final class TableIndex {
  private static final int GROUP_BLOCKS = 64;

  /** Four longs, a reference and an array's header, and the block's slot in the cache. */
  private static final int BYTES_PER_BLOCK = 4 * Long.BYTES + 4 + 20 + 4;

  private final int count;

  /** Offsets of the blocks in the file, and of what follows the last one. */
  private final long[] offsets;

  /** How many entries lie before each block, and in all. */
  private final long[] entriesBefore;

  private final byte[][] separators;
  private final long[] tags;
  private final long[] heads;

  /** By group: the bytes that all keys between its bounds share. */
  private final int[] groupPrefixes;

  /** By group: the head of its first separator, after the bytes that the table's keys share. */
  private final long[] groupHeads;

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
    int groups = (count + GROUP_BLOCKS - 1) / GROUP_BLOCKS;
    this.groupPrefixes = new int[groups];
    this.groupHeads = new long[groups];
    for (int group = 0; group < groups; group++) {
      int from = group * GROUP_BLOCKS;
      int to = Math.min(from + GROUP_BLOCKS, count);
      int shared = KeyOrder.commonPrefix(lowerBound(from), lowerBound(to));
      groupPrefixes[group] = shared;
      groupHeads[group] = KeyOrder.head(separators[from], prefix, separators[from].length);
      for (int i = from; i < to; i++) {
        heads[i] = KeyOrder.head(separators[i], shared, separators[i].length);
      }
    }
  }

  /** What no key of a block lies below; for the block after the last one, the largest key. */
  byte[] lowerBound(int block) {
    return block == 0 ? smallest : block == count ? largest : separators[block];
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

  /** The memory it takes, about. */
  long memoryBytes() {
    long bytes = (long) count * BYTES_PER_BLOCK;
    for (byte[] separator : separators) {
      bytes += separator.length;
    }
    return bytes;
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

  /** The block that holds an entry, by how many entries lie before it. */
  int blockOf(long entriesBeforeIt) {
    int found = Arrays.binarySearch(entriesBefore, 0, count, entriesBeforeIt);
    return found >= 0 ? found : -found - 2;
  }

  /** The number of bytes that all keys of a block, and all keys looked for in it, share. */
  int prefix(int block) {
    return KeyOrder.commonPrefix(lowerBound(block), lowerBound(block + 1));
  }

  /** Whether the block's first key has versions in the block before, too. */
  boolean continues(int block) {
    return tags[block] != Tag.FIRST;
  }

  /** The last block whose separator is at or before (key, tag); key lies in the table's range. */
  int floor(byte[] key, long tag) {
    int group = floor(groupHeads, 0, groupHeads.length, GROUP_BLOCKS, prefix, key, tag);
    int from = group * GROUP_BLOCKS;
    int to = Math.min(from + GROUP_BLOCKS, count);
    return floor(heads, from, to, 1, groupPrefixes[group], key, tag);
  }

  /**
   * The last of some sorted elements at or before (key, tag); the first one without asking.
   *
   * @param blocksEach how many blocks an element stands for
   * @param shared how many bytes the keys between the part's bounds share
   */
  private int floor(
      long[] sorted, int from, int to, int blocksEach, int shared, byte[] key, long tag) {
    long head = KeyOrder.head(key, shared, key.length);
    int low = from + 1;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long other = sorted[middle];
      if (other > head || (other == head && isAfter(middle * blocksEach, shared, key, tag))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  private boolean isAfter(int block, int shared, byte[] key, long tag) {
    byte[] separator = separators[block];
    int from = Math.min(shared, separator.length);
    int order = KeyOrder.compare(separator, from, separator.length, key, from, key.length);
    return order > 0 || (order == 0 && tags[block] < tag);
  }
}
