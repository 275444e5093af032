package dev.kevo.engine.sstable;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.SalvageReport;
import dev.kevo.engine.SalvageReport.SalvagedFile;
import dev.kevo.engine.Slice;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.sstable.TableFormat.BlockHandle;
import dev.kevo.engine.sstable.TableFormat.Footer;
import dev.kevo.engine.sstable.TableFormat.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table that may be damaged, from the first to the last: blocks that cannot be
 * read are left out and noted. Where the index cannot be read, blocks are found by their checksums,
 * one after the other, up to the first damaged one.
 *
 * <p>Moves forwards only; a seek steps. For one thread; must be closed.
 */
public final class SalvagedTable implements EntryIterator {
  /** Without an index a larger block is not found. */
  private static final int SEARCHED_BYTES_MAX = 64 << 20;

  private final ReadFile file;
  private final long fileNumber;
  private final String name;
  private final @Nullable TableMeta meta;
  private @Nullable TableIndex index;
  private @Nullable TableProperties properties;
  private final Slice key = new Slice();
  private final Slice value = new Slice();
  private final List<KeyRange> lost = new ArrayList<>();

  private @Nullable DataBlock block;
  private int blocks;
  private int entry;

  /** Where the next block begins. */
  private long offset;

  private long tag;
  private byte[] lastKey = new byte[0];
  private long entries;
  private long bytesLost;
  private long entriesLost;
  private String fault = "";
  private boolean begun;
  private boolean ended;

  private SalvagedTable(ReadFile file, long fileNumber, @Nullable TableMeta meta) {
    this.file = file;
    this.fileNumber = fileNumber;
    this.name = FileNames.table(fileNumber);
    this.meta = meta;
  }

  /**
   * Opens what there is of a table.
   *
   * @param meta what a manifest says of it, if one does
   * @throws CorruptionException if there is no such file
   */
  public static SalvagedTable open(
      FileSystem files, Path directory, long fileNumber, @Nullable TableMeta meta) {
    ReadFile file = files.openRead(directory.resolve(FileNames.table(fileNumber)));
    SalvagedTable table = new SalvagedTable(file, fileNumber, meta);
    table.readIndex();
    return table;
  }

  private void readIndex() {
    try {
      Footer footer = TableFormat.readFooter(file, fileNumber, name);
      TableProperties said = TableProperties.decode(read(footer.properties()).reader());
      properties = said;
      index = TableIndex.decode(read(footer.index()).reader(), footer.dataBytes(), said);
    } catch (CorruptionException | StorageException e) {
      note(e);
    }
  }

  private Payload read(BlockHandle handle) {
    return TableFormat.readBlock(file, fileNumber, name, handle);
  }

  private void note(KevoException e) {
    if (fault.isEmpty()) {
      fault = String.valueOf(e.getMessage());
    }
  }

  @Override
  public boolean seekToFirst() {
    if (begun) {
      throw new IllegalStateException(name + " is read once, from the begin");
    }
    begun = true;
    return next();
  }

  @Override
  public boolean next() {
    while (!ended) {
      DataBlock current = block;
      if (current != null && entry < current.count) {
        stand(current);
        entry++;
        entries++;
        return true;
      }
      block = nextBlock();
      entry = 0;
    }
    return false;
  }

  private void stand(DataBlock current) {
    int keyLength = DataBlock.varint32(current.bytes, current.start(entry));
    current.value(entry, value);
    key.set(current.bytes, value.offset() - keyLength, keyLength);
    tag = current.tag(entry);
    lastKey = key.toByteArray();
  }

  /** The next block that can be read, or null if it is damaged or there is none. */
  private @Nullable DataBlock nextBlock() {
    TableIndex known = index;
    if (known == null) {
      return searchBlock();
    }
    if (blocks == known.count()) {
      ended = true;
      return null;
    }
    int number = blocks++;
    try {
      return DataBlock.parse(read(known.handle(number)), known.entries(number), 0);
    } catch (CorruptionException | StorageException e) {
      note(e);
      bytesLost += known.handle(number).length() + TableFormat.BLOCK_TRAILER_BYTES;
      entriesLost += known.entries(number);
      byte[] last = known.lowerBound(number + 1);
      lost.add(new KeyRange(known.lowerBound(number), after(last)));
      return null;
    }
  }

