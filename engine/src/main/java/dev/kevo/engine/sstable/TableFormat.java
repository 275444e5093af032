package dev.kevo.engine.sstable;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BlockCompression;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.codec.FooterSeal;
import dev.kevo.engine.io.ReadFile;

/**
 * The SSTable file format, version 1.
 *
 * <pre>
 * table      := data block+  filter block?  index block  properties block  footer
 *               without gaps from offset 0 on: every byte of the file is part of one of them
 *
 * block      := stored  compression(1)  checksum(4)
 *   stored       the payload, compressed or not: {@link BlockCompression}
 *   checksum     {@link Checksum} of stored and compression, with the file's number and the
 *                block's offset mixed in, so that a block of another file or place is found out
 *   Data and index blocks are compressed if that pays, the others never.
 *
 * data       := entry+               in the order of entries: user key up, as bytes without a sign,
 *                                    then tag down
 *   entry    := keyLength(varint32)  valueLength(varint32)  tag(varint64)  key  value
 *               tag: {@link dev.kevo.engine.key.Tag}; a delete's value is empty, that of a
 *               reference is a {@link dev.kevo.engine.value.ValueReference}
 *
 * filter     := {@link BloomFilter} of all user keys
 *
 * index      := blocks(varint32)  block entry+
 *   block entry := storedLength(varint32)  entries(varint32)
 *                  separator length(varint32)  separator  tag bound(varint64)
 *               block i holds the entries from its separator on and below the next one's. The
 *               separator is the shortest prefix of its first key that lies above the block
 *               before, and its tag bound is 0 (it lies before every version); or, where one user
 *               key goes on from the block before, that key, and the first entry's tag + 1.
 *               Block 0 has the empty separator.
 *
 * properties := entries  deletes  min sequence  max sequence  bytes of keys  bytes of values
 *               (varint64 each)  smallest key  largest key  (varint32 length, bytes)
 *               user keys(varint64)?
 *               user keys: how many the entries are versions of. Early tables do not say it.
 *               The sequences of a table that was loaded are 0 throughout: the manifest has them.
 *
 * footer     := filter offset(8) length(4)  index offset(8) length(4)  properties offset(8)
 *               length(4)  seal
 *               lengths are those of stored; a filter length of 0 means no filter, and its offset
 *               is the index's. {@link FooterSeal}: version 1, magic "KEVOTABL"
 * </pre>
 *
 * Fixed-width integers are little-endian.
 */
final class TableFormat {
  static final int VERSION = 1;

  /** Its magic is "KEVOTABL", read as little-endian. */
  static final FooterSeal SEAL = new FooterSeal("SSTable", VERSION, 0x4C4241544F56454BL);

  static final int BLOCK_TRAILER_BYTES = 5;
  static final int FOOTER_BYTES = 52;

  /** The least that an entry takes: three varints and an empty key. */
  static final int ENTRY_BYTES_MIN = 3;

  private TableFormat() {}

  /** Where a block lies, and how long it is without its trailer. */
  record BlockHandle(long offset, int length) {
    /** Where the next block begins. */
    long end() {
      return offset + length + BLOCK_TRAILER_BYTES;
    }
  }

  /** The places of the blocks that are not data. */
  record Footer(BlockHandle filter, BlockHandle index, BlockHandle properties) {
    boolean hasFilter() {
      return filter.length > 0;
    }

    /** The number of bytes that data blocks take, from the file's begin on. */
    long dataBytes() {
      return filter.offset;
    }
  }

  /** Reads and checks the footer. */
  static Footer readFooter(ReadFile file, long fileNumber, String name) {
    long size = file.size();
    if (size < FOOTER_BYTES) {
      throw new CorruptionException(
          name + " is no SSTable: expected at least " + FOOTER_BYTES + " bytes, found " + size);
    }
    long at = size - FOOTER_BYTES;
    byte[] bytes = new byte[FOOTER_BYTES];
    file.read(at, bytes, 0, FOOTER_BYTES);
    SEAL.require(bytes, fileNumber, at, name);
    BytesReader reader = new BytesReader(name, at, bytes, 0, FOOTER_BYTES);
    BlockHandle filter = new BlockHandle(reader.readFixed64(), reader.readFixed32());
    BlockHandle index = new BlockHandle(reader.readFixed64(), reader.readFixed32());
    BlockHandle properties = new BlockHandle(reader.readFixed64(), reader.readFixed32());
    boolean fits =
        filter.length >= 0
            && index.length > 0
            && properties.length > 0
            && filter.offset > 0
            && index.offset == (filter.length == 0 ? filter.offset : filter.end())
            && properties.offset == index.end()
            && at == properties.end();
    if (!fits) {
      throw new CorruptionException(
          name + " at offset " + at + ": the footer's blocks do not fill the file");
    }
    return new Footer(filter, index, properties);
  }

  /**
   * A block's payload.
   *
   * @param bytes an array that begins with it
   * @param length its length
   * @param name what errors call the file
   * @param offset where the block lies in the file
   */
  record Payload(byte[] bytes, int length, String name, long offset) {
    BytesReader reader() {
      return new BytesReader(name, offset, bytes, 0, length);
    }
  }

  /** Reads and checks a block. */
  static Payload readBlock(ReadFile file, long fileNumber, String name, BlockHandle handle) {
    // The handle lies within the file: its neighbours' places were checked when it was read.
    byte[] bytes = new byte[handle.length + BLOCK_TRAILER_BYTES];
    file.read(handle.offset, bytes, 0, bytes.length);
    int found = Checksum.of(fileNumber, handle.offset, bytes, 0, handle.length + 1);
    int stored =
        new BytesReader(
                name, handle.offset + handle.length + 1, bytes, handle.length + 1, Integer.BYTES)
            .readFixed32();
    Checksum.require(name, handle.offset, stored, found);
    Payload block = new Payload(bytes, handle.length, name, handle.offset);
    int compression = bytes[handle.length] & 0xFF;
    if (compression == BlockCompression.STORED) {
      return block;
    }
    byte[] payload = BlockCompression.decompress(compression, bytes, block.reader());
    return new Payload(payload, payload.length, name, handle.offset);
  }
}
