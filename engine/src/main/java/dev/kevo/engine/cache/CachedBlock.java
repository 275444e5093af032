package dev.kevo.engine.cache;

import org.jspecify.annotations.Nullable;

/** A block in memory, ready to be read. Immutable but for the cache's own notes. */
public abstract class CachedBlock {
  private final int bytes;

  /** Set by readers, cleared by the clock's hand. A lost update costs a reload, nothing else. */
  boolean recent;

  /** Where it is kept. Guarded by the cache. */
  @Nullable BlockSlots home;

  /** Its place there. Guarded by the cache. */
  int slot;

  /**
   * @param bytes the memory it takes
   */
  protected CachedBlock(int bytes) {
    this.bytes = bytes;
  }

  final int bytes() {
    return bytes;
  }
}
