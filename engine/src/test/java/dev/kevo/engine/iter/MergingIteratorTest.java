package dev.kevo.engine.iter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.model.EntryModel;
import dev.kevo.engine.model.ModelIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergingIteratorTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void mergedSourcesAgreeWithModel(long seed) {
    Random random = new Random(seed);
    int sources = random.nextInt(10);
    EntryModel whole = new EntryModel();
    List<EntryModel> parts = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      parts.add(new EntryModel());
    }
    int keys = 200;
    for (int i = 1; sources > 0 && i <= 1_500; i++) {
      byte[] key = EntryModel.randomKey(random, keys, seed);
      byte[] value = ("v" + i).getBytes(UTF_8);
      whole.add(key, i, EntryKind.PUT, value);
      parts.get(random.nextInt(sources)).add(key, i, EntryKind.PUT, value);
    }
    List<EntryIterator> iterators = new ArrayList<>();
    parts.forEach(part -> iterators.add(new ModelIterator(part)));
    try (EntryIterator merged = MergingIterator.of(iterators)) {
      whole.checkMoves(random, keys, seed, merged, 20_000);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void concatenatedPartsAgreeWithModel(long seed) {
    Random random = new Random(seed);
    EntryModel whole = new EntryModel();
    for (int i = 1; i <= 1_500; i++) {
      byte[] key = EntryModel.randomKey(random, 300, seed);
      whole.add(key, i, EntryKind.PUT, ("v" + i).getBytes(UTF_8));
    }
    List<EntryModel> parts = split(whole, random);
    int[] open = new int[1];
    try (ConcatenatingIterator concatenated =
        new ConcatenatingIterator(
            new ConcatenatingIterator.Parts() {
              @Override
              public int count() {
                return parts.size();
              }

              @Override
              public byte[] first(int part) {
                return parts.get(part).entries().firstKey().key();
              }

              @Override
              public byte[] last(int part) {
                return parts.get(part).entries().lastKey().key();
              }

              @Override
              public EntryIterator open(int part) {
                open[0]++;
                assertEquals(1, open[0]);
                return new ModelIterator(parts.get(part)) {
                  @Override
                  public void close() {
                    open[0]--;
                  }
                };
              }
            })) {
      whole.checkMoves(random, 300, seed, concatenated, 20_000);
    }
    assertEquals(0, open[0]);
  }

  @Test
  void readErrorIsNotTheEnd() {
    EntryModel model = new EntryModel();
    model.add(new byte[] {1}, 1, EntryKind.PUT, new byte[0]);
    EntryIterator broken =
        new ModelIterator(model) {
          @Override
          public boolean next() {
            throw new CorruptionException("broken");
          }
        };
    try (EntryIterator merged =
        MergingIterator.of(List.of(broken, new ModelIterator(new EntryModel())))) {
      assertTrue(merged.seekToFirst());
      assertThrows(CorruptionException.class, merged::next);
    }
  }

  @Test
  void aRunOfOneSourceMovesAndAsksNoOtherSource() {
    EntryModel first = new EntryModel();
    EntryModel second = new EntryModel();
    for (int i = 0; i < 100; i++) {
      first.add(new byte[] {1, (byte) i}, i + 1, EntryKind.PUT, new byte[0]);
      second.add(new byte[] {2, (byte) i}, i + 1, EntryKind.PUT, new byte[0]);
    }
    List<String> calls = new ArrayList<>();
    EntryIterator noting =
        new ModelIterator(second) {
          @Override
          public boolean next() {
            calls.add("next");
            return super.next();
          }

          @Override
          public Slice key() {
            calls.add("key");
            return super.key();
          }

          @Override
          public long sequence() {
            calls.add("sequence");
            return super.sequence();
          }
        };
    try (EntryIterator merged = MergingIterator.of(List.of(new ModelIterator(first), noting))) {
      assertTrue(merged.seekToFirst());
      calls.clear();
      for (int i = 1; i < 100; i++) {
        assertTrue(merged.next());
        assertEquals(1, merged.key().at(0));
      }
      assertEquals(List.of(), calls);
      assertTrue(merged.next());
      assertEquals(2, merged.key().at(0));
    }
  }

  @Test
  void closeReachesEverySource() {
    List<String> closed = new ArrayList<>();
    EntryIterator failing =
        new ModelIterator(new EntryModel()) {
          @Override
          public void close() {
            throw new CorruptionException("broken");
          }
        };
    EntryIterator good =
        new ModelIterator(new EntryModel()) {
          @Override
          public void close() {
            closed.add("good");
          }
        };
    assertThrows(
        CorruptionException.class, () -> MergingIterator.of(List.of(failing, good)).close());
    assertEquals(List.of("good"), closed);
    assertFalse(MergingIterator.of(Collections.emptyList()).seekToFirst());
  }

  /** Cuts a model between user keys. */
  private static List<EntryModel> split(EntryModel whole, Random random) {
    List<EntryModel> parts = new ArrayList<>();
    byte[] last = null;
    for (Map.Entry<EntryModel.Version, EntryModel.Content> entry : whole.entries().entrySet()) {
      byte[] key = entry.getKey().key();
      boolean newKey = last == null || !Arrays.equals(last, key);
      if (parts.isEmpty() || (newKey && random.nextInt(20) == 0)) {
        parts.add(new EntryModel());
      }
      last = key;
      parts
          .get(parts.size() - 1)
          .add(key, entry.getKey().sequence(), entry.getValue().kind(), entry.getValue().value());
    }
    return parts;
  }
}
