package dev.kevo.engine.memtable;

import dev.kevo.engine.Interleavings;
import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One writer publishes its entries; whatever readers see has an order. */
class MemTableInterleavingsTest {
  /** Two runs of the list, of which the second takes one more entry before it is split. */
  private static final int FILLED = 2 * Run.ENTRIES_MAX - 1;

  /** The keys that are written lie between the filled ones from here on, in the second run. */
  private static final int FIRST = Run.ENTRIES_MAX + 12;

  private static final int KEYS = 4;

  private static byte[] filledKey(int number) {
    return new byte[] {'k', (byte) number, 0};
  }

  private static byte[] key(int number) {
    return new byte[] {'k', (byte) (FIRST + number), 1};
  }

  /** A MemTable as the commit queue uses it: first the entry, then the sequence. */
  @Param(name = "key", gen = IntGen.class, conf = "0:3")
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public static final class Table {
    private final MemTable table = new MemTable();
    private volatile long published;

    public Table() {
      for (int i = 0; i < FILLED; i++) {
        table.add(filledKey(i), i + 1, EntryKind.PUT, new byte[] {0});
      }
      published = FILLED;
    }

    @Operation(nonParallelGroup = "writer")
    public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
      write(key, EntryKind.PUT, value);
    }

    @Operation(nonParallelGroup = "writer")
    public void delete(@Param(name = "key") int key) {
      write(key, EntryKind.DELETE, 0);
    }

    private void write(int key, EntryKind kind, int value) {
      long sequence = published + 1;
      table.add(key(key), sequence, kind, new byte[] {(byte) value});
      published = sequence;
    }

    @Operation
    public int get(@Param(name = "key") int key) {
      Slice value = new Slice();
      return table.get(key(key), KeyHash.of(key(key)), published, value) == Lookup.FOUND
          ? value.at(0)
          : 0;
    }

    /** The values of all keys, forwards: of a key's versions the newest comes first. */
    @Operation
    public int scan() {
      long sequence = published;
      int[] found = new int[KEYS];
      Arrays.fill(found, -1);
      EntryIterator iterator = table.iterator();
      boolean on = iterator.seek(filledKey(Run.ENTRIES_MAX - 2), sequence);
      int filled = 0;
      while (on && iterator.key().at(1) < FIRST + KEYS + 2) {
        if (iterator.key().at(2) == 0) {
          filled++;
        } else if (iterator.sequence() <= sequence) {
          int number = iterator.key().at(1) - FIRST;
          found[number] = found[number] < 0 ? value(iterator) : found[number];
        }
        on = iterator.next();
      }
      return digits(found, filled);
    }

    /** The same, backwards: of a key's versions the newest comes last. */
    @Operation
    public int scanBackwards() {
      long sequence = published;
      int[] found = new int[KEYS];
      EntryIterator iterator = table.iterator();
      boolean on = iterator.seekBefore(filledKey(FIRST + KEYS + 2));
      int filled = 0;
      while (on && iterator.key().at(1) >= Run.ENTRIES_MAX - 2) {
        if (iterator.key().at(2) == 0) {
          filled++;
        } else if (iterator.sequence() <= sequence) {
          found[iterator.key().at(1) - FIRST] = value(iterator);
        }
        on = iterator.previous();
      }
      return digits(found, filled);
    }

    private static int value(EntryIterator iterator) {
      return iterator.isDelete() ? 0 : iterator.value().at(0);
    }
  }

  /** A digit per key, and how many of the filled entries were met. */
  private static int digits(int[] values, int filled) {
    int digits = filled;
    for (int value : values) {
      digits = 10 * digits + Math.max(value, 0);
    }
    return digits;
  }

  /** The same with an array. */
  public static final class Specification {
    private static final int FILLED_IN_SCAN = FIRST + KEYS + 2 - (Run.ENTRIES_MAX - 2);
    private final int[] values = new int[KEYS];

    public void put(int key, int value) {
      values[key] = value;
    }

    public void delete(int key) {
      values[key] = 0;
    }

    public int get(int key) {
      return values[key];
    }

    public int scan() {
      return digits(values, FILLED_IN_SCAN);
    }

    public int scanBackwards() {
      return digits(values, FILLED_IN_SCAN);
    }
  }

  @Test
  void readersSeeAnOrderOfWritesWhileARunIsSplit() {
    Interleavings.explore(Table.class, Specification.class, 3);
    Interleavings.stress(Table.class, Specification.class, 2);
  }

  @Test
  @Tag("slow")
  void readersSeeAnOrderOfWritesInManyScenarios() {
    Interleavings.explore(Table.class, Specification.class, 300);
    Interleavings.stress(Table.class, Specification.class, 300);
  }
}
