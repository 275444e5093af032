package dev.kevo.engine.db;

import dev.kevo.engine.Options;
import dev.kevo.engine.PositionLostException;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.wal.WalReplay;
import dev.kevo.engine.wal.WalStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Says how much of the log is kept after its flush: always its newest part, as many segments as the
 * options say, those that are young enough, and all that an open stream has not read. Thread-safe;
 * files are listed and their headers read under its monitor.
 */
final class LogRetention {
  private final FileSystem files;
  private final Path directory;
  private final Options options;
  private final LongSupplier clockMillis;

  /** What open streams still read. Guarded by this, as all that follows. */
  private final Set<Hold> holds = new HashSet<>();

  /** All segments before this one are given up, and may be gone. */
  private long firstKept;

  LogRetention(FileSystem files, Path directory, Options options, LongSupplier clockMillis) {
    this.files = files;
    this.directory = directory;
    this.options = options;
    this.clockMillis = clockMillis;
  }

  /** The first segment that one stream has not finished. */
  final class Hold implements AutoCloseable {
    private long segment;

    private Hold(long segment) {
      this.segment = segment;
    }

    long segment() {
      synchronized (LogRetention.this) {
        return segment;
      }
    }

    void moveTo(long later) {
      synchronized (LogRetention.this) {
        segment = later;
      }
    }

    @Override
    public void close() {
      synchronized (LogRetention.this) {
        holds.remove(this);
      }
    }
  }

  /** Keeps the log from a sequence on. */
  synchronized Hold hold(long sequence) {
    OptionalLong segment = WalStream.segmentOf(files, directory, firstKept, sequence);
    if (segment.isEmpty()) {
      throw new PositionLostException(
          "the log of " + directory + " is no longer kept from this position on");
    }
    Hold hold = new Hold(segment.getAsLong());
    holds.add(hold);
    return hold;
  }

  /** Keeps the log from a segment on that is still needed. */
  synchronized Hold holdSegment(long segment) {
    Hold hold = new Hold(segment);
    holds.add(hold);
    return hold;
  }

  /** The sequence that the log begins with as far as it is kept. */
  synchronized long firstSequence() {
    for (long segment : WalReplay.segments(files, directory)) {
      if (segment >= firstKept) {
        return WalStream.beginsAt(files, directory, segment);
      }
    }
    throw new IllegalStateException("the log has no segment");
  }

  /** The segments that are kept, ascending. */
  synchronized List<Long> kept() {
    return WalReplay.segments(files, directory).stream().filter(s -> s >= firstKept).toList();
  }

  /**
   * The segments that are no longer kept.
   *
   * @param firstNeeded the first one that a recovery needs
   */
  synchronized List<Long> giveUp(long firstNeeded) {
    List<Long> segments = WalReplay.segments(files, directory);
    List<Long> flushed = segments.stream().filter(segment -> segment < firstNeeded).toList();
    int firstByCount = Math.max(0, flushed.size() - options.logRetainedSegments());
    int first = Math.min(firstByCount, firstYoung(flushed));
    long kept = first < flushed.size() ? flushed.get(first) : firstNeeded;
    for (Hold hold : holds) {
      kept = Math.min(kept, hold.segment);
    }
    firstKept = Math.max(firstKept, kept);
    List<Long> given = new ArrayList<>();
    for (long segment : flushed) {
      if (segment < firstKept) {
        given.add(segment);
      }
    }
    return given;
  }

  private int firstYoung(List<Long> segments) {
    int first = segments.size();
    long ageMax = options.logRetainedMillis();
    if (ageMax > 0) {
      long now = clockMillis.getAsLong();
      while (first > 0 && now - modified(segments.get(first - 1)) < ageMax) {
        first--;
      }
    }
    return first;
  }

  private long modified(long segment) {
    return files.lastModifiedMillis(directory.resolve(FileNames.wal(segment)));
  }
}
