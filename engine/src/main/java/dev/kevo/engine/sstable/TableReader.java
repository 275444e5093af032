package dev.kevo.engine.sstable;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.RangeEstimate;
import dev.kevo.engine.Slice;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.cache.BlockSlots;
import dev.kevo.engine.cache.CachedBlock;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.ReadFile;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.sstable.TableFormat.BlockHandle;
import dev.kevo.engine.sstable.TableFormat.Footer;
import dev.kevo.engine.sstable.TableFormat.Payload;
import dev.kevo.engine.value.ValueSource;
import dev.kevo.engine.value.ValueUse;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an SSTable ({@link TableFormat}). Index and filter stay in memory, data blocks come from
 * the cache or the file; every block is checked when it is read. Thread-safe.
 */
public final class TableReader implements AutoCloseable {
  private final ReadFile file;
  private final long fileNumber;
  private final String name;
  private final Footer footer;
  private final TableProperties properties;
  private final TableIndex index;
  private final @Nullable BloomFilter filter;
  private final BlockSlots slots;

  private TableReader(
      ReadFile file,
      long fileNumber,
      String name,
      Footer footer,
      TableProperties properties,
      TableIndex index,
      @Nullable BloomFilter filter,
      BlockSlots slots) {
    this.file = file;
    this.fileNumber = fileNumber;
    this.name = name;
    this.footer = footer;
    this.properties = properties;
    this.index = index;
    this.filter = filter;
    this.slots = slots;
  }

