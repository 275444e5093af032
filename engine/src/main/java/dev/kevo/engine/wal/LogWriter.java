package dev.kevo.engine.wal;

import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileSystem;
import java.nio.file.Path;

/**
 * Appends records to a log file: {@link #begin} and {@link #end} put each into a buffer, {@link
 * #write} hands all of them to the file at once. After a failed write or sync nothing may be
 * written any more. For one thread at a time; must be closed.
 */
public final class LogWriter implements AutoCloseable {
  /** A buffer that one large record grew beyond this is not kept. */
  private static final int KEPT_BUFFER_BYTES = 4 << 20;

  /** Space is taken in multiples of this. */
  private static final int RESERVED_UNIT_BYTES = 4 << 10;

  /** A log takes as much space ahead as it has bytes, up to this. */
  private static final int RESERVED_BYTES_MAX = 512 << 10;

  /** Stands where a record's header will be. */
  private static final byte[] NO_HEADER = new byte[LogFormat.RECORD_HEADER_BYTES];

  private final AppendFile file;
  private final long fileNumber;
  private BytesWriter buffer = new BytesWriter(16 << 10);
  private int recordAt = -1;
  private long durable;

  /** Where the space that was taken ends. */
  private long reserved;

  private LogWriter(AppendFile file, long fileNumber) {
    this.file = file;
    this.fileNumber = fileNumber;
  }

  /**
   * Creates a log file with its header. Neither is durable yet: sync the file and its directory.
   *
   * @param firstSequence the sequence that the first entry in it will have; 0 in a manifest
   */
  public static LogWriter create(
      FileSystem files, Path path, LogKind kind, long fileNumber, long firstSequence) {
    LogWriter writer = new LogWriter(files.create(path), fileNumber);
    try {
      byte[] header = LogFormat.encodeHeader(kind, fileNumber, firstSequence);
      writer.file.append(header, 0, header.length);
      return writer;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /** The number in the file's name. */
  public long fileNumber() {
    return fileNumber;
  }

  /**
   * Takes space for so many bytes of records and what {@link #finishSegment} adds, and now and then
   * for many more, so that writing them neither needs space nor lengthens the file. A failure
   * changes nothing.
   */
  public void reserve(long recordBytes) {
    long needed = file.position() + buffer.size() + recordBytes + LogFormat.END_RECORD_BYTES;
    if (needed > reserved) {
      long ahead = Math.min(file.position(), RESERVED_BYTES_MAX);
      long units = (needed + ahead + RESERVED_UNIT_BYTES - 1) / RESERVED_UNIT_BYTES;
      long end = units * RESERVED_UNIT_BYTES;
      file.reserve(end - file.position());
      reserved = end;
    }
  }

  /** Begins a record: its payload is what the caller adds to the returned buffer. */
  public BytesWriter begin() {
    recordAt = buffer.size();
    buffer.writeBytes(NO_HEADER);
    return buffer;
  }

  /** Ends the record. */
  public void end() {
    finish(LogFormat.DATA);
  }

  /** Drops the record that was begun. */
  public void cancel() {
    buffer.truncate(recordAt);
    recordAt = -1;
  }

  /** Writes and syncs a last record that leads to the next segment. */
  public void finishSegment(long nextFileNumber) {
    begin().writeFixed64(nextFileNumber);
    finish(LogFormat.END);
    write();
    sync();
  }

  private void finish(int type) {
    LogFormat.finishRecord(buffer, recordAt, fileNumber, file.position() + recordAt, type, durable);
    recordAt = -1;
  }

  /** The bytes of records that wait for {@link #write}. */
  public int bufferedBytes() {
    return buffer.size();
  }

  /** Hands the buffered records to the file. */
  public void write() {
    if (buffer.size() > 0) {
      file.append(buffer.array(), 0, buffer.size());
      if (buffer.array().length > KEPT_BUFFER_BYTES) {
        buffer = new BytesWriter(16 << 10);
      } else {
        buffer.clear();
      }
    }
  }

  /** Makes what was written durable. */
  public void sync() {
    file.sync();
    durable = file.position();
  }

  /** The bytes of the file that are durable. */
  public long durableBytes() {
    return durable;
  }

  /** The bytes of the file. */
  public long bytes() {
    return file.position();
  }

  /** Closes without writing or syncing. */
  @Override
  public void close() {
    file.close();
  }
}
