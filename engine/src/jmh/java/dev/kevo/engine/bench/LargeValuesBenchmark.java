package dev.kevo.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseStats;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What it costs and saves to keep values apart from the tables, by their size: each size is put
 * twice over in random order, inline and apart, with MemTables so small that the levels are those of
 * a database 32 times as large.
 */
public final class LargeValuesBenchmark {
  private static final int KEY_BYTES = 16;
  private static final int MEM_TABLE_BYTES = 1 << 20;
  private static final int READS = 20_000;
  private static final List<Integer> SIZES = List.of(100, 1024, 4096, 16_384, 65_536);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final int valueBytes;
  private final long entries;
  private final Database database;
  private final Keyspace keyspace;
  private final SplittableRandom random = new SplittableRandom(1);

  private LargeValuesBenchmark(Database database, int valueBytes, long bytes) {
    this.database = database;
    this.keyspace = database.defaultKeyspace();
    this.valueBytes = valueBytes;
    this.entries = bytes / (KEY_BYTES + valueBytes);
  }

  /** Arguments: MiB of live data (128), and where it lies (a temporary directory). */
  public static void main(String[] args) throws IOException {
    long bytes = (args.length > 0 ? Long.parseLong(args[0]) : 128) << 20;
    Path parent = Path.of(args.length > 1 ? args[1] : System.getProperty("java.io.tmpdir"));
    System.out.printf(
        Locale.ROOT,
        "%8s %7s %10s %10s %12s %11s %11s %12s %11s%n",
        "value", "", "written/B", "space/B", "put us CPU", "get us CPU", "hot us CPU", "step us CPU",
        "keys us CPU");
    measure(parent, 1024, 1, bytes / 16, false);
    measure(parent, 1024, 0, bytes / 16, false);
    for (int size : SIZES) {
      measure(parent, size, 0, bytes, true);
      measure(parent, size, 1, bytes, true);
    }
  }

  private static void measure(Path parent, int size, int apartFrom, long bytes, boolean printed)
      throws IOException {
    Path root = Files.createTempDirectory(parent, "kevo-large");
    Options options =
        Options.DEFAULT
            .withDurability(Durability.NONE)
            .withMemTableBytesMax(MEM_TABLE_BYTES)
            .withBlockCacheBytes(bytes / 8)
            .withKeyspaceDefaults(KeyspaceOptions.DEFAULT.withLargeValueBytes(apartFrom));
    try (Database database = Kevo.open(root.resolve("db"), options)) {
      String row = new LargeValuesBenchmark(database, size, bytes).row(root.resolve("db"));
      if (printed) {
        System.out.printf(
            Locale.ROOT, "%8d %7s %s%n", size, apartFrom == 0 ? "inline" : "apart", row);
      }
    } finally {
      Directories.delete(root);
    }
  }

  private String row(Path directory) throws IOException {
    long puts = 2 * entries;
    double put = perCall(puts, this::fill);
    DatabaseStats stats = database.stats();
    long written = stats.flushes().bytesWritten() + stats.compactions().bytesWritten();
    long live = entries * (KEY_BYTES + valueBytes);
    double space = (double) Directories.bytes(directory) / live;
    double get = perCall(READS, () -> gets(entries));
    double hot = perCall(READS, () -> gets(Math.max(1, entries / 100)));
    double step = perCall(entries, () -> scan(Scan.all()));
    double keys = perCall(entries, () -> scan(Scan.all().withKeysOnly(true)));
    return String.format(
        Locale.ROOT,
        "%10.2f %10.2f %12.2f %11.2f %11.2f %12.2f %11.2f",
        (double) written / (2 * live), space, put, get, hot, step, keys);
  }

  private void fill() {
    byte[] value = new byte[valueBytes];
    for (long i = 0; i < 2 * entries; i++) {
      random.nextBytes(value);
      for (int j = valueBytes / 2; j < valueBytes; j++) {
        value[j] = value[0]; // Half of it compresses.
      }
      database.put(keyspace, key(random.nextLong(entries)), value);
    }
    database.flush();
    database.awaitCompactions();
  }

  private void gets(long among) {
    Slice value = new Slice();
    for (int i = 0; i < READS; i++) {
      boolean unused = database.get(keyspace, key(random.nextLong(among)), value);
    }
  }

  private void scan(Scan scan) {
    try (Cursor cursor = database.scan(keyspace, scan)) {
      long bytes = 0;
      while (cursor.next()) {
        bytes += cursor.key().length() + (scan.keysOnly() ? 0 : cursor.value().length());
      }
      if (bytes == 0) {
        throw new AssertionError("nothing found");
      }
    }
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(KEY_BYTES).putLong(number).putLong(number).array();
  }

  /** Microseconds of CPU time of the whole process. */
  private static double perCall(long calls, Runnable work) {
    long before = PROCESS.getProcessCpuTime();
    work.run();
    return (PROCESS.getProcessCpuTime() - before) / 1e3 / calls;
  }
}
