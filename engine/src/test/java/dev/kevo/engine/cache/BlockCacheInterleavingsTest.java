package dev.kevo.engine.cache;

import dev.kevo.engine.Interleavings;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A cache too small for its blocks, whose files are read and closed by several threads. Which
 * blocks stay is not said; that each is the right one, and that the bytes are counted, is.
 */
class BlockCacheInterleavingsTest {
  private static final int BLOCK_BYTES = 40;
  private static final int CACHE_BYTES = 2 * BLOCK_BYTES;
  private static final int FILES = 2;
  private static final int SLOTS = 2;

  private static final class Block extends CachedBlock {
    private final int number;

    Block(int number) {
      super(BLOCK_BYTES);
      this.number = number;
    }
  }

  private static int number(int file, int slot) {
    return file * SLOTS + slot;
  }

  /** The cache of two files of two blocks. */
  @Param(name = "file", gen = IntGen.class, conf = "0:1")
  @Param(name = "slot", gen = IntGen.class, conf = "0:1")
  public static final class Cache {
    private final BlockCache cache = new BlockCache(CACHE_BYTES);
    private final List<BlockSlots> files = List.of(cache.slots(SLOTS, 0), cache.slots(SLOTS, 0));

    @Operation
    public int read(@Param(name = "file") int file, @Param(name = "slot") int slot) {
      CachedBlock found = files.get(file).get(slot);
      if (found == null) {
        found = new Block(number(file, slot));
        files.get(file).put(slot, found);
      }
      return ((Block) found).number;
    }

    /** Returns whether the file has nothing in the cache any more. */
    @Operation
    public boolean close(@Param(name = "file") int file) {
      files.get(file).close();
      return files.get(file).get(0) == null && files.get(file).get(1) == null;
    }

    @Operation
    public boolean keepsToItsBytes() {
      return cache.bytes() <= CACHE_BYTES;
    }

    @Validate
    public void bytesAreThoseOfTheBlocks() {
      int blocks = 0;
      for (int file = 0; file < FILES; file++) {
        for (int slot = 0; slot < SLOTS; slot++) {
          blocks += files.get(file).isEmpty(slot) ? 0 : 1;
        }
      }
      if (cache.bytes() != (long) blocks * BLOCK_BYTES) {
        throw new AssertionError(cache.bytes() + " bytes, " + blocks + " blocks");
      }
    }
  }

  /** What each operation always answers. */
  public static final class Specification {
    public int read(int file, int slot) {
      return number(file, slot);
    }

    public boolean close(int file) {
      return true;
    }

    public boolean keepsToItsBytes() {
      return true;
    }
  }

  @Test
  void everyBlockIsTheRightOneAndCounted() {
    Interleavings.explore(Cache.class, Specification.class, 3);
    Interleavings.stress(Cache.class, Specification.class, 3);
  }

  @Test
  @Tag("slow")
  void everyBlockIsTheRightOneAndCountedInManyScenarios() {
    Interleavings.explore(Cache.class, Specification.class, 300);
    Interleavings.stress(Cache.class, Specification.class, 300);
  }
}
