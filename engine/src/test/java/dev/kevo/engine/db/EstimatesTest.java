package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How exact sizes, counts and split points of ranges are. */
class EstimatesTest {
  private static final int ENTRIES = 10_000;

  private static String key(int i) {
    return String.format("key%06d", i);
  }

  private static Database filled(boolean flushed) {
    Database database = open(new MemoryFileSystem(), dev.kevo.engine.Options.DEFAULT);
    Keyspace keyspace = database.defaultKeyspace();
    for (int i = 0; i < ENTRIES; i++) {
      database.put(keyspace, bytes(key(i)), new byte[50 + i % 100]);
    }
    if (flushed) {
      database.flush();
    }
    return database;
  }

  @Test
  void countsAndBytesOfATableAreExactToABlock() {
    try (Database database = filled(true)) {
      Keyspace keyspace = database.defaultKeyspace();
      for (int from = 0; from < ENTRIES; from += 1234) {
        KeyRange range = new KeyRange(bytes(key(from)), bytes(key(ENTRIES - from / 3)));
        int expected = Math.max(0, ENTRIES - from / 3 - from);
        assertEquals(expected, database.estimate(keyspace, range).entries());
        double bytes = database.estimate(keyspace, range).bytes();
        assertEquals(expected * 108.5, bytes, expected * 108.5 * 0.05);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void splitPointsCutARangeIntoPartsOfTheSameSize(boolean flushed) {
    try (Database database = filled(flushed)) {
      Keyspace keyspace = database.defaultKeyspace();
      KeyRange range = new KeyRange(bytes(key(1000)), bytes(key(9000)));
      List<byte[]> points = database.splitPoints(keyspace, range, 8);
      assertEquals(7, points.size());
      List<byte[]> bounds = new ArrayList<>(points);
      bounds.add(0, range.start());
      bounds.add(range.end());
      for (int i = 0; i < 8; i++) {
        int count = 0;
        Scan scan = Scan.of(new KeyRange(bounds.get(i), bounds.get(i + 1)));
        try (Cursor cursor = database.scan(keyspace, scan)) {
          while (cursor.next()) {
            count++;
          }
        }
        assertTrue(count > 800 && count < 1200, "part " + i + " has " + count);
      }
    }
  }

  @Test
  void smallAndEmptyRangesAreNotSplit() {
    try (Database database = open(new MemoryFileSystem())) {
      Keyspace keyspace = database.defaultKeyspace();
      assertEquals(List.of(), database.splitPoints(keyspace, KeyRange.all(), 4));
      database.put(keyspace, bytes("a"), bytes("1"));
      assertEquals(List.of(), database.splitPoints(keyspace, KeyRange.all(), 4));
      assertEquals(List.of(), database.splitPoints(keyspace, KeyRange.all(), 1));
      assertThrows(
          IllegalArgumentException.class, () -> database.splitPoints(keyspace, KeyRange.all(), 0));
    }
  }
}
