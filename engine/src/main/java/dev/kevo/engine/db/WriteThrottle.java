package dev.kevo.engine.db;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.DatabaseStats.StallStats;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.Options;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps writers from outrunning flushes and compactions, and from filling the disk. Asked by the
 * leader of the commit queue, before anything of a group is written.
 */
final class WriteThrottle {
  /** Generations that may wait for their flush; a writer that needs another waits. */
  static final int GENERATIONS_MAX = Options.MEM_TABLES - 1;

  /** Tables in level 0 from which on writers are slowed down. */
  static final int LEVEL0_SLOW = 16;

  /** Tables in level 0 at which writers wait for a compaction. */
  static final int LEVEL0_STOP = 32;

  /** What writers are slowed down to. */
  private static final long SLOW_BYTES_PER_SECOND = 16L << 20;

  /** Shorter delays add up first: the scheduler is not that exact. */
  private static final long DELAY_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long DELAY_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

  /** Free space that is left to flushes, compactions and the manifest. */
  private static final long FREE_BYTES_KEPT = 2L << 20;

  /** Free space is asked for again after so many bytes of log. */
  private static final long FREE_BYTES_CHECK = 512L << 10;

  private final FileSystem files;
  private final Path directory;
  private final ReadStates states;
  private final Health health;
  private final Progress progress;

  private final AtomicLong slowdowns = new AtomicLong();
  private final AtomicLong stops = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  /** The leader's. */
  private long delayOwedNanos;

  /** Bytes that may be written before free space is asked for again. The leader's. */
  private long spaceBytes;

  /** Whether background work found the disk full. */
  private volatile boolean diskFull;

  WriteThrottle(
      FileSystem files, Path directory, ReadStates states, Health health, Progress progress) {
    this.files = files;
    this.directory = directory;
    this.states = states;
    this.health = health;
    this.progress = progress;
  }

  /** Waits as long as level 0 demands of a group of so many bytes. */
  void admit(long bytes) {
    int tables = level0Tables();
    if (tables < LEVEL0_SLOW) {
      delayOwedNanos = 0;
      return;
    }
    if (tables >= LEVEL0_STOP) {
      long begun = System.nanoTime();
      progress.await(() -> level0Tables() < LEVEL0_STOP || health.failed() || diskFull);
      stopped(begun);
      health.requireWritable();
      requireDiskNotFull();
    }
    delayOwedNanos += bytes * TimeUnit.SECONDS.toNanos(1) / SLOW_BYTES_PER_SECOND;
    if (delayOwedNanos >= DELAY_NANOS_MIN) {
      long delay = Math.min(delayOwedNanos, DELAY_NANOS_MAX);
      delayOwedNanos = 0;
      long begun = System.nanoTime();
      progress.await(() -> level0Tables() < LEVEL0_SLOW || health.failed(), delay);
      slowdowns.incrementAndGet();
      nanos.addAndGet(System.nanoTime() - begun);
    }
  }

  private void stopped(long begun) {
    stops.incrementAndGet();
    nanos.addAndGet(System.nanoTime() - begun);
  }

  /** What writers waited for since open. */
  StallStats stats() {
    return new StallStats(slowdowns.get(), stops.get(), nanos.get());
  }

  private int level0Tables() {
    int most = 0;
    for (KeyspaceVersion keyspace : states.current().versions().keyspaces()) {
      // Tables of a FIFO keyspace are never merged: waiting would not help.
      if (keyspace.options().compactionStyle() != CompactionStyle.FIFO) {
        most = Math.max(most, keyspace.version().level(0).size());
      }
    }
    return most;
  }

  /** Waits until another generation may wait for its flush. */
  void requireRoomForGeneration() {
    if (!hasRoomForGeneration()) {
      long begun = System.nanoTime();
      forgetDiskFullIfThereIsSpace();
      progress.await(() -> hasRoomForGeneration() || health.failed() || diskFull);
      stopped(begun);
    }
    health.requireWritable();
    if (!hasRoomForGeneration()) {
      requireDiskNotFull();
    }
  }

  /** Waits until nothing waits for its flush. */
  void awaitFlushes() {
    forgetDiskFullIfThereIsSpace();
    progress.await(() -> states.current().generations().isEmpty() || health.failed() || diskFull);
    health.requireWritable();
    requireDiskNotFull();
  }

  private boolean hasRoomForGeneration() {
    return states.current().generations().size() < GENERATIONS_MAX;
  }

  private void requireDiskNotFull() {
    if (diskFull) {
      throw new DiskFullException("the disk of " + directory + " is full");
    }
  }

  /**
   * Refuses to write bytes for which there may be no space; asks the disk now and then.
   *
   * @param deletesOnly whether they will free space, and may use what is left to background work
   */
  void requireSpace(long bytes, boolean deletesOnly) {
    spaceBytes -= bytes;
    if (spaceBytes < 0) {
      // Twice: the log's bytes come again as a table before the log is deleted.
      long free = files.freeBytes(directory) - 2 * bytes;
      boolean plenty = free >= FREE_BYTES_CHECK + FREE_BYTES_KEPT;
      if (!plenty && !(deletesOnly && free >= 0)) {
        throw new DiskFullException(
            "the disk of " + directory + " is full: " + (free + 2 * bytes) + " bytes are free");
      }
      spaceBytes = plenty ? FREE_BYTES_CHECK : 0;
    }
  }

  /** A writer that finds space does not wait for background work to notice it. */
  private void forgetDiskFullIfThereIsSpace() {
    if (diskFull && files.freeBytes(directory) >= FREE_BYTES_CHECK + FREE_BYTES_KEPT) {
      setDiskFull(false);
    }
  }

  /** Whether background work found the disk full, and nobody has found space since. */
  boolean isDiskFull() {
    return diskFull;
  }

  /** Tells whether background work finds the disk full. */
  void setDiskFull(boolean full) {
    diskFull = full;
    progress.announce();
  }

  /** Wakes the flush. */
  void generationBegun() {
    progress.announce();
  }
}
