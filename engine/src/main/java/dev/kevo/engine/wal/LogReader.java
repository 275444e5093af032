package dev.kevo.engine.wal;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import dev.kevo.engine.wal.LogFormat.RecordHeader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log file from its begin, record by record, up to its end or to where a power cut tore it;
 * damage is a {@link CorruptionException} that names file and offset. {@link LogFormat} says how
 * the two are told apart. For one thread at a time; must be closed.
 */
public final class LogReader implements AutoCloseable {
  private static final int WINDOW_BYTES = 256 << 10;

  private final ReadFile file;
  private final String name;
  private final long fileNumber;

  /** Where the file ends, less the zeros there: no record's last byte is zero. */
  private final long size;

  private final long firstSequence;

  /** Part of the file, as large as the first read needs: most logs are small. */
  private byte[] window = new byte[0];

  private long windowStart;
  private int windowLength;

  private long recordOffset;
  private long nextOffset = LogFormat.HEADER_BYTES;
  private int payloadLength;
  private long nextSegment;
  private boolean torn;

  private LogReader(ReadFile file, String name, long fileNumber, long size, long firstSequence) {
    this.file = file;
    this.name = name;
    this.fileNumber = fileNumber;
    this.size = size;
    this.firstSequence = firstSequence;
  }

  /** Opens a file and checks its header. */
  public static LogReader open(FileSystem files, Path path, LogKind kind, long fileNumber) {
    return open(files, path, kind, fileNumber, Long.MAX_VALUE);
  }

