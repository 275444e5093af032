package dev.kevo.engine.cache;

import dev.kevo.engine.LimitExceededException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the blocks that were read lately, up to a number of bytes, over all files; less if the
 * {@link MemoryBudget} leaves less.
 *
 * <p>Blocks lie in the slots of their file ({@link BlockSlots}); the cache itself only decides
 * which one goes, by the clock algorithm: a block used since the hand last passed gets another
 * round. A hit takes no lock; adding a block, which follows a read from disk, takes the cache's.
 * Thread-safe.
 */
public final class BlockCache {
  private static final int STRIPES = 16;
  private static final int STRIPE_LONGS = 16;

  private final long bytesMax;
  private final MemoryBudget budget;

  /** The clock: its hand is the head. Guarded by this. */
  private final ArrayDeque<CachedBlock> clock = new ArrayDeque<>();

  /** Guarded by this. */
  private long bytes;

  // Counters by thread, far apart, without atomics: two threads of one stripe may lose a count.
  private final long[] hits = new long[STRIPES * STRIPE_LONGS];
  private final long[] misses = new long[STRIPES * STRIPE_LONGS];
  private final long[] filterSkips = new long[STRIPES * STRIPE_LONGS];
  private final long[] filterFalsePositives = new long[STRIPES * STRIPE_LONGS];

  /**
   * @param bytesMax how much memory the blocks may take; 0 keeps nothing
   */
  public BlockCache(long bytesMax) {
    this(bytesMax, new MemoryBudget(Long.MAX_VALUE));
  }

  /** A cache that also keeps to a budget. */
  public BlockCache(long bytesMax, MemoryBudget budget) {
    this.bytesMax = bytesMax;
    this.budget = budget;
  }

  /** What it keeps to. */
  public MemoryBudget budget() {
    return budget;
  }

  /**
   * Slots for a file of so many blocks.
   *
   * @param tableBytes the memory that the open file takes besides, until the slots are closed
   */
  public BlockSlots slots(int count, long tableBytes) {
    budget.addTable(tableBytes);
    trim();
    return new BlockSlots(this, count, tableBytes);
  }

  /** Lets blocks go that the budget has no room for any more. */
  private synchronized void trim() {
    makeRoom(null);
  }

  /**
   * Takes memory for a cursor, to be given back to {@link #budget}.
   *
   * @throws LimitExceededException if the open cursors take too much
   */
  public void takeCursor(long cursorBytes) {
    if (!budget.tryTakeCursor(cursorBytes)) {
      throw new LimitExceededException(
          "the open cursors take "
              + budget.cursorBytes()
              + " bytes, and memoryBytesMax leaves no room for "
              + cursorBytes
              + " more");
    }
    if (budget.isLimited()) {
      trim();
    }
  }

  private long room() {
    return Math.min(bytesMax, budget.blockBytesMax());
  }

  private void makeRoom(@Nullable CachedBlock added) {
    long most = room();
    while (bytes > most) {
      CachedBlock candidate = clock.remove();
      if (candidate.recent && candidate != added) {
        candidate.recent = false;
        clock.add(candidate);
      } else {
        drop(candidate);
      }
    }
  }

  synchronized void add(BlockSlots home, int slot, CachedBlock block) {
    if (!home.open || !home.isEmpty(slot) || block.bytes() > room()) {
      return;
    }
    block.home = home;
    block.slot = slot;
    home.set(slot, block);
    clock.add(block);
    bytes += block.bytes();
    makeRoom(block);
  }

  synchronized void forget(BlockSlots home) {
    if (home.open) {
      budget.addTable(-home.tableBytes());
    }
    home.open = false;
    boolean used = false;
    for (int i = 0; i < home.count() && !used; i++) {
      used = !home.isEmpty(i);
    }
    if (used) {
      clock.removeIf(
          block -> {
            boolean gone = block.home == home;
            if (gone) {
              drop(block);
            }
            return gone;
          });
    }
  }

  private void drop(CachedBlock block) {
    BlockSlots home = block.home;
    if (home != null) {
      home.set(block.slot, null);
      block.home = null;
      bytes -= block.bytes();
    }
  }

  void countHit() {
    hits[stripe()]++;
  }

  void countMiss() {
    misses[stripe()]++;
  }

  void countFilterSkip() {
    filterSkips[stripe()]++;
  }

  void countFilterFalsePositive() {
    filterFalsePositives[stripe()]++;
  }

  /** Lookups that a filter kept away from a file's blocks, about. */
  public long filterSkips() {
    return sum(filterSkips);
  }

  /** Lookups that a filter let through in vain, about. */
  public long filterFalsePositives() {
    return sum(filterFalsePositives);
  }

  private static int stripe() {
    return ((int) Thread.currentThread().getId() & (STRIPES - 1)) * STRIPE_LONGS;
  }

  /** The memory that the blocks take. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Blocks that were found, about. */
  public long hits() {
    return sum(hits);
  }

  /** Blocks that had to be read, about. */
  public long misses() {
    return sum(misses);
  }

  private static long sum(long[] counters) {
    long sum = 0;
    for (int i = 0; i < counters.length; i += STRIPE_LONGS) {
      sum += counters[i];
    }
    return sum;
  }
}
