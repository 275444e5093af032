package dev.kevo.engine.value;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.codec.BlockCompression;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.codec.FooterSeal;
import dev.kevo.engine.io.ReadFile;

/**
 * The value file format, version 1.
 *
 * <pre>
 * file   := record+  footer
 *           without gaps: every byte of the file is part of one of them
 *
 * record := length(4)  stored  compression(1)  checksum(4)
 *   length    that of the whole record, these four bytes and the checksum included
 *   stored    the value, compressed or not: {@link BlockCompression}
 *   checksum  {@link Checksum} of what stands before it, with the file's number and the record's
 *             offset mixed in, so that a record of another file or place is found out
 *
 * footer := values(8)  seal
 *           {@link FooterSeal}: version 1, magic "KEVOVALS"
 * </pre>
 *
 * Integers are little-endian. Which key a value belongs to, only the table says that refers to the
 * record ({@link ValueReference}).
 */
final class ValueFormat {
  static final int VERSION = 1;

  /** Its magic is "KEVOVALS", read as little-endian. */
  private static final FooterSeal SEAL = new FooterSeal("value file", VERSION, 0x534C41564F56454BL);

  static final int FOOTER_BYTES = 24;
  static final int LENGTH_BYTES = Integer.BYTES;
  static final int TRAILER_BYTES = 1 + Integer.BYTES;
  static final int RECORD_BYTES_MIN = LENGTH_BYTES + TRAILER_BYTES;

  private ValueFormat() {}

  /**
   * Reads and checks a record.
   *
   * @param reference lies within the file
   * @param value set to its value, in an array that nobody else has
   */
  static void readValue(ReadFile file, String name, ValueReference reference, Slice value) {
    long offset = reference.offset();
    int length = reference.length();
    if (length < RECORD_BYTES_MIN) {
      throw new CorruptionException(name + " at offset " + offset + ": no record of " + length);
    }
    byte[] bytes = new byte[length];
    file.read(offset, bytes, 0, length);
    BytesReader reader = new BytesReader(name, offset, bytes, 0, length);
    int found = reader.readFixed32();
    if (found != length) {
      throw reader.corrupt("expected a record of " + length + " bytes, found " + found);
    }
    int checked = length - Integer.BYTES;
    int expected = new BytesReader(name, offset, bytes, checked, Integer.BYTES).readFixed32();
    Checksum.require(
        name, offset, expected, Checksum.of(reference.fileNumber(), offset, bytes, 0, checked));
    int end = length - TRAILER_BYTES;
    int compression = bytes[end] & 0xFF;
    int storedBytes = end - LENGTH_BYTES;
    if (compression == BlockCompression.STORED) {
      value.set(bytes, LENGTH_BYTES, storedBytes);
      return;
    }
    byte[] payload =
        BlockCompression.decompress(
            compression, bytes, new BytesReader(name, offset, bytes, LENGTH_BYTES, storedBytes));
    value.set(payload, 0, payload.length);
  }

  /** The length of the record at an offset, which is not yet known to be one. */
  static int readLength(ReadFile file, String name, long offset, long end) {
    byte[] bytes = new byte[LENGTH_BYTES];
    file.read(offset, bytes, 0, LENGTH_BYTES);
    BytesReader reader = new BytesReader(name, offset, bytes, 0, LENGTH_BYTES);
    int length = reader.readFixed32();
    if (length < RECORD_BYTES_MIN || length > end - offset) {
      throw reader.corrupt("no record of " + length + " bytes lies here");
    }
    return length;
  }

  static void writeFooter(BytesWriter into, long fileNumber, long offset, long values) {
    BytesWriter footer = new BytesWriter(FOOTER_BYTES);
    footer.writeFixed64(values);
    SEAL.write(footer, fileNumber, offset);
    into.writeBytes(footer.array(), 0, footer.size());
  }

  /** Reads and checks the footer, and returns the number of values. */
  static long readFooter(ReadFile file, long fileNumber, String name) {
    long size = file.size();
    if (size < FOOTER_BYTES + RECORD_BYTES_MIN) {
      throw new CorruptionException(name + " is no value file: it has " + size + " bytes");
    }
    long at = size - FOOTER_BYTES;
    byte[] bytes = new byte[FOOTER_BYTES];
    file.read(at, bytes, 0, FOOTER_BYTES);
    SEAL.require(bytes, fileNumber, at, name);
    return new BytesReader(name, at, bytes, 0, FOOTER_BYTES).readFixed64();
  }
}
