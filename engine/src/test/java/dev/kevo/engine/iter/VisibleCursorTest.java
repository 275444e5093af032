package dev.kevo.engine.iter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.model.EntryModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleCursorTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithModel(long seed) {
    Random random = new Random(seed);
    int keys = seed < 4 ? 20 : 400;
    EntryModel model = new EntryModel();
    List<MemTable> tables = List.of(new MemTable(), new MemTable(), new MemTable());
    for (int i = 1; i <= 1_200; i++) {
      byte[] key = EntryModel.randomKey(random, keys, seed);
      EntryKind kind = random.nextInt(3) == 0 ? EntryKind.DELETE : EntryKind.PUT;
      byte[] value = kind == EntryKind.DELETE ? new byte[0] : ("v" + i).getBytes(UTF_8);
      model.add(key, i, kind, value);
      tables.get(i / 401).add(key, i, kind, value);
    }
    for (int i = 0; i < 60; i++) {
      long snapshot = random.nextInt(1_300);
      MemTable own = new MemTable();
      int ownWrites = random.nextInt(3) == 0 ? random.nextInt(60) : 0;
      long seen = Tag.PRIVATE_FIRST + (ownWrites == 0 ? -1 : random.nextInt(ownWrites));
      TreeMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
      model.visible(snapshot).forEach(entry -> expected.put(entry.getKey(), entry.getValue()));
      for (int w = 0; w < ownWrites; w++) {
        byte[] key = EntryModel.randomKey(random, keys, seed);
        EntryKind kind = random.nextInt(3) == 0 ? EntryKind.DELETE : EntryKind.PUT;
        byte[] value = ("own" + w).getBytes(UTF_8);
        long sequence = Tag.PRIVATE_FIRST + w;
        own.add(key, sequence, kind, value);
        if (sequence > seen) {
          continue;
        }
        if (kind == EntryKind.PUT) {
          expected.put(key, value);
        } else {
          expected.remove(key);
        }
      }
      Scan scan = randomScan(random, keys, seed);
      List<EntryIterator> sources = new ArrayList<>();
      sources.add(own.iterator());
      tables.forEach(table -> sources.add(table.iterator()));
      Visibility visibility =
          ownWrites == 0 ? Visibility.committed(snapshot) : new Visibility(snapshot, seen);
      try (Cursor cursor =
          new VisibleCursor(MergingIterator.of(sources), scan, visibility, null, null, () -> {})) {
        check(random, keys, seed, cursor, scan, expected);
      }
    }
  }

  private static Scan randomScan(Random random, int keys, long seed) {
    byte[] a = random.nextInt(3) == 0 ? null : EntryModel.randomKey(random, keys, seed);
    byte[] b = random.nextInt(3) == 0 ? null : EntryModel.randomKey(random, keys, seed);
    if (a != null && b != null && random.nextInt(10) > 0 && Arrays.compareUnsigned(a, b) > 0) {
      byte[] swapped = a;
      a = b;
      b = swapped;
    }
    return Scan.of(new KeyRange(a, b))
        .withReversed(random.nextBoolean())
        .withLimit(random.nextInt(3) == 0 ? random.nextInt(30) : Scan.NO_LIMIT);
  }

  private static int checkBatch(
      Random random, Cursor cursor, List<Map.Entry<byte[], byte[]>> expected, long left) {
    EntryBatch batch = new EntryBatch(1 + random.nextInt(40));
    Slice slice = new Slice();
    int count = (int) Math.min(batch.room(), Math.min(expected.size(), left));
    assertEquals(count, cursor.next(batch));
    assertEquals(count, batch.count());
    for (int i = 0; i < count; i++) {
      batch.key(i, slice);
      assertArrayEquals(expected.get(i).getKey(), slice.toByteArray());
      batch.value(i, slice);
      assertArrayEquals(expected.get(i).getValue(), slice.toByteArray());
    }
    if (count > 0) {
      assertArrayEquals(expected.get(count - 1).getKey(), cursor.key().toByteArray());
      assertArrayEquals(expected.get(count - 1).getValue(), cursor.value().toByteArray());
    }
    return count;
  }

  /** Walks to the end, with a few batches and seeks ahead. */
  private static void check(
      Random random, int keys, long seed, Cursor cursor, Scan scan, Map<byte[], byte[]> expected) {
    List<Map.Entry<byte[], byte[]>> inRange = new ArrayList<>();
    expected.forEach(
        (key, value) -> {
          if (scan.range().contains(key)) {
            inRange.add(Map.entry(key, value));
          }
        });
    if (scan.reversed()) {
      Collections.reverse(inRange);
    }
    int at = 0;
    long left = scan.limit();
    byte[] place = null;
    while (true) {
      if (random.nextInt(10) == 0) {
        byte[] key = EntryModel.randomKey(random, keys, seed);
        int direction = scan.reversed() ? -1 : 1;
        if (place == null || direction * Arrays.compareUnsigned(key, place) >= 0) {
          cursor.seek(key);
          place = key;
          while (at < inRange.size()
              && direction * Arrays.compareUnsigned(inRange.get(at).getKey(), key) < 0) {
            at++;
          }
        } else {
          assertThrows(IllegalArgumentException.class, () -> cursor.seek(key));
        }
      }
      if (random.nextInt(4) == 0) {
        int count = checkBatch(random, cursor, inRange.subList(at, inRange.size()), left);
        at += count;
        left -= count;
        place = count > 0 ? inRange.get(at - 1).getKey() : place;
      }
      boolean more = at < inRange.size() && left > 0;
      assertEquals(more, cursor.next());
      if (!more) {
        assertFalse(cursor.next());
        return;
      }
      assertArrayEquals(inRange.get(at).getKey(), cursor.key().toByteArray());
      assertArrayEquals(inRange.get(at).getValue(), cursor.value().toByteArray());
      place = inRange.get(at).getKey();
      at++;
      left--;
    }
  }

  @Test
  void keyWithManyVersionsIsReadInBothDirections() {
    MemTable table = new MemTable();
    table.add(bytes("a"), 1, EntryKind.PUT, bytes("first"));
    for (int i = 2; i < 500; i++) {
      table.add(bytes("hot"), i, EntryKind.PUT, bytes("v" + i));
    }
    table.add(bytes("z"), 500, EntryKind.PUT, bytes("last"));
    for (boolean reversed : new boolean[] {false, true}) {
      for (long snapshot : new long[] {1, 2, 3, 250, 499, 600}) {
        List<String> found = new ArrayList<>();
        try (Cursor cursor =
            new VisibleCursor(
                table.iterator(),
                Scan.all().withReversed(reversed),
                Visibility.committed(snapshot),
                null,
                null,
                () -> {})) {
          while (cursor.next()) {
            found.add(cursor.key() + "=" + cursor.value());
          }
        }
        List<String> expected = new ArrayList<>();
        expected.add("a=first");
        if (snapshot > 1) {
          expected.add("hot=v" + Math.min(snapshot, 499));
        }
        if (snapshot >= 500) {
          expected.add("z=last");
        }
        if (reversed) {
          Collections.reverse(expected);
        }
        assertEquals(expected, found);
      }
    }
  }

  @Test
  void currentKeySoughtAgainIsNotReturnedTwice() {
    MemTable table = new MemTable();
    table.add(bytes("a"), 1, EntryKind.PUT, bytes("1"));
    table.add(bytes("b"), 2, EntryKind.PUT, bytes("2"));
    try (Cursor cursor =
        new VisibleCursor(
            table.iterator(), Scan.all(), Visibility.committed(9), null, null, () -> {})) {
      assertTrue(cursor.next());
      cursor.seek(bytes("a"));
      assertTrue(cursor.next());
      assertEquals("b", cursor.key().toString());
    }
  }

  @Test
  void closingTwiceReleasesOnce() {
    int[] released = new int[1];
    Cursor cursor =
        new VisibleCursor(
            new MemTable().iterator(),
            Scan.all(),
            Visibility.committed(1),
            null,
            null,
            () -> released[0]++);
    cursor.close();
    cursor.close();
    assertEquals(1, released[0]);
    assertThrows(ClosedException.class, cursor::next);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
