package dev.kevo.engine.wal;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the chain of segments from the first one that is needed. Only the last may have a torn
 * tail, which is left out; a missing segment, a gap in the sequences or damage is a {@link
 * CorruptionException}.
 */
public final class WalReplay {
  private final FileSystem files;
  private final Path directory;
  private final WalPosition end;

  /** Of a log that nobody writes to. */
  public WalReplay(FileSystem files, Path directory) {
    this(files, directory, new WalPosition(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  /**
   * Of a log that grows: up to a place that was its end. Segments begun since are not looked at.
   */
  public WalReplay(FileSystem files, Path directory, WalPosition end) {
    this.files = files;
    this.directory = directory;
    this.end = end;
  }

  /** Takes the records' payloads; each is valid until the call returns. */
  public interface Sink {
    /**
     * One atomic batch.
     *
     * @param expectedSequence the sequence that its first entry must have
     * @return the sequence after its last entry
     */
    long record(BytesReader payload, long expectedSequence);
  }

  /**
   * Replays everything from the begin of a segment.
   *
   * @param firstSequence the sequence that the first entry must have
   * @return the sequence after the last entry
   */
  public long replay(long firstSegment, long firstSequence, Sink sink) {
    checkHeaders(firstSegment);
    long number = firstSegment;
    long sequence = firstSequence;
    while (true) {
      long next;
      try (LogReader segment = openDurable(number)) {
        if (segment.firstSequence() != sequence) {
          throw new CorruptionException(
              name(number)
                  + ": expected first sequence "
                  + sequence
                  + ", found "
                  + segment.firstSequence());
        }
        while (segment.next()) {
          sequence = sink.record(segment.payload(), sequence);
        }
        next = segment.nextSegment();
      }
      if (next == 0) {
        refuseNewerAfter(number, sequence);
        return sequence;
      }
      if (next <= number) {
        throw new CorruptionException(name(number) + " leads back to " + name(next));
      }
      number = next;
    }
  }

  /** Refuses, before anything is taken, a segment of a newer format or none at all. */
  private void checkHeaders(long firstSegment) {
    for (long number : segmentsWithRecords(firstSegment)) {
      open(number).close();
    }
  }

  private List<Long> segmentsWithRecords(long first) {
    return segments(files, directory).stream()
        .filter(number -> number >= first && number <= end.segment())
        .filter(number -> !LogReader.holdsNoRecord(files.size(directory.resolve(name(number)))))
        .toList();
  }

  /**
   * Opens a segment whose bytes are durable first: what a killed process wrote may be in the
   * system's memory only, and a copy that a recovery makes of it must never outlive it.
   */
  private LogReader openDurable(long number) {
    Path path = directory.resolve(name(number));
    if (files.exists(path)) {
      files.sync(path);
    }
    return open(number);
  }

  private LogReader open(long number) {
    Path path = directory.resolve(name(number));
    if (!files.exists(path)) {
      throw new CorruptionException("missing log segment " + path);
    }
    long bytesMax = number == end.segment() ? end.bytes() : Long.MAX_VALUE;
    return LogReader.open(files, path, LogKind.WAL, number, bytesMax);
  }

  /**
   * Checks the segments to which the chain does not lead. A crash may leave an empty one that was
   * about to follow, or copies that a recovery made of what was replayed here; anything newer means
   * that the chain is broken.
   */
  private void refuseNewerAfter(long last, long endSequence) {
    for (long number : segmentsWithRecords(last + 1)) {
      try (LogReader segment = open(number)) {
        while (segment.next()) {
          if (WalRecord.firstSequence(segment.payload()) >= endSequence) {
            throw segment.corrupt("newer than all records, but no segment leads to it");
          }
        }
      }
    }
  }

  /** The numbers of the segments in a directory, ascending. */
  public static List<Long> segments(FileSystem files, Path directory) {
    List<Long> numbers = new ArrayList<>();
    for (String file : files.list(directory)) {
      FileNames.parse(file)
          .filter(numbered -> numbered.kind() == Kind.WAL)
          .ifPresent(numbered -> numbers.add(numbered.number()));
    }
    numbers.sort(null);
    return numbers;
  }

  private static String name(long number) {
    return FileNames.wal(number);
  }
}
