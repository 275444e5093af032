package dev.kevo.engine.wal;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.ReadFile;
import dev.kevo.engine.wal.LogFormat.RecordHeader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a log file that may be damaged: every record whose checksums are right,
 * before and after the damage. The file is read into memory.
 */
public final class SalvagedLog {
  private static final int FILE_BYTES_MAX = 1 << 30;

  private final String name;
  private final long fileNumber;
  private final byte[] bytes;

  /** Where the records end: before the zeros of space taken ahead. */
  private final int end;

  private long records;
  private long bytesLost;
  private long nextSegment;
  private String fault = "";

  private SalvagedLog(String name, long fileNumber, byte[] bytes) {
    this.name = name;
    this.fileNumber = fileNumber;
    this.bytes = bytes;
    int last = bytes.length;
    while (last > 0 && bytes[last - 1] == 0) {
      last--;
    }
    this.end = last;
  }

  /** Takes the payloads; a {@link CorruptionException} that it throws counts as damage. */
  public interface Sink {
    /** One record; valid until the call returns. */
    void record(BytesReader payload);
  }

  /** Reads all there is. */
  public static SalvagedLog read(
      FileSystem files, Path path, LogKind kind, long fileNumber, Sink sink) {
    String name = String.valueOf(path.getFileName());
    try (ReadFile file = files.openRead(path)) {
      byte[] bytes = new byte[(int) Math.min(file.size(), FILE_BYTES_MAX)];
      file.read(0, bytes, 0, bytes.length);
      SalvagedLog log = new SalvagedLog(name, fileNumber, bytes);
      if (file.size() > FILE_BYTES_MAX) {
        log.lose(file.size() - FILE_BYTES_MAX, name + " is too large to be read into memory");
      }
      log.readHeader(kind);
      log.readRecords(sink);
      return log;
    }
  }

  private void readHeader(LogKind kind) {
    try {
      var unused = LogFormat.decodeHeader(name, kind, fileNumber, bytes);
    } catch (CorruptionException e) {
      lose(Math.min(end, LogFormat.HEADER_BYTES), String.valueOf(e.getMessage()));
    }
  }

  private void readRecords(Sink sink) {
    int at = LogFormat.HEADER_BYTES;
    while (at < end) {
      RecordHeader header = header(at);
      if (header == null) {
        lose(1, name + " at offset " + at + ": no valid record");
        at++;
        continue;
      }
      int payloadAt = at + LogFormat.RECORD_HEADER_BYTES;
      BytesReader payload = new BytesReader(name, payloadAt, bytes, payloadAt, header.length());
      try {
        if (header.type() == LogFormat.END) {
          nextSegment = payload.readFixed64();
        } else {
          sink.record(payload);
          records++;
        }
      } catch (CorruptionException e) {
        lose(header.bytes(), String.valueOf(e.getMessage()));
      }
      at += (int) header.bytes();
    }
  }

  private @Nullable RecordHeader header(int at) {
    if (end - at <= LogFormat.RECORD_HEADER_BYTES) {
      return null;
    }
    RecordHeader header = RecordHeader.read(fileNumber, at, bytes, at);
    boolean whole =
        header != null && header.bytes() <= end - at && header.matches(fileNumber, at, bytes, at);
    return whole ? header : null;
  }

  private void lose(long count, String why) {
    bytesLost += count;
    if (fault.isEmpty()) {
      fault = why;
    }
  }

  /** The records that were read. */
  public long records() {
    return records;
  }

  /** Bytes that are no part of a valid record, but for zeros at the end. */
  public long bytesLost() {
    return bytesLost;
  }

  /** The segment that follows, or 0 if none was begun or nothing tells it. */
  public long nextSegment() {
    return nextSegment;
  }

  /** What was wrong first; empty if nothing was. */
  public String fault() {
    return fault;
  }
}
