package dev.kevo.engine.wal;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.codec.Checksum;

/**
 * How a log file looks: a write-ahead log segment or a manifest.
 *
 * <pre>
 * file    := header record* zero*
 * header  := magic 8 bytes, "KVOWAL_1" or "KVOMAN_1" | format version fixed32, 1
 *            | file number fixed64 | first sequence fixed64 (0 in a manifest)
 *            | checksum of these fixed32
 * record  := type byte | payload length fixed32 | durable fixed64 | payload checksum fixed32
 *            | checksum of these fixed32 | payload | end mark 0x5A
 * type    := 1 data | 2 end of the segment; the payload is the next segment's number, fixed64
 * durable := how many bytes of the file, from its begin on, were known to be on the device when the
 *            record was written
 * </pre>
 *
 * Each checksum is a {@link Checksum} with the file's number and the offset of the first byte that
 * it covers, so that bytes of another file are never taken for this one's. The zeros at the end are
 * space taken ahead: a record that is written there needs no new space and does not change the
 * file's size, so its sync is faster and a full disk does not stop it.
 *
 * <p>A record ends in a byte that is not zero, so zeros at the end are never part of one, and to a
 * reader the file ends before them. What it makes of a record at offset {@code o} that is cut off,
 * or whose type, checksums or end mark are wrong ({@link LogReader}):
 *
 * <ul>
 *   <li>If at any later offset there is a right record with {@code durable > o}, the file is
 *       damaged.
 *   <li>Otherwise it may be what a power cut left of a write that was never synced. Then the file
 *       ends in it, or one of its sectors (512 bytes, the first one from {@code o} on) was never
 *       written and is all zero; the type and the end mark are there so that no written first or
 *       last sector is. The log is cut there: the file ends at {@code o}. Of a record whose header
 *       is wrong only the header counts, its 21 bytes.
 *   <li>Everything else is damage.
 * </ul>
 */
final class LogFormat {
  static final int VERSION = 1;
  static final int HEADER_BYTES = 8 + 4 + 8 + 8 + 4;
  static final int RECORD_HEADER_BYTES = 1 + 4 + 8 + 4 + 4;
  static final int DATA = 1;
  static final int END = 2;
  static final byte END_MARK = 0x5A;

  /** What a record takes beside its payload. */
  static final int RECORD_OVERHEAD_BYTES = RECORD_HEADER_BYTES + 1;

  static final int SECTOR_BYTES = 512;

  /** A record that names the next segment. */
  static final int END_RECORD_BYTES = RECORD_HEADER_BYTES + 8 + 1;

  private static final int CHECKED_HEADER_BYTES = HEADER_BYTES - 4;
  private static final int CHECKED_RECORD_BYTES = RECORD_HEADER_BYTES - 4;

  private LogFormat() {}

  static byte[] encodeHeader(LogKind kind, long fileNumber, long firstSequence) {
    BytesWriter header = new BytesWriter(HEADER_BYTES);
    header.writeFixed64(kind.magic());
    header.writeFixed32(VERSION);
    header.writeFixed64(fileNumber);
    header.writeFixed64(firstSequence);
    header.writeFixed32(Checksum.of(fileNumber, 0, header.array(), 0, CHECKED_HEADER_BYTES));
    return header.toByteArray();
  }

  /** Checks a header and returns its first sequence. */
  static long decodeHeader(String file, LogKind kind, long fileNumber, byte[] header) {
    BytesReader reader = new BytesReader(file, header);
    if (reader.readFixed64() != kind.magic()) {
      throw new CorruptionException(file + " is no " + kind.noun() + ": wrong magic number");
    }
    int version = reader.readFixed32();
    if (version > VERSION || version < 1) {
      throw new CorruptionException(
          file + " has format version " + version + "; this Kevo reads up to " + VERSION);
    }
    long number = reader.readFixed64();
    long firstSequence = reader.readFixed64();
    if (reader.readFixed32() != Checksum.of(fileNumber, 0, header, 0, CHECKED_HEADER_BYTES)) {
      throw new CorruptionException(file + " at offset 0: wrong checksum of the header");
    }
    if (number != fileNumber) {
      throw new CorruptionException(file + " says that its number is " + number);
    }
    return firstSequence;
  }

  /** Fills in the header of a record whose payload lies in the buffer already. */
  static void finishRecord(
      BytesWriter buffer, int at, long fileNumber, long fileOffset, int type, long durable) {
    byte[] array = buffer.array();
    int payloadAt = at + RECORD_HEADER_BYTES;
    int length = buffer.size() - payloadAt;
    array[at] = (byte) type;
    buffer.setFixed32(at + 1, length);
    buffer.setFixed32(at + 5, (int) durable);
    buffer.setFixed32(at + 9, (int) (durable >>> 32));
    buffer.setFixed32(
        at + 13,
        Checksum.of(fileNumber, fileOffset + RECORD_HEADER_BYTES, array, payloadAt, length));
    buffer.setFixed32(
        at + 17, Checksum.of(fileNumber, fileOffset, array, at, CHECKED_RECORD_BYTES));
    buffer.writeByte(END_MARK);
  }

  /** What the 21 bytes before a payload say; {@link #read} checks nothing but their checksum. */
  record RecordHeader(int type, int length, long durable, int payloadChecksum) {
    /** The header at {@code at}, or null if its checksum is wrong. */
    static @org.jspecify.annotations.Nullable RecordHeader read(
        long fileNumber, long fileOffset, byte[] array, int at) {
      int type = array[at];
      if (type != DATA && type != END) {
        return null;
      }
      BytesReader reader = new BytesReader("", fileOffset, array, at + 1, RECORD_HEADER_BYTES - 1);
      int length = reader.readFixed32();
      long durable = reader.readFixed64();
      int payloadChecksum = reader.readFixed32();
      int found = Checksum.of(fileNumber, fileOffset, array, at, CHECKED_RECORD_BYTES);
      return found == reader.readFixed32() && length >= 0
          ? new RecordHeader(type, length, durable, payloadChecksum)
          : null;
    }

    long bytes() {
      return (long) RECORD_HEADER_BYTES + length + 1;
    }

    boolean matches(long fileNumber, long fileOffset, byte[] array, int at) {
      return payloadChecksum
              == Checksum.of(
                  fileNumber,
                  fileOffset + RECORD_HEADER_BYTES,
                  array,
                  at + RECORD_HEADER_BYTES,
                  length)
          && array[at + RECORD_HEADER_BYTES + length] == END_MARK;
    }
  }
}
