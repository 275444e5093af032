package dev.kevo.engine.formats;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.SMALL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Compression;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.db.Databases;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The documents are enough to read a database's files. */
class FilesReaderTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);
  private static final int BATCHES = 1000;
  private static final KeyspaceOptions BLOCKS = KeyspaceOptions.DEFAULT.withBlockBytes(512);

  private final Random random = new Random(SEED);
  private final MemoryFileSystem files = new MemoryFileSystem();

  private byte[] key() {
    return String.format("key-%04d", random.nextInt(1500)).getBytes(ISO_8859_1);
  }

  /** Half of it noise, so that some blocks are compressed and others are not. */
  private byte[] value() {
    byte[] value = new byte[random.nextInt(20) == 0 ? 3000 : random.nextInt(150)];
    byte[] noise = new byte[value.length / (1 + random.nextInt(4))];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, value, 0, noise.length);
    return value;
  }

  private static List<Keyspace> create(Database database) {
    return List.of(
        database.defaultKeyspace(),
        database.createKeyspace("plain", BLOCKS.withCompression(Compression.NONE)),
        database.createKeyspace("deflate", BLOCKS.withCompression(Compression.DEFLATE)),
        database.createKeyspace("apart", BLOCKS.withLargeValueBytes(1000)),
        database.createKeyspace(
            "tiered", BLOCKS.withCompactionStyle(CompactionStyle.TIERED).withFilterBitsPerKey(0)));
  }

  private void write(Database database, List<Keyspace> keyspaces) {
    Keyspace dropped = database.createKeyspace("dropped");
    Snapshot held = database.snapshot();
    for (int i = 0; i < BATCHES; i++) {
      WriteBatch batch = new WriteBatch();
      for (int entries = 1 + random.nextInt(10); entries > 0; entries--) {
        Keyspace keyspace = keyspaces.get(random.nextInt(keyspaces.size()));
        int kind = random.nextInt(100);
        if (kind < 75) {
          batch.put(keyspace, key(), value());
        } else if (kind < 98) {
          batch.delete(keyspace, key());
        } else {
          byte[] first = key();
          byte[] end = first.clone();
          end[first.length - 2]++;
          batch.deleteRange(keyspace, new KeyRange(first, kind == 98 ? end : key()));
        }
      }
      database.write(batch.put(dropped, key(), value()));
      if (i == BATCHES / 2) {
        held.close();
        load(database, keyspaces);
      }
    }
    database.dropKeyspace("dropped");
    database.flush();
    database.awaitCompactions();
    load(database, keyspaces.subList(1, 2));
    database.awaitCompactions();
    for (Keyspace keyspace : keyspaces) {
      database.put(keyspace, key(), value());
      database.delete(keyspace, key());
      database.deleteRange(keyspace, new KeyRange(key(), key()));
    }
  }

  private void load(Database database, List<Keyspace> keyspaces) {
    for (Keyspace keyspace : keyspaces) {
      try (SortedLoad load = database.load(keyspace)) {
        for (int i = 0; i < 100; i++) {
          load.put(String.format("key-%04d", 700 + i).getBytes(ISO_8859_1), value());
        }
        load.commit();
      }
    }
  }

  private static NavigableMap<String, String> scan(Database database, Keyspace keyspace) {
    NavigableMap<String, String> content = new TreeMap<>();
    try (Cursor cursor = database.scan(keyspace, Scan.all())) {
      while (cursor.next()) {
        content.put(
            new String(cursor.key().toByteArray(), ISO_8859_1),
            new String(cursor.value().toByteArray(), ISO_8859_1));
      }
    }
    return content;
  }

  @Test
  void whatTheDocumentsSayIsEnoughToReadADatabase() {
    Map<String, NavigableMap<String, String>> expected = new TreeMap<>();
    try (Database database = Databases.open(files, SMALL)) {
      List<Keyspace> keyspaces = create(database);
      write(database, keyspaces);
      keyspaces.forEach(keyspace -> expected.put(keyspace.name(), scan(database, keyspace)));
    }
    Map<String, byte[]> closed = new HashMap<>();
    DiskImage.of(files, DIRECTORY)
        .files()
        .forEach((path, bytes) -> closed.put(path.getFileName().toString(), bytes));

    assertEquals(expected, FilesReader.read(closed), "seed " + SEED);
    for (String kind : List.of(".sst", ".val", ".wal")) {
      assertTrue(closed.keySet().stream().anyMatch(name -> name.endsWith(kind)), kind);
    }
    assertTrue(expected.values().stream().allMatch(content -> content.size() > 100));
  }
}
