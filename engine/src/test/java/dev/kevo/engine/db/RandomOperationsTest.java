package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on two keyspaces agree with sorted maps. A failure prints its seed. */
class RandomOperationsTest {
  private static final int OPERATIONS = 2500;

  /** A view of the database and what it must show, one map per keyspace. */
  private record Viewed(ReadView view, List<NavigableMap<String, String>> model) {}

  private static final class Run {
    private final long seed;
    private final Random random;
    private final Options options;
    private final FileSystem files = new MemoryFileSystem();
    private Database database;
    private List<NavigableMap<String, String>> model = List.of(new TreeMap<>(), new TreeMap<>());
    private final List<Viewed> snapshots = new ArrayList<>();

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
      options =
          Databases.SMALL
              .withBlockBytes(512 << random.nextInt(4))
              .withFilterBitsPerKey(random.nextInt(3) * 5)
              .withBlockCacheBytes(random.nextBoolean() ? 0 : 1 << 20);
      database = Databases.open(files, options);
      database.createKeyspace("other");
    }

    private Keyspace keyspace(int index) {
      return database.keyspaces().get(index);
    }

    private String key() {
      return "key" + random.nextInt(random.nextBoolean() ? 20 : 2000);
    }

    private String value() {
      return random.nextInt(1000) + "x".repeat(random.nextInt(400));
    }

    private List<NavigableMap<String, String>> copyOfModel() {
      return List.of(new TreeMap<>(model.get(0)), new TreeMap<>(model.get(1)));
    }

    void run() {
      for (int i = 0; i < OPERATIONS; i++) {
        int choice = random.nextInt(1000);
        if (choice < 700) {
          write();
        } else if (choice < 800) {
          transaction();
        } else if (choice < 970) {
          check(new Viewed(database, model));
        } else if (choice < 985) {
          snapshot();
        } else if (choice < 990) {
          database.flush();
        } else if (choice < 993) {
          database.flush();
          database.awaitCompactions();
        } else if (choice < 998) {
          reopen();
        } else {
          database.verify();
        }
      }
      checkAll(new Viewed(database, model));
      reopen();
      checkAll(new Viewed(database, model));
      database.verify();
      database.close();
    }

    private void write() {
      WriteBatch batch = new WriteBatch();
      for (int n = random.nextInt(20) == 0 ? 200 : 1; n > 0; n--) {
        int keyspace = random.nextInt(2);
        String key = key();
        if (random.nextInt(4) == 0) {
          batch.delete(keyspace(keyspace), bytes(key));
          model.get(keyspace).remove(key);
        } else {
          String value = value();
          batch.put(keyspace(keyspace), bytes(key), bytes(value));
          model.get(keyspace).put(key, value);
        }
      }
      database.write(batch);
    }

    private void transaction() {
      IsolationLevel isolation =
          List.copyOf(EnumSet.allOf(IsolationLevel.class)).get(random.nextInt(3));
      List<NavigableMap<String, String>> before = model;
      model = copyOfModel();
      try (Transaction transaction = database.begin(new TransactionOptions(isolation, false))) {
        List<NavigableMap<String, String>> kept = model;
        Transaction.Savepoint savepoint = transaction.savepoint();
        for (int n = random.nextInt(10); n >= 0; n--) {
          int keyspace = random.nextInt(2);
          String key = key();
          if (random.nextInt(4) == 0) {
            transaction.delete(keyspace(keyspace), bytes(key));
            model.get(keyspace).remove(key);
          } else {
            String value = value();
            transaction.put(keyspace(keyspace), bytes(key), bytes(value));
            model.get(keyspace).put(key, value);
          }
          if (random.nextInt(5) == 0) {
            savepoint = transaction.savepoint();
            kept = copyOfModel();
          } else if (random.nextInt(5) == 0 && kept != model) {
            transaction.rollbackTo(savepoint);
            model = kept;
            kept = copyOfModel();
          }
          check(new Viewed(transaction, model));
          check(new Viewed(database, before));
        }
        if (random.nextInt(4) == 0) {
          model = before;
        } else {
          transaction.commit();
        }
      }
    }