  /** Opens a file of which only the first bytes, up to the end of a record, are to be read. */
  public static LogReader open(
      FileSystem files, Path path, LogKind kind, long fileNumber, long bytesMax) {
    ReadFile file = files.openRead(path);
    try {
      String name = String.valueOf(path.getFileName());
      long size = Math.min(file.size(), bytesMax);
      if (size < LogFormat.HEADER_BYTES) {
        throw new CorruptionException(
            name
                + " is no "
                + kind.noun()
                + ": expected at least "
                + LogFormat.HEADER_BYTES
                + " bytes, found "
                + size);
      }
      byte[] header = new byte[LogFormat.HEADER_BYTES];
      file.read(0, header, 0, header.length);
      long firstSequence = LogFormat.decodeHeader(name, kind, fileNumber, header);
      return new LogReader(file, name, fileNumber, endOfRecords(file, size), firstSequence);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static long endOfRecords(ReadFile file, long size) {
    byte[] part = new byte[(int) Math.min(64 << 10, size - LogFormat.HEADER_BYTES)];
    long end = size;
    while (end > LogFormat.HEADER_BYTES) {
      int length = (int) Math.min(part.length, end - LogFormat.HEADER_BYTES);
      file.read(end - length, part, 0, length);
      for (int i = length; i > 0; i--) {
        if (part[i - 1] != 0) {
          return end - length + i;
        }
      }
      end -= length;
    }
    return end;
  }

  /** Whether a file of this many bytes has no room for anything but a header. */
  public static boolean holdsNoRecord(long fileBytes) {
    return fileBytes <= LogFormat.HEADER_BYTES;
  }

  /** The sequence of the first entry in the file. */
  public long firstSequence() {
    return firstSequence;
  }

  /** Moves to the next record of data; false at the end of what can be read. */
  public boolean next() {
    if (torn || nextSegment != 0 || nextOffset == size) {
      return false;
    }
    recordOffset = nextOffset;
    RecordHeader header = header(recordOffset);
    if (header == null || header.bytes() > size - recordOffset || !matches(header, recordOffset)) {
      cutOrRefuse(header);
      return false;
    }
    nextOffset = recordOffset + header.bytes();
    payloadLength = header.length();
    if (header.type() == LogFormat.DATA) {
      return true;
    }
    if (payloadLength != Long.BYTES || nextOffset != size) {
      throw corrupt("the end of the segment is followed by more");
    }
    nextSegment = payload().readFixed64();
    return false;
  }

  /** The current record's payload; valid until {@link #next}. */
  public BytesReader payload() {
    long payloadOffset = recordOffset + LogFormat.RECORD_HEADER_BYTES;
    return new BytesReader(
        name, payloadOffset, window, (int) (payloadOffset - windowStart), payloadLength);
  }

  /** Goes on with the record at an offset that {@link #nextOffset} told before. */
  public void skipTo(long offset) {
    nextOffset = offset;
  }

  /** Where the record after the current one begins. */
  public long nextOffset() {
    return nextOffset;
  }

  /** Where the current record lies in the file. */
  public long recordOffset() {
    return recordOffset;
  }

  /** At the end: the number of the segment that follows, or 0 if none was begun. */
  public long nextSegment() {
    return nextSegment;
  }

  /** At the end: whether a torn tail was left out. */
  public boolean torn() {
    return torn;
  }

  /** An error that names the file and the current record. */
  public CorruptionException corrupt(String what) {
    return new CorruptionException(name + " at offset " + recordOffset + ": " + what);
  }

  private @Nullable RecordHeader header(long offset) {
    if (size - offset < LogFormat.RECORD_HEADER_BYTES) {
      return null;
    }
    load(offset, LogFormat.RECORD_HEADER_BYTES);
    return RecordHeader.read(fileNumber, offset, window, (int) (offset - windowStart));
  }

  /** Whether payload and end mark are whole; the record must lie inside the file. */
  private boolean matches(RecordHeader header, long offset) {
    load(offset, Math.toIntExact(header.bytes()));
    return header.matches(fileNumber, offset, window, (int) (offset - windowStart));
  }

  private void cutOrRefuse(@Nullable RecordHeader header) {
    long faultEnd = header == null ? recordOffset + 1 : recordOffset + header.bytes();
    refuseIfDurable();
    boolean cutOff =
        header == null
            ? size - recordOffset < LogFormat.RECORD_HEADER_BYTES
            : header.bytes() > size - recordOffset;
    long checkedEnd = header == null ? recordOffset + LogFormat.RECORD_HEADER_BYTES : faultEnd;
    if (!cutOff && !hasUnwrittenSector(recordOffset, Math.min(checkedEnd, size))) {
      throw corrupt(
          header == null ? "wrong checksum of a record's header" : "wrong checksum of a record");
    }
    torn = true;
  }

  /** Looks for a valid record after the faulty one that knows the faulty one to be durable. */
  private void refuseIfDurable() {
    long last = size - LogFormat.RECORD_HEADER_BYTES - 1;
    for (long offset = recordOffset + 1; offset <= last; offset++) {
      RecordHeader header = header(offset);
      if (header != null
          && header.durable() > recordOffset
          && header.bytes() <= size - offset
          && matches(header, offset)) {
        throw corrupt("damaged, but followed by a valid record at offset " + offset);
      }
    }
  }

  private boolean hasUnwrittenSector(long from, long to) {
    for (long sector = from / LogFormat.SECTOR_BYTES * LogFormat.SECTOR_BYTES;
        sector < to;
        sector += LogFormat.SECTOR_BYTES) {
      long start = Math.max(sector, from);
      long end = Math.min(sector + LogFormat.SECTOR_BYTES, size);
      if (isZero(start, (int) (end - start))) {
        return true;
      }
    }
    return false;
  }

  private boolean isZero(long offset, int length) {
    load(offset, length);
    int at = (int) (offset - windowStart);
    for (int i = at; i < at + length; i++) {
      if (window[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Brings bytes that lie inside the file into the window. */
  private void load(long offset, int length) {
    if (offset >= windowStart && offset + length <= windowStart + windowLength) {
      return;
    }
    int wanted = (int) Math.min(Math.max(length, WINDOW_BYTES), size - offset);
    if (window.length < wanted) {
      window = new byte[wanted];
    }
    file.read(offset, window, 0, wanted);
    windowStart = offset;
    windowLength = wanted;
  }

  @Override
  public void close() {
    file.close();
  }
}
