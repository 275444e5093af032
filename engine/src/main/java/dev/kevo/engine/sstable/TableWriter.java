package dev.kevo.engine.sstable;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Slice;
import dev.kevo.engine.codec.BlockCompression;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.value.ValueReference;
import dev.kevo.engine.value.ValueUse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes an SSTable ({@link TableFormat}) from entries in their order. The caller creates, syncs
 * and closes the file. For one thread.
 */
public final class TableWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final AppendFile file;
  private final long fileNumber;
  private final int blockBytes;
  private final int filterBitsPerKey;

  /** Finished blocks that are not yet in the file. */
  private final BytesWriter buffer = new BytesWriter(BUFFER_BYTES + (BUFFER_BYTES >> 2));

  private final BytesWriter block;
  private final BlockCompression compression;
  private final BytesWriter index = new BytesWriter(1 << 12);
  private long offset;
  private int blocks;
  private int blockEntries;
  private byte[] separator = new byte[0];
  private long separatorBound;

  private byte[] lastKey = new byte[64];
  private int lastKeyLength;
  private long lastTag;
  private byte[] smallest = new byte[0];
  private long[] hashes = new long[1024];
  private int hashCount;

  private long entries;
  private long deletes;
  private long keys;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence = -1;
  private long keyBytes;
  private long valueBytes;
  private boolean finished;

  /** Made with the first reference. */
  private @Nullable Map<Long, ValueUse> valueUses;

  /** A writer to an empty file. */
  public TableWriter(AppendFile file, long fileNumber, KeyspaceOptions options) {
    this.file = file;
    this.fileNumber = fileNumber;
    this.blockBytes = options.blockBytes();
    this.filterBitsPerKey = options.filterBitsPerKey();
    this.block = new BytesWriter(2 * blockBytes);
    this.compression = new BlockCompression(options.compression());
  }

  /**
   * Adds an entry that comes after the last one.
   *
   * @throws IllegalStateException if it does not
   */
  public void add(Slice key, long sequence, EntryKind kind, Slice value) {
    byte[] array = key.array();
    int from = key.offset();
    int to = from + key.length();
    long tag = Tag.of(sequence, kind);
    boolean sameKey = false;
    if (entries > 0) {
      int order = KeyOrder.compare(lastKey, 0, lastKeyLength, array, from, to);
      sameKey = order == 0;
      if (order > 0 || (sameKey && lastTag <= tag)) {
        throw new IllegalStateException("an entry out of order");
      }
    } else {
      smallest = key.toByteArray();
    }
    if (blockEntries == 0 && entries > 0) {
      beginBlock(array, from, to, sameKey, tag);
    }
    int valueLength = kind == EntryKind.DELETE ? 0 : value.length();
    block.writeVarint32(to - from);
    block.writeVarint32(valueLength);
    block.writeVarint64(tag);
    block.writeBytes(array, from, to - from);
    block.writeBytes(value.array(), value.offset(), valueLength);
    blockEntries++;
    if (!sameKey) {
      keys++;
      addHash(array, from, to);
    }
    rememberKey(array, from, to, tag);
    entries++;
    deletes += kind == EntryKind.DELETE ? 1 : 0;
    minSequence = Math.min(minSequence, sequence);
    maxSequence = Math.max(maxSequence, sequence);
    keyBytes += to - from;
    valueBytes += valueLength;
    if (kind == EntryKind.REFERENCE) {
      addUse(ValueReference.decode(value));
    }
    if (block.size() >= blockBytes) {
      finishBlock();
    }
  }

  private void addUse(ValueReference reference) {
    Map<Long, ValueUse> uses = valueUses;
    if (uses == null) {
      uses = new TreeMap<>();
      valueUses = uses;
    }
    long number = reference.fileNumber();
    uses.merge(number, new ValueUse(number, 1, reference.length()), ValueUse::plus);
  }

  /** Notes what separates the new block, whose first entry is given, from the last one. */
  private void beginBlock(byte[] array, int from, int to, boolean sameKey, long tag) {
    if (sameKey) {
      separator = Arrays.copyOfRange(array, from, to);
      separatorBound = tag + 1;
      return;
    }
    int shared = Arrays.mismatch(lastKey, 0, lastKeyLength, array, from, to);
    separator = Arrays.copyOfRange(array, from, from + shared + 1);
    separatorBound = 0;
  }

  private void rememberKey(byte[] array, int from, int to, long tag) {
    int length = to - from;
    if (length > lastKey.length) {
      lastKey = new byte[Math.max(length, 2 * lastKey.length)];
    }
    System.arraycopy(array, from, lastKey, 0, length);
    lastKeyLength = length;
    lastTag = tag;
  }

  private void addHash(byte[] array, int from, int to) {
    if (filterBitsPerKey > 0) {
      if (hashCount == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * hashes.length);
      }
      hashes[hashCount++] = KeyHash.of(array, from, to);
    }
  }

  private void finishBlock() {
    TableFormat.BlockHandle written = writeBlock(block, compression.compress(block));
    index.writeVarint32(written.length());
    index.writeVarint32(blockEntries);
    index.writeLengthPrefixed(separator);
    index.writeVarint64(separatorBound);
    block.clear();
    blocks++;
    blockEntries = 0;
  }

  /** Writes what is stored of a block and returns where it lies. */
  private TableFormat.BlockHandle writeBlock(BytesWriter stored, int code) {
    int length = stored.size();
    stored.writeByte(code);
    stored.writeFixed32(Checksum.of(fileNumber, offset, stored.array(), 0, length + 1));
    TableFormat.BlockHandle handle = new TableFormat.BlockHandle(offset, length);
    write(stored);
    return handle;
  }

  private void write(BytesWriter bytes) {
    buffer.writeBytes(bytes.array(), 0, bytes.size());
    offset += bytes.size();
    if (buffer.size() >= BUFFER_BYTES) {
      flushBuffer();
    }
  }

  private void flushBuffer() {
    file.append(buffer.array(), 0, buffer.size());
    buffer.clear();
  }

  /** The number of entries added. */
  public long entries() {
    return entries;
  }

  /** How long the file would be without filter and index. */
  public long bytes() {
    return offset + block.size();
  }

  /**
   * Writes the rest of the table and returns what the manifest needs to know. The file is not yet
   * synced.
   *
   * @throws IllegalStateException if nothing was added
   */
  public TableMeta finish() {
    if (entries == 0 || finished) {
      throw new IllegalStateException("a table without entries, or finished twice");
    }
    finished = true;
    if (blockEntries > 0) {
      finishBlock();
    }
    byte[] largest = Arrays.copyOf(lastKey, lastKeyLength);
    BytesWriter footer = new BytesWriter(TableFormat.FOOTER_BYTES);
    writeHandle(footer, writeFilter());
    BytesWriter wholeIndex = new BytesWriter(index.size() + 16);
    wholeIndex.writeVarint32(blocks);
    wholeIndex.writeBytes(index.array(), 0, index.size());
    writeHandle(footer, writeBlock(wholeIndex, compression.compress(wholeIndex)));
    compression.close();
    BytesWriter properties = new BytesWriter();
    new TableProperties(
            entries,
            deletes,
            minSequence,
            maxSequence,
            keyBytes,
            valueBytes,
            smallest,
            largest,
            keys)
        .encode(properties);
    writeHandle(footer, writeBlock(properties, BlockCompression.STORED));
    TableFormat.SEAL.write(footer, fileNumber, offset);
    write(footer);
    flushBuffer();
    return new TableMeta(
        fileNumber,
        offset,
        entries,
        smallest,
        largest,
        minSequence,
        maxSequence,
        deletes,
        0,
        false,
        valueUses == null ? List.of() : List.copyOf(valueUses.values()));
  }

  private TableFormat.BlockHandle writeFilter() {
    if (hashCount == 0) {
      return new TableFormat.BlockHandle(offset, 0);
    }
    BytesWriter filter = new BytesWriter(hashCount * filterBitsPerKey / Byte.SIZE + 128);
    BloomFilter.build(hashes, hashCount, filterBitsPerKey).encode(filter);
    return writeBlock(filter, BlockCompression.STORED);
  }

  private static void writeHandle(BytesWriter into, TableFormat.BlockHandle handle) {
    into.writeFixed64(handle.offset());
    into.writeFixed32(handle.length());
  }
}
