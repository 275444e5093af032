package dev.kevo.engine.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.txn.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Text in place of bytes, for tests of whole databases. */
public final class Databases {
  /** Where databases in memory lie. */
  public static final Path DIRECTORY = Path.of("/db");

  /** MemTables as small as they get. */
  public static final Options SMALL = Options.DEFAULT.withMemTableBytesMax(64 << 10);

  private Databases() {}

  public static Database open(FileSystem files) {
    return open(files, SMALL);
  }

  public static Database open(FileSystem files, Options options) {
    return KevoDatabase.open(files, DIRECTORY, options);
  }

  /** Opens one by another clock than the system's. */
  public static Database open(FileSystem files, Options options, InstantSource clock) {
    return KevoDatabase.open(files, DIRECTORY, options, clock);
  }

  /** Does what the passing of time asks for. */
  public static void tick(Database database) {
    ((KevoDatabase) database).tick();
  }

  /** What its transactions stand on. */
  public static Store store(Database database) {
    return ((KevoDatabase) database).store();
  }

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  public static void put(Database database, String key, String value) {
    database.put(database.defaultKeyspace(), bytes(key), bytes(value));
  }

  /** Flushes, and waits until the logs that are no longer needed are deleted. */
  public static void flush(Database database, FileSystem files) {
    database.flush();
    while (logs(files) > 1) {
      Thread.onSpinWait();
    }
  }

  private static long logs(FileSystem files) {
    return files.list(DIRECTORY).stream().filter(name -> name.endsWith(".wal")).count();
  }

  /** The value as text, or "-" if there is none. */
  public static String get(ReadView view, Keyspace keyspace, String key) {
    byte[] value = view.get(keyspace, bytes(key));
    return value == null ? "-" : new String(value, UTF_8);
  }

  public static String get(Database database, String key) {
    return get(database, database.defaultKeyspace(), key);
  }

  /** The entries as {@code key=value}. */
  public static List<String> scan(ReadView view, Keyspace keyspace, Scan scan) {
    List<String> entries = new ArrayList<>();
    try (Cursor cursor = view.scan(keyspace, scan)) {
      while (cursor.next()) {
        entries.add(cursor.key() + "=" + cursor.value());
      }
    }
    return entries;
  }
}
