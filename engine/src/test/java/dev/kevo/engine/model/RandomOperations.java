package dev.kevo.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.EntryFilter;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LockTimeoutException;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SnapshotTooOldException;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.db.Databases;
import dev.kevo.engine.io.KillableFileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A database and its model, changed alike by random operations and compared at every read. */
final class RandomOperations implements AutoCloseable {
  private static final List<String> KEYSPACES = List.of(Keyspace.DEFAULT_NAME, "A", "B");
  private static final int LAST_OPERATIONS = 12;
  private static final int MOMENTS_MAX = 5;

  private final Random random;
  private final Options options;
  private final MemoryFileSystem files = new MemoryFileSystem();
  private final Deque<String> last = new ArrayDeque<>();

  /** The committed content, and at which commit each key was last written. */
  private Content committed = new Content();

  private final Map<String, NavigableMap<byte[], Long>> lastCommit = new HashMap<>();
  private final Map<RangeName, Long> lastRangeDelete = new HashMap<>();
  private long commits;

  /** A range of a keyspace. */
  private record RangeName(String keyspace, KeyRange range) {}

  private final List<OpenSnapshot> snapshots = new ArrayList<>();
  private final List<OpenTransaction> transactions = new ArrayList<>();
  private KillableFileSystem process;

  /** Goes on by a second before each operation. Volatile: the database's clock, for its threads. */
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** When each keyspace began. */
  private final Map<String, Instant> created = new HashMap<>();

  /** Times, and what was committed by then. */
  private final List<Moment> moments = new ArrayList<>();

  private Database database;

  /** All keyspaces, in the order of their keys. */
  private static final class Content {
    private final Map<String, NavigableMap<byte[], byte[]>> maps = new HashMap<>();

    Content() {
      KEYSPACES.forEach(name -> maps.put(name, new TreeMap<>(Arrays::compareUnsigned)));
    }

    Content copy() {
      Content copy = new Content();
      maps.forEach((name, map) -> copy.maps.get(name).putAll(map));
      return copy;
    }

    NavigableMap<byte[], byte[]> map(String keyspace) {
      return maps.get(keyspace);
    }

    void write(Write write) {
      NavigableMap<byte[], byte[]> map = map(write.keyspace);
      KeyRange range = write.range;
      if (range != null) {
        map.keySet().removeIf(range::contains);
      } else if (write.value == null) {
        map.remove(write.key);
      } else {
        map.put(write.key, write.value);
      }
    }
  }

  private record Moment(Instant time, Content content) {}

  private record OpenSnapshot(Snapshot snapshot, Content content) {}

  private static final class OpenTransaction {
    private final Transaction transaction;
    private final long begun;
    private Content content;
    private List<Write> writes = new ArrayList<>();
    private Set<String> locks = new HashSet<>();

    private Transaction.@Nullable Savepoint savepoint;
    private @Nullable Content savedContent;
    private @Nullable List<Write> savedWrites;
    private @Nullable Set<String> savedLocks;

    OpenTransaction(Transaction transaction, Content content, long begun) {
      this.transaction = transaction;
      this.content = content;
      this.begun = begun;
    }
  }

  /** A write of a key, or the delete of a range. */
  private record Write(
      String keyspace, byte[] key, byte @Nullable [] value, @Nullable KeyRange range) {}

  RandomOperations(Random random, Options options) {
    this.random = random;
    this.options = options;
    database = open();
  }

  private Database open() {
    process = new KillableFileSystem(files);
    Database opened = Databases.open(process, options, () -> now);
    for (String name : KEYSPACES) {
      created.putIfAbsent(name, now);
      opened.createKeyspace(name);
    }
    return opened;
  }

  List<String> lastOperations() {
    return List.copyOf(last);
  }

  void step() {
    now = now.plusSeconds(1);
    operate();
    if (random.nextInt(20) == 0) {
      if (moments.size() == MOMENTS_MAX) {
        moments.remove(random.nextInt(MOMENTS_MAX));
      }
      moments.add(new Moment(now, committed.copy()));
    }
  }

