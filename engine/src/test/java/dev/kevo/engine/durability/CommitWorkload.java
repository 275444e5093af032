package dev.kevo.engine.durability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A seeded series of commits over two keyspaces, and the content of the database after each of
 * them. Every commit writes its number to both keyspaces, so that a database tells how many commits
 * it holds, and half a commit would show. Some are sorted loads, which concern the first keyspace
 * alone.
 */
final class CommitWorkload {
  static final String SECOND = "SECOND";
  private static final String COUNTER = "#";
  private static final int KEYS = 40;

  /** Large values fill MemTables, so that flushes begin by themselves too. */
  private static final int LARGE_EVERY = 8;

  private final List<List<Change>> commits = new ArrayList<>();
  private final List<Content> contents = new ArrayList<>();

  private static final int RANGE_EVERY = 16;
  private static final int LOAD_EVERY = 12;
  private static final int LOAD_AT = 7;

  /** One write of a commit; null deletes, and with a flag every key that begins so. */
  private record Change(boolean second, String key, byte @Nullable [] value, boolean range) {}

  /** All entries of both keyspaces. */
  record Content(TreeMap<String, byte[]> main, TreeMap<String, byte[]> second) {
    static Content empty() {
      return new Content(new TreeMap<>(), new TreeMap<>());
    }

    /** What a view shows; the second keyspace may be absent. */
    static Content read(Database database, ReadView view) {
      Content content = empty();
      readInto(view, database.defaultKeyspace(), content.main);
      Optional<Keyspace> second = database.keyspace(SECOND);
      second.ifPresent(keyspace -> readInto(view, keyspace, content.second));
      return content;
    }

    private static void readInto(ReadView view, Keyspace keyspace, Map<String, byte[]> into) {
      try (Cursor cursor = view.scan(keyspace, Scan.all())) {
        while (cursor.next()) {
          into.put(new String(cursor.key().toByteArray(), US_ASCII), cursor.value().toByteArray());
        }
      }
    }

    /** The number of the last commit in it. */
    int number() {
      byte[] counter = main.get(COUNTER);
      return counter == null ? 0 : Integer.parseInt(new String(counter, US_ASCII));
    }

    boolean sameAs(Content other) {
      return same(main, other.main) && same(second, other.second);
    }

    private static boolean same(TreeMap<String, byte[]> a, TreeMap<String, byte[]> b) {
      return a.size() == b.size()
          && a.entrySet().stream()
              .allMatch(entry -> Arrays.equals(entry.getValue(), b.get(entry.getKey())));
    }
  }

  CommitWorkload(long seed, int count, int valueBytesMax) {
    Random random = new Random(seed);
    Content content = Content.empty();
    contents.add(content);
    for (int number = 1; number <= count; number++) {
      List<Change> changes =
          isLoad(number)
              ? randomLoad(random, number, valueBytesMax)
              : randomChanges(random, number, valueBytesMax);
      commits.add(changes);
      content = after(content, number);
      contents.add(content);
    }
  }

  private static List<Change> randomChanges(Random random, int number, int valueBytesMax) {
    List<Change> changes = new ArrayList<>();
    byte[] counter = Integer.toString(number).getBytes(US_ASCII);
    changes.add(new Change(false, COUNTER, counter, false));
    int others = random.nextInt(4);
    for (int i = 0; i < others; i++) {
      boolean large = random.nextInt(LARGE_EVERY) == 0;
      byte[] value = new byte[large ? 15 * valueBytesMax : random.nextInt(valueBytesMax)];
      random.nextBytes(value);
      String key = "key" + random.nextInt(KEYS);
      boolean range = random.nextInt(RANGE_EVERY) == 0;
      boolean delete = range || random.nextInt(4) == 0;
      changes.add(new Change(random.nextBoolean(), key, delete ? null : value, range));
    }
    changes.add(new Change(true, COUNTER, counter, false));
    return changes;
  }

  /** Entries of the first keyspace, in the order of their keys. */
  private static List<Change> randomLoad(Random random, int number, int valueBytesMax) {
    List<Change> changes = new ArrayList<>();
    byte[] counter = Integer.toString(number).getBytes(US_ASCII);
    changes.add(new Change(false, COUNTER, counter, false));
    TreeSet<String> keys = new TreeSet<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      keys.add("key" + random.nextInt(KEYS));
    }
    for (String key : keys) {
      byte[] value = new byte[random.nextInt(valueBytesMax)];
      random.nextBytes(value);
      changes.add(new Change(false, key, value, false));
    }
    return changes;
  }

  /** Whether a commit is a sorted load, which flushes what it meets and makes tables. */
  boolean isLoad(int number) {
    return number % LOAD_EVERY == LOAD_AT;
  }

  /** Makes commit {@code number}, counted from 1. */
  void commit(Database database, int number) {
    if (!isLoad(number)) {
      database.write(batch(database, number));
      return;
    }
    try (SortedLoad load = database.load(database.defaultKeyspace())) {
      for (Change change : commits.get(number - 1)) {
        load.put(change.key.getBytes(US_ASCII), Objects.requireNonNull(change.value));
      }
      load.commit();
    }
  }

  /** The number of commits. */
  int count() {
    return commits.size();
  }

  private WriteBatch batch(Database database, int number) {
    Keyspace main = database.defaultKeyspace();
    Keyspace second = database.keyspace(SECOND).orElseThrow();
    WriteBatch batch = new WriteBatch();
    for (Change change : commits.get(number - 1)) {
      Keyspace keyspace = change.second ? second : main;
      byte[] key = change.key.getBytes(US_ASCII);
      if (change.range) {
        batch.deleteRange(keyspace, KeyRange.prefix(key));
      } else if (change.value == null) {
        batch.delete(keyspace, key);
      } else {
        batch.put(keyspace, key, change.value);
      }
    }
    return batch;
  }

  /** What a content becomes through commit {@code number}. */
  Content after(Content before, int number) {
    Content content = new Content(new TreeMap<>(before.main), new TreeMap<>(before.second));
    for (Change change : commits.get(number - 1)) {
      TreeMap<String, byte[]> map = change.second ? content.second : content.main;
      if (change.range) {
        map.keySet().removeIf(key -> key.startsWith(change.key));
      } else if (change.value == null) {
        map.remove(change.key);
      } else {
        map.put(change.key, change.value);
      }
    }
    return content;
  }

  /** What the database holds after commit {@code number}; 0 is the empty one. */
  Content content(int number) {
    return contents.get(number);
  }
}
