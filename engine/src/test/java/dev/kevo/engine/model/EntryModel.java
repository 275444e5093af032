package dev.kevo.engine.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.Lookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** What every sorted collection of entries is compared with: a TreeMap, and nothing clever. */
public final class EntryModel {
  /** A version of a key; ordered as entries are. */
  public record Version(byte[] key, long sequence) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
      int order = Arrays.compareUnsigned(key, other.key);
      return order != 0 ? order : Long.compare(other.sequence, sequence);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Version other && compareTo(other) == 0;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(key) + Long.hashCode(sequence);
    }
  }

  /** What the version says. */
  public record Content(EntryKind kind, byte[] value) {}

  /** The newest version of a key up to a sequence, as a MemTable or a table gives it. */
  public interface Getter {
    Lookup get(byte[] key, long sequence, Slice value);
  }

  /** The newest sequence of a key. */
  public interface Latest {
    long latestSequence(byte[] key);
  }

  private final TreeMap<Version, Content> entries = new TreeMap<>();

  public void add(byte[] key, long sequence, EntryKind kind, byte[] value) {
    entries.put(new Version(key, sequence), new Content(kind, value));
  }

  public NavigableMap<Version, Content> entries() {
    return entries;
  }

  /** The live keys and values at a sequence, ascending. */
  public List<Map.Entry<byte[], byte[]>> visible(long sequence) {
    List<Map.Entry<byte[], byte[]>> result = new ArrayList<>();
    byte[] decided = null;
    for (Map.Entry<Version, Content> entry : entries.entrySet()) {
      Version version = entry.getKey();
      if (version.sequence() > sequence
          || (decided != null && Arrays.equals(decided, version.key()))) {
        continue;
      }
      decided = version.key();
      if (entry.getValue().kind() == EntryKind.PUT) {
        result.add(Map.entry(version.key(), entry.getValue().value()));
      }
    }
    return result;
  }

  /** One of about {@code keys} keys; the seed chooses among shapes with and without prefixes. */
  public static byte[] randomKey(Random random, int keys, long seed) {
    int n = random.nextInt(keys);
    return switch ((int) (seed % 4)) {
      case 0 -> ("key" + n).getBytes(UTF_8);
      case 1 -> String.format("a-long-shared-prefix/%08d/suffix", n).getBytes(UTF_8);
      case 2 -> {
        byte[] key = new byte[n % 20];
        Arrays.fill(key, (byte) (n % 3 == 0 ? 0 : n % 3 == 1 ? 0xFF : 'x'));
        if (key.length > 0) {
          key[key.length - 1] = (byte) n;
        }
        yield key;
      }
      default -> new byte[] {(byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n};
    };
  }

  /** Compares random lookups. */
  public void checkGets(
      Random random, int keys, long seed, long sequenceMax, Getter getter, Latest latest) {
    Slice value = new Slice();
    for (int i = 0; i < 5_000; i++) {
      byte[] key = randomKey(random, keys + 2, seed);
      long sequence = random.nextInt((int) sequenceMax + 2);
      Map.Entry<Version, Content> expected = entries.ceilingEntry(new Version(key, sequence));
      Lookup found = getter.get(key, sequence, value);
      if (expected == null || !Arrays.equals(expected.getKey().key(), key)) {
        assertEquals(Lookup.ABSENT, found);
      } else if (expected.getValue().kind() == EntryKind.DELETE) {
        assertEquals(Lookup.DELETED, found);
      } else {
        assertEquals(Lookup.FOUND, found);
        assertArrayEquals(expected.getValue().value(), value.toByteArray());
      }
      Version first = entries.ceilingKey(new Version(key, Long.MAX_VALUE));
      assertEquals(
          first == null || !Arrays.equals(first.key(), key) ? -1 : first.sequence(),
          latest.latestSequence(key));
    }
  }

  /** Makes random moves of an iterator over the same entries, and compares each one. */
  public void checkMoves(Random random, int keys, long seed, EntryIterator iterator, int moves) {
    Version at = null;
    for (int i = 0; i < moves; i++) {
      int move = random.nextInt(20);
      boolean moved;
      if (move == 0) {
        moved = iterator.seekToFirst();
        at = entries.isEmpty() ? null : entries.firstKey();
      } else if (move == 1) {
        moved = iterator.seekToLast();
        at = entries.isEmpty() ? null : entries.lastKey();
      } else if (move == 2) {
        byte[] key = randomKey(random, keys + 2, seed);
        moved = iterator.seekBefore(key);
        at = entries.lowerKey(new Version(key, Long.MAX_VALUE));
      } else if (move <= 4 || at == null) {
        byte[] key = randomKey(random, keys + 2, seed);
        long sequence = random.nextInt(entries.size() + 2);
        moved = iterator.seek(key, sequence);
        at = entries.ceilingKey(new Version(key, sequence));
      } else if (move <= 12) {
        moved = iterator.next();
        at = entries.higherKey(at);
      } else {
        moved = iterator.previous();
        at = entries.lowerKey(at);
      }
      assertEquals(at != null, moved, "move " + i + " of seed " + seed);
      if (at != null) {
        assertArrayEquals(at.key(), iterator.key().toByteArray(), "move " + i + " of seed " + seed);
        assertEquals(at.sequence(), iterator.sequence());
        Content content = entries.get(at);
        assertEquals(content.kind() == EntryKind.DELETE, iterator.isDelete());
        assertArrayEquals(content.value(), iterator.value().toByteArray());
      }
    }
  }
}