  private void operate() {
    int choice = random.nextInt(100);
    if (choice < 30) {
      note("write");
      writeBatch(1);
    } else if (choice < 40) {
      note("batch");
      writeBatch(1 + random.nextInt(30));
    } else if (choice < 55) {
      note("get");
      withView(this::get);
    } else if (choice < 58) {
      note("multiGet");
      withView(this::multiGet);
    } else if (choice < 70) {
      note("scan");
      withView(this::scan);
    } else if (choice < 90) {
      transactionStep();
    } else if (choice < 94) {
      snapshotStep();
    } else if (choice == 94 && !moments.isEmpty()) {
      note("past");
      checkPast(moments.get(random.nextInt(moments.size())));
    } else {
      maintenanceStep();
    }
  }

  private void note(String operation) {
    last.add(operation);
    if (last.size() > LAST_OPERATIONS) {
      last.remove();
    }
  }

  private String randomKeyspace() {
    return KEYSPACES.get(random.nextInt(KEYSPACES.size()));
  }

  private Keyspace keyspace(String name) {
    return database.keyspace(name).orElseThrow();
  }

  /** Keys that collide often and share prefixes; sometimes empty, long, or of extreme bytes. */
  private byte[] randomKey() {
    int choice = random.nextInt(40);
    if (choice == 0) {
      return new byte[random.nextInt(3)];
    }
    if (choice == 1) {
      byte[] key = new byte[1 + random.nextInt(300)];
      Arrays.fill(key, (byte) (random.nextBoolean() ? 0xFF : 'k'));
      return key;
    }
    byte[] key = new byte[1 + random.nextInt(3)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(12) * 23);
    }
    return key;
  }

  private byte @Nullable [] randomValue() {
    int choice = random.nextInt(20);
    if (choice < 5) {
      return null;
    }
    byte[] value = new byte[choice == 19 ? random.nextInt(20_000) : random.nextInt(200)];
    random.nextBytes(value);
    return value;
  }

  private void writeBatch(int count) {
    WriteBatch batch = new WriteBatch();
    commits++;
    for (int i = 0; i < count; i++) {
      Write write = randomWrite();
      if (isLocked(write, null)) {
        // A batch would wait, and there is no other thread to release the lock.
        continue;
      }
      if (write.range != null) {
        batch.deleteRange(keyspace(write.keyspace), write.range);
      } else if (write.value == null) {
        batch.delete(keyspace(write.keyspace), write.key);
      } else {
        batch.put(keyspace(write.keyspace), write.key, write.value);
      }
      commit(write);
    }
    database.write(batch);
  }

  private Write randomWrite() {
    String keyspace = randomKeyspace();
    if (random.nextInt(30) > 0) {
      return new Write(keyspace, randomKey(), randomValue(), null);
    }
    return new Write(keyspace, new byte[0], null, randomRange());
  }

  private KeyRange randomRange() {
    byte[] start = random.nextInt(8) == 0 ? null : randomKey();
    byte[] end = random.nextInt(8) == 0 ? null : randomKey();
    return random.nextInt(3) == 0 ? KeyRange.prefix(randomKey()) : new KeyRange(start, end);
  }

  private void commit(Write write) {
    committed.write(write);
    if (write.range == null) {
      lastCommit
          .computeIfAbsent(write.keyspace, name -> new TreeMap<>(Arrays::compareUnsigned))
          .put(write.key, commits);
    } else if (!write.range.isEmpty()) {
      lastRangeDelete.put(new RangeName(write.keyspace, write.range), commits);
    }
  }

  /** Something to do with a view and what it must show. */
  private interface Reading {
    void read(ReadView view, Content content);
  }

  private void withView(Reading reading) {
    int choice = random.nextInt(3);
    if (choice == 0 && !snapshots.isEmpty()) {
      OpenSnapshot open = snapshots.get(random.nextInt(snapshots.size()));
      reading.read(open.snapshot, open.content);
    } else if (choice == 1 && !transactions.isEmpty()) {
      OpenTransaction open = transactions.get(random.nextInt(transactions.size()));
      reading.read(open.transaction, open.content);
    } else {
      reading.read(database, committed);
    }
  }

  private void get(ReadView view, Content content) {
    String keyspace = randomKeyspace();
    byte[] key = randomKey();
    assertArrayEquals(content.map(keyspace).get(key), view.get(keyspace(keyspace), key));
  }

  private void multiGet(ReadView view, Content content) {
    String keyspace = randomKeyspace();
    List<byte[]> keys = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      keys.add(randomKey());
    }
    List<byte @Nullable []> values = view.multiGet(keyspace(keyspace), keys);
    assertEquals(keys.size(), values.size());
    for (int i = 0; i < keys.size(); i++) {
      assertArrayEquals(content.map(keyspace).get(keys.get(i)), values.get(i));
    }
  }

  private void scan(ReadView view, Content content) {
    String name = randomKeyspace();
    byte[] start = random.nextInt(3) == 0 ? null : randomKey();
    byte[] end = random.nextInt(3) == 0 ? null : randomKey();
    boolean reversed = random.nextBoolean();
    boolean keysOnly = random.nextInt(4) == 0;
    long limit = random.nextInt(3) == 0 ? random.nextInt(20) : Scan.NO_LIMIT;
    KeyRange range =
        random.nextInt(5) == 0 ? KeyRange.prefix(randomKey()) : new KeyRange(start, end);
    EntryFilter filter = random.nextInt(4) == 0 ? randomFilter() : null;
    Scan scan = new Scan(range, reversed, limit, keysOnly, filter);

    NavigableMap<byte[], byte[]> all = content.map(name);
    List<Map.Entry<byte[], byte[]>> expected = new ArrayList<>();
    for (Map.Entry<byte[], byte[]> entry : (reversed ? all.descendingMap() : all).entrySet()) {
      boolean passes =
          filter == null || filter.matches(new Slice(entry.getKey()), new Slice(entry.getValue()));
      if (range.contains(entry.getKey()) && passes) {
        expected.add(entry);
      }
    }
    try (Cursor cursor = view.scan(keyspace(name), scan)) {
      compare(cursor, expected, scan);
    }
  }

  private EntryFilter randomFilter() {
    byte[] key = randomKey();
    byte[] suffix = Arrays.copyOfRange(key, Math.max(0, key.length - 1), key.length);
    EntryFilter filter =
        random.nextBoolean()
            ? EntryFilter.keySuffix(suffix)
            : EntryFilter.valueContains(new byte[] {(byte) random.nextInt()});
    return random.nextInt(3) == 0 ? EntryFilter.not(filter) : filter;
  }

  /** Steps through a cursor, skipping ahead now and then. */
  private void compare(Cursor cursor, List<Map.Entry<byte[], byte[]>> expected, Scan scan) {
    int at = 0;
    long left = scan.limit();
    boolean seeks = random.nextInt(3) == 0;
    boolean batches = random.nextBoolean();
    while (true) {
      if (seeks && at < expected.size() && random.nextInt(4) == 0) {
        int target = at + random.nextInt(expected.size() - at);
        cursor.seek(expected.get(target).getKey());
        at = target;
      }
      if (batches && random.nextInt(4) == 0) {
        int count = compareBatch(cursor, expected.subList(at, expected.size()), left, scan);
        at += count;
        left -= count;
      }
      if (at == expected.size() || left == 0) {
        assertFalse(cursor.next());
        assertFalse(cursor.next());
        return;
      }
      assertTrue(cursor.next(), "the cursor ends too early");
      assertArrayEquals(expected.get(at).getKey(), cursor.key().toByteArray());
      if (!scan.keysOnly()) {
        assertArrayEquals(expected.get(at).getValue(), cursor.value().toByteArray());
      }
      at++;
      left--;
    }
  }

  private int compareBatch(
      Cursor cursor, List<Map.Entry<byte[], byte[]>> expected, long left, Scan scan) {
    EntryBatch batch = new EntryBatch(1 + random.nextInt(50));
    Slice slice = new Slice();
    int count = (int) Math.min(batch.room(), Math.min(expected.size(), left));
    assertEquals(count, cursor.next(batch), "the batch ends too early or too late");
    for (int i = 0; i < count; i++) {
      batch.key(i, slice);
      assertArrayEquals(expected.get(i).getKey(), slice.toByteArray());
      if (!scan.keysOnly()) {
        batch.value(i, slice);
        assertArrayEquals(expected.get(i).getValue(), slice.toByteArray());
      }
    }
    return count;
  }

  private void snapshotStep() {
    if (snapshots.size() < 3 && random.nextBoolean()) {
      note("snapshot");
      snapshots.add(new OpenSnapshot(database.snapshot(), committed.copy()));
    } else if (!snapshots.isEmpty()) {
      note("close snapshot");
      snapshots.remove(random.nextInt(snapshots.size())).snapshot.close();
    }
  }

  private void checkPast(Moment moment) {
    Duration kept = Duration.ofMillis(options.keyspaceDefaults().historyMillis());
    for (String name : KEYSPACES) {
      boolean began = !moment.time.isBefore(created.get(name));
      try (Snapshot past = database.snapshotAt(moment.time)) {
        checkAll(past, moment.content, name);
        assertTrue(began, "a keyspace was read that was not there");
        assertFalse(kept.isZero(), "a past was read that is not kept");
      } catch (SnapshotTooOldException e) {
        assertFalse(began && moment.time.isAfter(now.minus(kept)), e.getMessage());
      }
    }
  }

  private void transactionStep() {
    int choice = random.nextInt(10);
    if (transactions.isEmpty() || (transactions.size() < 3 && choice == 0)) {
      note("begin");
      transactions.add(new OpenTransaction(begin(), committed.copy(), commits));
      return;
    }
    OpenTransaction open = transactions.get(random.nextInt(transactions.size()));
    if (choice < 6) {
      note("transaction writes");
      transactionWrites(open);
    } else if (choice == 6) {
      savepoint(open);
    } else if (choice < 9) {
      note("commit");
      commit(open);
    } else {
      note("rollback");
      transactions.remove(open);
      open.transaction.rollback();
      open.transaction.close();
    }
  }

  private Transaction begin() {
    return database.begin(TransactionOptions.DEFAULT.withLockWaitMillis(0));
  }

  /** Whether a transaction, but for one of them, holds the lock of what is to be written. */
  private boolean isLocked(Write write, @Nullable OpenTransaction but) {
    if (write.range != null) {
      return false;
    }
    String name = name(write.keyspace, write.key);
    return transactions.stream().anyMatch(open -> open != but && open.locks.contains(name));
  }

  private static String name(String keyspace, byte[] key) {
    return keyspace + Arrays.toString(key);
  }

  private void transactionWrites(OpenTransaction open) {
    for (int i = random.nextInt(5); i >= 0; i--) {
      Write write = randomWrite();
      try {
        if (write.range != null) {
          open.transaction.deleteRange(keyspace(write.keyspace), write.range);
        } else if (write.value == null) {
          open.transaction.delete(keyspace(write.keyspace), write.key);
        } else {
          open.transaction.put(keyspace(write.keyspace), write.key, write.value);
        }
        assertFalse(isLocked(write, open), "a lock was overlooked");
      } catch (LockTimeoutException e) {
        assertTrue(isLocked(write, open), "no lock here");
        continue;
      } catch (ConflictException e) {
        assertTrue(conflicts(open, write), "no conflict here");
        transactions.remove(open);
        open.transaction.close();
        return;
      }
      open.content.write(write);
      if (write.range == null || !write.range.isEmpty()) {
        open.writes.add(write);
      }
      if (write.range == null) {
        open.locks.add(name(write.keyspace, write.key));
      }
    }
    assertEquals(!open.writes.isEmpty(), open.transaction.hasWrites());
  }

  private void savepoint(OpenTransaction open) {
    if (open.savepoint == null) {
      note("savepoint");
      open.savepoint = open.transaction.savepoint();
      open.savedContent = open.content.copy();
      open.savedWrites = new ArrayList<>(open.writes);
      open.savedLocks = new HashSet<>(open.locks);
    } else {
      note("rollback to savepoint");
      open.transaction.rollbackTo(open.savepoint);
      open.content = open.savedContent.copy();
      open.writes = new ArrayList<>(open.savedWrites);
      open.locks = new HashSet<>(open.savedLocks);
    }
  }

  private void commit(OpenTransaction open) {
    transactions.remove(open);
    boolean conflicts = open.writes.stream().anyMatch(write -> conflicts(open, write));
    try {
      open.transaction.commit();
    } catch (ConflictException e) {
      assertTrue(conflicts, "no conflict here");
      return;
    } finally {
      open.transaction.close();
    }
    assertFalse(conflicts, "a conflict was overlooked");
    if (!open.writes.isEmpty()) {
      commits++;
      open.writes.forEach(this::commit);
    }
  }

  /** Whether someone committed what a write touches since the transaction began. */
  private boolean conflicts(OpenTransaction open, Write write) {
    KeyRange touched = write.range == null ? KeyRange.point(write.key) : write.range;
    boolean ranges =
        lastRangeDelete.entrySet().stream()
            .anyMatch(
                entry ->
                    entry.getValue() > open.begun
                        && entry.getKey().keyspace.equals(write.keyspace)
                        && meet(entry.getKey().range, touched));
    var commits = lastCommit.get(write.keyspace);
    return ranges
        || (commits != null
            && commits.entrySet().stream()
                .anyMatch(e -> e.getValue() > open.begun && touched.contains(e.getKey())));
  }

  private static boolean meet(KeyRange a, KeyRange b) {
    return startsBeforeEnd(a, b) && startsBeforeEnd(b, a);
  }

  private static boolean startsBeforeEnd(KeyRange a, KeyRange b) {
    return a.start() == null || b.end() == null || Arrays.compareUnsigned(a.start(), b.end()) < 0;
  }

  private void maintenanceStep() {
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        note("flush");
        database.flush();
      }
      case 2 -> {
        note("compact");
        database.awaitCompactions();
      }
      case 3 -> {
        note("compact range");
        database.compactRange(keyspace(randomKeyspace()), randomRange());
      }
      case 4 -> {
        note("load");
        load();
      }
      case 5 -> {
        note("verify");
        database.verify();
        database.estimate(keyspace(randomKeyspace()), new KeyRange(randomKey(), null));
      }
      case 6 -> {
        note("drop a keyspace");
        closeViews();
        String name = KEYSPACES.get(1 + random.nextInt(KEYSPACES.size() - 1));
        assertTrue(database.dropKeyspace(name));
        database.createKeyspace(name);
        created.put(name, now);
        committed.map(name).clear();
      }
      case 7 -> {
        note("tick");
        Databases.tick(database);
      }
      case 8 -> {
        note("crash");
        closeViews();
        crash();
      }
      default -> {
        note("reopen");
        closeViews();
        database.close();
        database = open();
      }
    }
  }

  /** Ends the process between two calls of the file system; all that was committed is written. */
  private void crash() {
    process.kill();
    try {
      database.close();
    } catch (RuntimeException e) {
      // It cannot reach its files any more.
    }
    database = open();
  }

  private void load() {
    String name = randomKeyspace();
    NavigableMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = random.nextInt(40); i > 0; i--) {
      sorted.put(randomKey(), new byte[random.nextInt(300)]);
    }
    boolean commits = random.nextInt(4) > 0;
    try (SortedLoad load = database.load(keyspace(name))) {
      sorted.forEach(load::put);
      if (commits) {
        load.commit();
      }
    }
    if (commits) {
      this.commits++;
      sorted.forEach((key, value) -> commit(new Write(name, key, value, null)));
    }
  }

  private void closeViews() {
    snapshots.forEach(open -> open.snapshot.close());
    snapshots.clear();
    transactions.forEach(open -> open.transaction.close());
    transactions.clear();
  }

  /** Compares everything that can be seen, before and after one more opening. */
  void checkEverything() {
    snapshots.forEach(open -> checkAll(open.snapshot, open.content));
    transactions.forEach(open -> checkAll(open.transaction, open.content));
    checkAll(database, committed);
    database.verify();
    closeViews();
    database.close();
    database = open();
    checkAll(database, committed);
    moments.forEach(this::checkPast);
  }

  private void checkAll(ReadView view, Content content) {
    KEYSPACES.forEach(name -> checkAll(view, content, name));
  }

  private void checkAll(ReadView view, Content content, String name) {
    NavigableMap<byte[], byte[]> map = content.map(name);
    for (boolean reversed : new boolean[] {false, true}) {
      Scan scan = Scan.all().withReversed(reversed);
      try (Cursor cursor = view.scan(keyspace(name), scan)) {
        compare(cursor, new ArrayList<>((reversed ? map.descendingMap() : map).entrySet()), scan);
      }
    }
    map.forEach((key, value) -> assertArrayEquals(value, view.get(keyspace(name), key)));
  }

  @Override
  public void close() {
    closeViews();
    database.close();
  }
}
