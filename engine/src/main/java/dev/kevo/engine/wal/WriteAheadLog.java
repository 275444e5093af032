package dev.kevo.engine.wal;

import dev.kevo.engine.Durability;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log, open for appending: a chain of segments of which the last one grows.
 *
 * <p>A segment's last record names the next one, and is durable before anything is written there,
 * so a replay that follows the chain can miss nothing in between. For one thread at a time, but for
 * the counters; after a failure nothing more may be written. Must be closed.
 */
public final class WriteAheadLog implements AutoCloseable {
  private static final VarHandle SEGMENT_BYTES;

  static {
    try {
      SEGMENT_BYTES =
          MethodHandles.lookup().findVarHandle(WriteAheadLog.class, "segmentBytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final FileSystem files;
  private final Path directory;
  private final AtomicLong syncs = new AtomicLong();

  /** Volatile: written by the one thread. It begins anew, with {@link #segment}, under this. */
  private volatile long segmentBytes;

  /** Replaced under this by the one thread. */
  private LogWriter segment;

  /** The segment that {@link #rotate} goes on in. */
  private @Nullable LogWriter next;

  private WriteAheadLog(FileSystem files, Path directory, LogWriter segment) {
    this.files = files;
    this.directory = directory;
    this.segment = segment;
    this.segmentBytes = segment.bytes();
  }

  /** Begins a log with an empty segment, durable once the directory is synced. */
  public static WriteAheadLog create(
      FileSystem files, Path directory, long number, long firstSequence) {
    LogWriter segment = createSegment(files, directory, number, firstSequence);
    return new WriteAheadLog(files, directory, segment);
  }

  private static LogWriter createSegment(
      FileSystem files, Path directory, long number, long firstSequence) {
    Path path = directory.resolve(FileNames.wal(number));
    LogWriter segment = LogWriter.create(files, path, LogKind.WAL, number, firstSequence);
    try {
      segment.sync();
      return segment;
    } catch (RuntimeException e) {
      segment.close();
      throw e;
    }
  }

  /**
   * Takes space for records of so many bytes, with all that belongs to them. A full disk fails
   * here, where nothing is written yet, and not at {@link #write}.
   */
  public void reserve(long recordBytes) {
    segment.reserve(recordBytes);
  }

  /** Whether a segment of this many bytes has no room for anything but its header. */
  public static boolean holdsNoRecord(long bytes) {
    return LogReader.holdsNoRecord(bytes);
  }

  /** Begins a record; its payload is what the caller adds to the buffer. */
  public BytesWriter begin() {
    return segment.begin();
  }

  /** Ends the record. */
  public void end() {
    segment.end();
  }

  /** The bytes of records that wait for {@link #write}. */
  public int bufferedBytes() {
    return segment.bufferedBytes();
  }

  /** Writes the buffered records and makes them as durable as asked. */
  public void write(Durability durability, long syncBatchBytes) {
    segment.write();
    SEGMENT_BYTES.setRelease(this, segment.bytes());
    boolean due =
        switch (durability) {
          case NONE -> false;
          case BATCH -> segment.bytes() - segment.durableBytes() >= syncBatchBytes;
          case IMMEDIATE -> true;
        };
    if (due) {
      sync();
    }
  }

  /** Whether everything written is durable. */
  public boolean isDurable() {
    return segment.durableBytes() == segment.bytes();
  }

  /** Makes everything written durable. */
  public void sync() {
    if (segment.durableBytes() < segment.bytes()) {
      segment.sync();
      syncs.incrementAndGet();
    }
  }

  /**
   * Creates the segment that follows. After a failure for want of space the log may go on in the
   * one that grows.
   *
   * @param firstSequence the sequence that the first entry in it will have
   */
  public void prepareSegment(long number, long firstSequence) {
    next = createSegment(files, directory, number, firstSequence);
  }

  /** Goes on in the segment that was prepared; all of the old one is then durable. */
  public void rotate() {
    LogWriter prepared = Objects.requireNonNull(next, "no segment is prepared");
    LogWriter old = segment;
    files.syncDirectory(directory);
    old.finishSegment(prepared.fileNumber());
    syncs.incrementAndGet();
    synchronized (this) {
      segment = prepared;
      segmentBytes = prepared.bytes();
    }
    next = null;
    old.close();
  }

  /** Where the written records end; may be asked by any thread. */
  public synchronized WalPosition position() {
    return new WalPosition(segment.fileNumber(), segmentBytes);
  }

  /** The bytes of the segment that grows; may be asked by any thread. */
  public long segmentBytes() {
    return segmentBytes;
  }

  /** How often the log was synced; may be asked by any thread. */
  public long syncs() {
    return syncs.get();
  }

  /** Closes without syncing. */
  @Override
  public void close() {
    LogWriter prepared = next;
    next = null;
    if (prepared != null) {
      prepared.close();
    }
    segment.close();
  }
}