    private void snapshot() {
      if (snapshots.size() > 3) {
        Viewed oldest = snapshots.remove(0);
        checkAll(oldest);
        ((Snapshot) oldest.view()).close();
      }
      snapshots.add(new Viewed(database.snapshot(), copyOfModel()));
    }

    private void reopen() {
      snapshots.forEach(snapshot -> checkAll(snapshot));
      snapshots.forEach(snapshot -> ((Snapshot) snapshot.view()).close());
      snapshots.clear();
      database.close();
      database = Databases.open(files, options);
    }

    private void check(Viewed viewed) {
      int keyspace = random.nextInt(2);
      String key = key();
      NavigableMap<String, String> expected = viewed.model().get(keyspace);
      assertEquals(
          expected.getOrDefault(key, "-"),
          Databases.get(viewed.view(), keyspace(keyspace), key),
          () -> "seed " + seed + ", " + key);
      checkScan(viewed.view(), keyspace, expected);
    }

    private void checkScan(ReadView view, int keyspace, NavigableMap<String, String> model) {
      String start = key();
      String end = key();
      boolean reversed = random.nextBoolean();
      NavigableMap<String, String> range =
          start.compareTo(end) >= 0 ? new TreeMap<>() : model.subMap(start, true, end, false);
      NavigableMap<String, String> expected = reversed ? range.descendingMap() : range;
      Scan scan =
          Scan.of(new KeyRange(bytes(start), bytes(end))).withReversed(reversed).withLimit(30);
      String sought = null;
      List<String> found = new ArrayList<>();
      List<String> wanted = new ArrayList<>();
      try (Cursor cursor = view.scan(keyspace(keyspace), scan)) {
        while (cursor.next()) {
          found.add(cursor.key() + "=" + cursor.value());
          if (sought == null && random.nextInt(10) == 0) {
            sought = key();
            int order = cursor.key().compareTo(bytes(sought));
            if (reversed ? order > 0 : order < 0) {
              cursor.seek(bytes(sought));
              wanted.addAll(firstOf(expected, found.size()));
              NavigableMap<String, String> rest = from(expected, sought, reversed);
              wanted.addAll(firstOf(rest, 30 - found.size()));
            }
          }
        }
      }
      List<String> all = wanted.isEmpty() ? firstOf(expected, 30) : wanted;
      assertEquals(all, found, () -> "seed " + seed + ", " + start + " to " + end);
    }

    /** The entries at or after a key in the direction. */
    private static NavigableMap<String, String> from(
        NavigableMap<String, String> entries, String key, boolean reversed) {
      NavigableMap<String, String> all = new TreeMap<>();
      all.putAll(entries);
      return reversed ? all.headMap(key, true).descendingMap() : all.tailMap(key, true);
    }

    private List<String> firstOf(NavigableMap<String, String> entries, int count) {
      return entries.entrySet().stream()
          .limit(count)
          .map(entry -> entry.getKey() + "=" + entry.getValue())
          .toList();
    }

    private void checkAll(Viewed viewed) {
      for (int keyspace = 0; keyspace < 2; keyspace++) {
        NavigableMap<String, String> expected = viewed.model().get(keyspace);
        Keyspace handle = keyspace(keyspace);
        assertEquals(
            firstOf(expected, Integer.MAX_VALUE),
            Databases.scan(viewed.view(), handle, Scan.all()),
            () -> "seed " + seed);
        assertEquals(
            firstOf(expected.descendingMap(), Integer.MAX_VALUE),
            Databases.scan(viewed.view(), handle, Scan.all().withReversed(true)),
            () -> "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreeWithAModel(long seed) {
    new Run(seed).run();
  }

  @Test
  @Tag("slow")
  void agreeWithAModelForManySeeds() {
    long first = Long.getLong("random.seed", System.nanoTime());
    for (long seed = first; seed < first + 200; seed++) {
      new Run(seed).run();
    }
  }
}