  /**
   * Reads a table's footer, properties, index and filter.
   *
   * @param file owned by the reader from here on; closed too if this fails
   * @param fileNumber the number in its name, which its checksums depend on
   * @param name what errors call it
   */
  public static TableReader open(ReadFile file, long fileNumber, String name, BlockCache cache) {
    boolean opened = false;
    try {
      Footer footer = TableFormat.readFooter(file, fileNumber, name);
      TableProperties properties =
          TableProperties.decode(read(file, fileNumber, name, footer.properties()));
      TableIndex index =
          TableIndex.decode(
              read(file, fileNumber, name, footer.index()), footer.dataBytes(), properties);
      BloomFilter filter =
          footer.hasFilter()
              ? BloomFilter.decode(read(file, fileNumber, name, footer.filter()))
              : null;
      BlockSlots slots = cache.slots(index.count(), memoryBytes(index, filter));
      opened = true;
      return new TableReader(file, fileNumber, name, footer, properties, index, filter, slots);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static long memoryBytes(TableIndex index, @Nullable BloomFilter filter) {
    return index.memoryBytes() + (filter == null ? 0 : filter.memoryBytes());
  }

  private static BytesReader read(ReadFile file, long fileNumber, String name, BlockHandle handle) {
    return TableFormat.readBlock(file, fileNumber, name, handle).reader();
  }

  /**
   * Looks for the newest version of a key up to a sequence. Allocates nothing if the block is
   * cached.
   *
   * @param hash the key's {@link dev.kevo.engine.key.KeyHash}
   * @param value set to the value, or the reference to it, if there is one; its bytes never change
   */
  public Lookup get(byte[] key, long hash, long sequence, Slice value) {
    if (!mayContain(key, hash)) {
      return Lookup.ABSENT;
    }
    long tag = Tag.upTo(sequence);
    int number = index.floor(key, tag);
    DataBlock block = block(number);
    int entry = block.lowerBound(key, tag);
    if (entry == block.count) {
      if (number + 1 == index.count() || !index.continues(number + 1)) {
        return Lookup.ABSENT;
      }
      block = block(number + 1);
      entry = 0;
    }
    if (!block.isKey(entry, key)) {
      if (filter != null) {
        slots.countFilterFalsePositive();
      }
      return Lookup.ABSENT;
    }
    long found = block.tag(entry);
    if (Tag.isDelete(found)) {
      return Lookup.DELETED;
    }
    block.value(entry, value);
    return Tag.isReference(found) ? Lookup.FOUND_REFERENCE : Lookup.FOUND;
  }

  /** The sequence of the newest version of a key, or -1 if there is none. */
  public long latestSequence(byte[] key, long hash) {
    if (!mayContain(key, hash)) {
      return -1;
    }
    // Versions begin in the block that the first one lies in; a later block only continues.
    DataBlock block = block(index.floor(key, Tag.FIRST));
    int entry = block.lowerBound(key, Tag.FIRST);
    return entry < block.count && block.isKey(entry, key) ? Tag.sequence(block.tag(entry)) : -1;
  }

  private boolean mayContain(byte[] key, long hash) {
    BloomFilter hashes = filter;
    if (hashes != null && !hashes.mayContain(hash)) {
      slots.countFilterSkip();
      return false;
    }
    return Arrays.compareUnsigned(properties.smallest(), key) <= 0
        && Arrays.compareUnsigned(key, properties.largest()) <= 0;
  }

  /** Steps over the entries; blocks it reads go to the cache. */
  public EntryIterator iterator() {
    return new TableIterator(this, true);
  }

  /** Steps over the entries once: blocks it reads do not displace others from the cache. */
  public EntryIterator iteratorPastCache() {
    return new TableIterator(this, false);
  }

  /** How much lies in a range: exact for entries, in proportion for bytes. Reads two blocks. */
  public RangeEstimate estimate(KeyRange range) {
    byte[] start = range.start();
    byte[] end = range.end();
    long from = start == null ? 0 : entriesBefore(start);
    long to = end == null ? properties.entries() : entriesBefore(end);
    long entries = Math.max(0, to - from);
    double bytesPerEntry =
        (double) (properties.keyBytes() + properties.valueBytes()) / properties.entries();
    return new RangeEstimate(entries, Math.round(entries * bytesPerEntry));
  }

  /** Takes keys and about how many bytes lie from each to the next. */
  public interface Samples {
    void add(byte[] key, long bytes);
  }

  /** Gives the begins of the blocks that lie in a range. Reads nothing. */
  public void sample(KeyRange range, Samples samples) {
    byte[] start = range.start();
    byte[] end = range.end();
    for (int i = 0; i < index.count(); i++) {
      byte[] separator = index.lowerBound(i);
      if (end != null && Arrays.compareUnsigned(separator, end) >= 0) {
        break;
      }
      if (start == null || Arrays.compareUnsigned(separator, start) >= 0) {
        samples.add(separator, index.handle(i).length());
      }
    }
  }

  private long entriesBefore(byte[] key) {
    if (Arrays.compareUnsigned(key, properties.smallest()) <= 0) {
      return 0;
    }
    if (Arrays.compareUnsigned(key, properties.largest()) > 0) {
      return properties.entries();
    }
    int number = index.floor(key, Tag.FIRST);
    return index.entriesBefore(number) + block(number).lowerBound(key, Tag.FIRST);
  }

  /** What the table says of itself. */
  public TableProperties properties() {
    return properties;
  }

  /**
   * Reads the whole file and checks every byte of it: checksums, the order of the entries, that
   * index and filter lead to them, and the properties; and that every reference leads to a value.
   *
   * @return what it refers to in value files, by their numbers
   */
  public List<ValueUse> verify(ValueSource values) {
    return new TableCheck(this, values).run();
  }

  TableIndex index() {
    return index;
  }

  @Nullable BloomFilter filter() {
    return filter;
  }

  String name() {
    return name;
  }

  /** Reads and checks again what {@link #open} read. */
  void rereadMetadata() {
    Footer again = TableFormat.readFooter(file, fileNumber, name);
    var unused = TableProperties.decode(read(file, fileNumber, name, again.properties()));
    if (again.hasFilter()) {
      var unusedFilter = BloomFilter.decode(read(file, fileNumber, name, again.filter()));
    }
    var unusedIndex =
        TableIndex.decode(
            read(file, fileNumber, name, footer.index()), again.dataBytes(), properties);
  }

  /** A data block, from the cache or the file. */
  DataBlock block(int number) {
    CachedBlock cached = slots.get(number);
    if (cached != null) {
      return (DataBlock) cached;
    }
    DataBlock block = readBlock(number);
    slots.put(number, block);
    return block;
  }

  /** A data block, and if it has to be read, then not for the cache. */
  DataBlock blockPastCache(int number) {
    CachedBlock cached = slots.get(number);
    return cached != null ? (DataBlock) cached : readBlock(number);
  }

  /** A data block from the file. */
  DataBlock readBlock(int number) {
    Payload payload = TableFormat.readBlock(file, fileNumber, name, index.handle(number));
    return DataBlock.parse(payload, index.entries(number), index.prefix(number));
  }

  /** Gives up its blocks in the cache and closes the file. */
  @Override
  public void close() {
    slots.close();
    file.close();
  }
}