  private static byte[] after(byte[] last) {
    return Arrays.copyOf(last, last.length + 1);
  }

  /** Finds the block that begins at {@link #offset} by its checksum. */
  private @Nullable DataBlock searchBlock() {
    int length = blockLength();
    try {
      if (length > 0) {
        Payload payload = read(new BlockHandle(offset, length));
        DataBlock found = DataBlock.parse(payload, count(payload), 0);
        offset += length + TableFormat.BLOCK_TRAILER_BYTES;
        return found;
      }
    } catch (CorruptionException e) {
      // A whole block, but not of entries: the data has ended.
      note(e);
    }
    ended = true;
    loseRest();
    return null;
  }

  private int blockLength() {
    byte[] bytes = new byte[(int) Math.min(SEARCHED_BYTES_MAX, file.size() - offset)];
    file.read(offset, bytes, 0, bytes.length);
    int place = Checksum.of(fileNumber, offset, bytes, 0, 0);
    CRC32C checksum = new CRC32C();
    // The checksum follows what is stored and the byte that tells the compression.
    for (int at = 0; at + Integer.BYTES < bytes.length; at++) {
      checksum.update(bytes[at]);
      int stored = new BytesReader(name, 0, bytes, at + 1, Integer.BYTES).readFixed32();
      if (at > 0 && ((int) checksum.getValue() ^ place) == stored) {
        return at;
      }
    }
    return 0;
  }

  private static int count(Payload payload) {
    BytesReader reader = payload.reader();
    Slice skipped = new Slice();
    int count = 0;
    while (reader.remaining() > 0) {
      int keyLength = reader.readVarint32();
      int valueLength = reader.readVarint32();
      var unused = reader.readVarint64();
      reader.readSlice(keyLength, skipped);
      reader.readSlice(valueLength, skipped);
      count++;
    }
    return count;
  }

  /** Notes what lies behind the last block that was found. */
  private void loseRest() {
    TableProperties said = properties;
    long expected =
        said != null ? said.entries() : meta != null ? meta.entries() : SalvageReport.UNKNOWN;
    byte[] largest = said != null ? said.largest() : meta != null ? meta.largest() : null;
    if (expected >= 0 && entries >= expected) {
      return;
    }
    bytesLost += file.size() - offset;
    entriesLost = expected < 0 ? SalvageReport.UNKNOWN : expected - entries;
    lost.add(new KeyRange(entries == 0 ? null : lastKey, largest == null ? null : after(largest)));
  }

  @Override
  public boolean seek(byte[] userKey, long sequence) {
    boolean at = begun ? !ended : seekToFirst();
    while (at && isBefore(userKey, sequence)) {
      at = next();
    }
    return at;
  }

  private boolean isBefore(byte[] userKey, long sequence) {
    int order = key.compareTo(userKey);
    return order < 0 || (order == 0 && sequence() > sequence);
  }

  @Override
  public boolean seekToLast() {
    throw new UnsupportedOperationException("a salvaged table is read forwards");
  }

  @Override
  public boolean seekBefore(byte[] userKey) {
    throw new UnsupportedOperationException("a salvaged table is read forwards");
  }

  @Override
  public boolean previous() {
    throw new UnsupportedOperationException("a salvaged table is read forwards");
  }

  @Override
  public Slice key() {
    return key;
  }

  @Override
  public long sequence() {
    TableMeta known = meta;
    return known != null && known.loaded() ? known.maxSequence() : Tag.sequence(tag);
  }

  @Override
  public boolean isDelete() {
    return Tag.isDelete(tag);
  }

  @Override
  public boolean isReference() {
    return Tag.isReference(tag);
  }

  @Override
  public Slice value() {
    return value;
  }

  /** What was read and what was lost; to be asked at the end. */
  public SalvagedFile report(String keyspace) {
    return new SalvagedFile(
        name, keyspace, file.size(), bytesLost, entries, entriesLost, lost, fault);
  }

  @Override
  public void close() {
    file.close();
  }
}
