package dev.kevo.engine.wal;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a log that grows, one after the other, also those of segments that a replay
 * no longer needs. Unlike a replay it meets records twice, where a recovery copied them, and passes
 * over the copies. For one thread at a time; must be closed.
 */
public final class WalStream implements AutoCloseable {
  private final FileSystem files;
  private final Path directory;
  private final Supplier<WalPosition> end;
  private @Nullable LogReader reader;
  private long segment;

  /** Where in the segment the next record begins, or 0 for its first one. */
  private long offset;

  private long nextSequence;

  /**
   * @param end tells where the log's written records end
   * @param segment one that {@link #segmentOf} found
   * @param nextSequence the sequence that the first record begins with
   */
  public WalStream(
      FileSystem files,
      Path directory,
      Supplier<WalPosition> end,
      long segment,
      long nextSequence) {
    this.files = files;
    this.directory = directory;
    this.end = end;
    this.segment = segment;
    this.nextSequence = nextSequence;
  }

  /** The newest segment that begins at or before a sequence, if one does. */
  public static OptionalLong segmentOf(
      FileSystem files, Path directory, long firstSegment, long sequence) {
    List<Long> segments = WalReplay.segments(files, directory);
    for (int i = segments.size() - 1; i >= 0; i--) {
      long number = segments.get(i);
      if (number >= firstSegment && beginsAt(files, directory, number) <= sequence) {
        return OptionalLong.of(number);
      }
    }
    return OptionalLong.empty();
  }

  /** The sequence that a segment begins with; none is smaller if it has no header yet. */
  public static long beginsAt(FileSystem files, Path directory, long segment) {
    Path path = directory.resolve(FileNames.wal(segment));
    if (files.size(path) == 0) {
      return Long.MAX_VALUE;
    }
    try (LogReader log = LogReader.open(files, path, LogKind.WAL, segment)) {
      return log.firstSequence();
    }
  }

  /** The sequence that the next record begins with. */
  public long nextSequence() {
    return nextSequence;
  }

  /** The segment that is being read. */
  public long segment() {
    return segment;
  }

  /**
   * The next record, which must be durable. Its payload is valid until the next call, and to be
   * followed by {@link #passed}.
   */
  public BytesReader next() {
    LogReader log = reader;
    if (log != null && find(log)) {
      return log.payload();
    }
    long following = log == null ? 0 : log.nextSegment();
    if (following == 0) {
      log = open(segment);
      if (offset > 0) {
        log.skipTo(offset);
      }
      if (find(log)) {
        return log.payload();
      }
      following = log.nextSegment();
    }
    while (following != 0) {
      log = enter(following);
      // What lies between was never in the log.
      nextSequence = Math.max(nextSequence, log.firstSequence());
      if (find(log)) {
        return log.payload();
      }
      following = log.nextSegment();
    }
    return searchAll();
  }

  /** Tells where the record after the one that {@link #next} returned begins. */
  public void passed(long sequence) {
    nextSequence = sequence;
  }

  /** Looks through the rest of a segment. */
  private boolean find(LogReader log) {
    while (log.next()) {
      offset = log.nextOffset();
      long first = WalRecord.firstSequence(log.payload());
      if (first == nextSequence) {
        return true;
      }
      if (first > nextSequence) {
        throw log.corrupt("expected sequence " + nextSequence + ", found " + first);
      }
    }
    return false;
  }

  /** Finds the next record where no segment leads to: a recovery began another one. */
  private BytesReader searchAll() {
    List<Long> segments = WalReplay.segments(files, directory);
    for (int i = segments.size() - 1; i >= 0; i--) {
      if (beginsAt(files, directory, segments.get(i)) <= nextSequence) {
        LogReader log = enter(segments.get(i));
        if (find(log)) {
          return log.payload();
        }
      }
    }
    throw new CorruptionException(
        directory + ": no segment of the log has sequence " + nextSequence);
  }

  private LogReader enter(long number) {
    LogReader log = open(number);
    segment = number;
    offset = 0;
    return log;
  }

  private LogReader open(long number) {
    close();
    WalPosition written = end.get();
    long bytesMax = number == written.segment() ? written.bytes() : Long.MAX_VALUE;
    Path path = directory.resolve(FileNames.wal(number));
    LogReader log = LogReader.open(files, path, LogKind.WAL, number, bytesMax);
    reader = log;
    return log;
  }

  @Override
  public void close() {
    LogReader log = reader;
    reader = null;
    if (log != null) {
      log.close();
    }
  }
}
