package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseStats;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.io.MemoryFileSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting, skipping and batches, which pass entries without a look at each, against stepping. */
class CountTest {
  private static final int KEYS = 3_000;
  private static final long HOUR = 3_600_000;
  private static final Options TINY = Databases.SMALL;

  private final MemoryFileSystem files = new MemoryFileSystem();

  private static byte[] key(int number) {
    return bytes(String.format("table-%d-%06d", number % 2, number));
  }

  private static long stepped(ReadView view, Keyspace keyspace, KeyRange range) {
    long count = 0;
    try (Cursor cursor = view.scan(keyspace, Scan.of(range).withKeysOnly(true))) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  private static KeyRange randomRange(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> KeyRange.all();
      case 1 -> KeyRange.prefix(bytes("table-" + random.nextInt(3)));
      case 2 -> new KeyRange(key(random.nextInt(KEYS)), null);
      case 3 -> new KeyRange(null, key(random.nextInt(KEYS)));
      default -> new KeyRange(key(random.nextInt(KEYS)), key(random.nextInt(KEYS)));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithStepping(long seed) {
    Random random = new Random(seed);
    AtomicLong now = new AtomicLong(1_000 * HOUR);
    KevoDatabase database =
        (KevoDatabase)
            KevoDatabase.open(files, DIRECTORY, TINY, () -> Instant.ofEpochMilli(now.get()));
    try (database) {
      KeyspaceOptions options =
          KeyspaceOptions.DEFAULT
              .withTtlMillis(seed % 4 == 0 ? 10 * HOUR : 0)
              .withHistoryMillis(seed % 4 == 1 ? HOUR : 0)
              .withBlockBytes(1 << 10);
      Keyspace keyspace = database.createKeyspace("k", options);
      List<Snapshot> snapshots = new ArrayList<>();
      for (int round = 0; round < 60; round++) {
        change(random, database, keyspace, now);
        if (random.nextInt(4) == 0) {
          snapshots.add(database.snapshot());
        }
        if (snapshots.size() > 3) {
          snapshots.remove(random.nextInt(4)).close();
        }
        check(random, database, keyspace);
        snapshots.forEach(snapshot -> check(random, snapshot, keyspace));
        try (Transaction transaction = database.begin()) {
          changeInside(random, transaction, keyspace);
          check(random, transaction, keyspace);
        }
      }
      snapshots.forEach(Snapshot::close);
    }
  }

  /** Changes something big or small. */
  private static void change(
      Random random, KevoDatabase database, Keyspace keyspace, AtomicLong now) {
    int from = random.nextInt(KEYS);
    switch (random.nextInt(9)) {
      case 0 -> database.flush();
      case 1 -> database.compactRange(keyspace, randomRange(random));
      case 2 -> {
        KeyRange range = new KeyRange(key(from), key(from + random.nextInt(200)));
        database.deleteRange(keyspace, range);
      }
      case 3 -> {
        now.addAndGet(HOUR);
        database.tick();
      }
      case 4 -> {
        try (SortedLoad load = database.load(keyspace)) {
          for (int i = 0; i < 400; i += 2) {
            load.put(key(2 * (from / 2) + i), bytes("loaded"));
          }
          load.commit();
        }
      }
      default -> {
        WriteBatch batch = new WriteBatch();
        boolean scattered = random.nextBoolean();
        boolean deletes = random.nextInt(3) == 0;
        for (int i = 0; i < 500; i++) {
          byte[] key = key(scattered ? random.nextInt(KEYS) : from + i);
          if (deletes && random.nextInt(3) == 0) {
            batch.delete(keyspace, key);
          } else {
            batch.put(keyspace, key, bytes("value " + i));
          }
        }
        database.write(batch);
      }
    }
  }

  private static void changeInside(Random random, Transaction transaction, Keyspace keyspace) {
    int from = random.nextInt(KEYS);
    boolean scattered = random.nextBoolean();
    for (int i = random.nextInt(300); i > 0; i--) {
      byte[] key = key(scattered ? random.nextInt(KEYS) : from + i);
      switch (random.nextInt(100)) {
        case 0 -> transaction.deleteRange(keyspace, randomRange(random));
        case 1, 2, 3 -> transaction.delete(keyspace, key);
        default -> transaction.put(keyspace, key, bytes("own"));
      }
    }
  }

  private static void check(Random random, ReadView view, Keyspace keyspace) {
    KeyRange range = randomRange(random);
    assertEquals(stepped(view, keyspace, range), view.count(keyspace, range), range::toString);
    Scan scan =
        Scan.of(range)
            .withLimit(random.nextBoolean() ? Scan.NO_LIMIT : random.nextInt(500))
            .withReversed(random.nextInt(8) == 0);
    checkBatches(random, view, keyspace, scan);
    try (Cursor skipping = view.scan(keyspace, scan);
        Cursor stepping = view.scan(keyspace, scan)) {
      boolean ended = false;
      while (!ended) {
        long max = random.nextInt(300);
        long steps = 0;
        while (steps < max && stepping.next()) {
          steps++;
        }
        assertEquals(steps, skipping.skip(max));
        if (steps > 0) {
          assertEquals(stepping.key().toString(), skipping.key().toString());
          assertEquals(stepping.value().toString(), skipping.value().toString());
        }
        ended = !stepping.next();
        assertEquals(ended, !skipping.next());
        if (!ended) {
          assertEquals(stepping.key().toString(), skipping.key().toString());
          assertEquals(stepping.value().toString(), skipping.value().toString());
        }
      }
    }
  }

  /** Batches and steps in turn, held against steps. */
  private static void checkBatches(Random random, ReadView view, Keyspace keyspace, Scan scan) {
    EntryBatch batch = new EntryBatch(1 + random.nextInt(300));
    Slice slice = new Slice();
    try (Cursor batching = view.scan(keyspace, scan);
        Cursor stepping = view.scan(keyspace, scan)) {
      boolean ended = false;
      while (!ended) {
        batch.clear();
        int count = batching.next(batch);
        assertEquals(count, batch.count());
        boolean full = batch.room() == 0;
        for (int i = 0; i < count; i++) {
          assertTrue(stepping.next());
          batch.key(i, slice);
          assertEquals(stepping.key(), slice);
          batch.value(i, slice);
          assertEquals(stepping.value(), slice);
        }
        if (count > 0) {
          assertEquals(stepping.key(), batching.key());
          assertEquals(stepping.value(), batching.value());
        }
        ended = !stepping.next();
        assertTrue(ended || full);
        assertEquals(ended, !batching.next());
        if (!ended) {
          assertEquals(stepping.key(), batching.key());
          assertEquals(stepping.value(), batching.value());
        }
      }
    }
  }

  private static void fill(Database database, int keys) {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < keys; i++) {
      batch.put(database.defaultKeyspace(), bytes(String.format("%08d", i)), new byte[100]);
    }
    database.write(batch);
  }

  private static long blocksAsked(Database database) {
    DatabaseStats.CacheStats cache = database.stats().blockCache();
    return cache.hits() + cache.misses();
  }

  @Test
  void tablesThatNothingOverlapsAreCountedByTheirEnds() {
    try (Database database = Databases.open(files)) {
      fill(database, 20_000);
      database.compactRange(database.defaultKeyspace(), KeyRange.all());
      long tables = files.list(DIRECTORY).stream().filter(name -> name.endsWith(".sst")).count();
      long before = blocksAsked(database);
      assertEquals(20_000, database.count(database.defaultKeyspace(), KeyRange.all()));
      long asked = blocksAsked(database) - before;
      assertTrue(asked <= 4 * tables, asked + " blocks of " + tables + " tables");
    }
  }

  @Test
  void updatesAreSteppedOverAndWhatLiesBetweenThemIsNot() {
    try (Database database = Databases.open(files)) {
      fill(database, 20_000);
      database.compactRange(database.defaultKeyspace(), KeyRange.all());
      for (int i = 0; i < 20_000; i += 2_000) {
        database.put(database.defaultKeyspace(), bytes(String.format("%08d", i)), new byte[1]);
      }
      database.delete(database.defaultKeyspace(), bytes("00000003"));
      long before = blocksAsked(database);
      assertEquals(19_999, database.count(database.defaultKeyspace(), KeyRange.all()));
      long asked = blocksAsked(database) - before;
      assertTrue(asked <= 60, asked + " blocks");
    }
  }

  @Test
  void serializableTransactionReliesOnWhatItCounted() {
    try (Database database = Databases.open(files)) {
      fill(database, 100);
      Keyspace keyspace = database.defaultKeyspace();
      TransactionOptions serializable =
          TransactionOptions.DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE);
      try (Transaction transaction = database.begin(serializable)) {
        KeyRange range = KeyRange.prefix(bytes("000000"));
        assertEquals(100, transaction.count(keyspace, range));
        transaction.put(keyspace, bytes("total"), bytes("100"));
        database.put(keyspace, bytes("00000050-"), bytes("phantom"));
        assertThrows(ConflictException.class, transaction::commit);
      }
      try (Transaction transaction = database.begin(serializable)) {
        KeyRange range = KeyRange.prefix(bytes("000000"));
        try (Cursor cursor = transaction.scan(keyspace, Scan.of(range))) {
          assertEquals(10, cursor.skip(10));
        }
        transaction.put(keyspace, bytes("total"), bytes("100"));
        database.put(keyspace, bytes("00000050-"), bytes("not read"));
        transaction.commit();
      }
    }
  }
}
