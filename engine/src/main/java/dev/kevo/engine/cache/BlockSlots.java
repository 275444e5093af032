package dev.kevo.engine.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One file's blocks in the cache: a slot per block, so that a lookup is one array read.
 * Thread-safe.
 */
public final class BlockSlots {
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(CachedBlock[].class);

  private final BlockCache cache;
  private final CachedBlock[] slots;
  private final long tableBytes;

  /** Whether blocks are still taken. Guarded by the cache. */
  boolean open = true;

  BlockSlots(BlockCache cache, int count, long tableBytes) {
    this.tableBytes = tableBytes;
    this.cache = cache;
    this.slots = new CachedBlock[count];
  }

  /** The block in a slot, or null if it has to be read. */
  public @Nullable CachedBlock get(int slot) {
    CachedBlock block = (CachedBlock) SLOTS.getAcquire(slots, slot);
    if (block == null) {
      cache.countMiss();
      return null;
    }
    if (!block.recent) {
      block.recent = true;
    }
    cache.countHit();
    return block;
  }

  /** Keeps a block that was read, and makes room for it. */
  public void put(int slot, CachedBlock block) {
    cache.add(this, slot, block);
  }

  /** Counts a lookup that needed no block, thanks to a filter. */
  public void countFilterSkip() {
    cache.countFilterSkip();
  }

  /** Counts a lookup that a filter let through in vain. */
  public void countFilterFalsePositive() {
    cache.countFilterFalsePositive();
  }

  /** Forgets all blocks and takes no more. */
  public void close() {
    cache.forget(this);
  }

  boolean isEmpty(int slot) {
    return slots[slot] == null;
  }

  void set(int slot, @Nullable CachedBlock block) {
    SLOTS.setRelease(slots, slot, block);
  }

  /** The memory of the open file besides its blocks. */
  long tableBytes() {
    return tableBytes;
  }

  int count() {
    return slots.length;
  }
}
