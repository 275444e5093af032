package dev.kevo.engine.durability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.WriteBatch;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process killed while eight threads write loses nothing acknowledged and invents nothing. */
class KillTest {
  private static final int THREADS = 8;

  /** Small MemTables, so that segments change; but a log that is mapped must first have grown. */
  private static Options options(Durability durability) {
    return Options.DEFAULT
        .withDurability(durability)
        .withMemTableBytesMax(durability == Durability.IMMEDIATE ? 64 << 10 : 1 << 20);
  }

  @TempDir Path directory;

  /** The commits that each thread of the child saw acknowledged. */
  private final long[] acknowledged = new long[THREADS];

  @ParameterizedTest
  @EnumSource(Durability.class)
  void aKilledProcessLosesNothingAcknowledged(Durability durability) throws Exception {
    cycles(durability, 2, 1);
  }

  @Test
  @Tag("slow")
  void aProcessKilledManyTimesLosesNothingAcknowledged() throws Exception {
    cycles(Durability.IMMEDIATE, 150, 2);
  }

  @Test
  @Tag("slow")
  void aProcessKilledManyTimesWhileItsLogIsMappedLosesNothingAcknowledged() throws Exception {
    cycles(Durability.NONE, 50, 3);
  }

  private void cycles(Durability durability, int cycles, long seed) throws Exception {
    Random random = new Random(seed);
    long total = 0;
    for (int cycle = 0; cycle < cycles; cycle++) {
      total += loadAndKill(durability, 50 + random.nextInt(1500));
      check(durability);
    }
    System.out.printf(
        "kill -9 under %s: seed %d, %d cycles, %d commits acknowledged, 0 lost%n",
        durability, seed, cycles, total);
  }

  /** Runs the child until it has acknowledged so many commits, then kills it. */
  private long loadAndKill(Durability durability, int commits) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                directory.toString(),
                durability.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long lines = 0;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), US_ASCII))) {
      String line;
      while ((line = output.readLine()) != null) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[2].equals(".")) {
          int thread = Integer.parseInt(words[0]);
          acknowledged[thread] = Math.max(acknowledged[thread], Long.parseLong(words[1]));
          lines++;
        }
        if (lines == commits / 2) {
          assertRefusedBecauseOf(child);
        }
        if (lines == commits) {
          child.toHandle().destroyForcibly(); // Unlike the process's own, it leaves the pipe open.
        }
      }
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
    assertTrue(lines >= commits, "the child ended by itself");
    return lines;
  }

  private void assertRefusedBecauseOf(Process owner) {
    DatabaseLockedException e =
        assertThrows(DatabaseLockedException.class, () -> Kevo.open(directory, Options.DEFAULT));
    assertEquals(owner.pid(), e.ownerPid());
    assertTrue(e.getMessage().contains(Long.toString(owner.pid())), e.getMessage());
  }

  /** Every thread's commits are there: all acknowledged, perhaps the one in flight, no others. */
  private void check(Durability durability) {
    try (Database database = Kevo.open(directory, options(durability))) {
      Keyspace main = database.defaultKeyspace();
      Keyspace second = database.keyspace("SECOND").orElseThrow();
      long entries = 0;
      for (int thread = 0; thread < THREADS; thread++) {
        long counter = Load.counter(database, main, thread);
        assertEquals(counter, Load.counter(database, second, thread), "half a commit");
        assertTrue(
            counter == acknowledged[thread] || counter == acknowledged[thread] + 1,
            "thread " + thread + " has " + counter + " of " + acknowledged[thread]);
        for (long number = 1; number <= counter; number++) {
          byte[] key = Load.key(thread, number);
          assertArrayEquals(Load.value(thread, number), database.get(main, key));
        }
        assertNull(database.get(main, Load.key(thread, counter + 1)));
        acknowledged[thread] = counter;
        entries += counter + (counter > 0 ? 1 : 0);
      }
      long found = 0;
      try (Cursor cursor = database.scan(main, Scan.all().withKeysOnly(true))) {
        while (cursor.next()) {
          found++;
        }
      }
      assertEquals(entries, found);
      database.verify();
    }
  }

  /** The child process: writes until it is killed, and prints a line for every commit. */
  static final class Load {
    private Load() {}

    public static void main(String[] args) {
      Database database = Kevo.open(Path.of(args[0]), options(Durability.valueOf(args[1])));
      Keyspace main = database.defaultKeyspace();
      Keyspace second = database.createKeyspace("SECOND");
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        new Thread(() -> load(database, main, second, thread)).start();
      }
    }

    private static void load(Database database, Keyspace main, Keyspace second, int thread) {
      long number = counter(database, main, thread);
      while (true) {
        number++;
        byte[] counterKey = ("counter" + thread).getBytes(US_ASCII);
        byte[] counterValue = Long.toString(number).getBytes(US_ASCII);
        database.write(
            new WriteBatch()
                .put(main, counterKey, counterValue)
                .put(main, key(thread, number), value(thread, number))
                .put(second, counterKey, counterValue));
        System.out.println(thread + " " + number + " .");
      }
    }

    static long counter(Database database, Keyspace keyspace, int thread) {
      byte[] value = database.get(keyspace, ("counter" + thread).getBytes(US_ASCII));
      return value == null ? 0 : Long.parseLong(new String(value, US_ASCII));
    }

    static byte[] key(int thread, long number) {
      return ("entry " + thread + " " + number).getBytes(US_ASCII);
    }

    static byte[] value(int thread, long number) {
      byte[] value = new byte[(int) (number * 37 % 300)];
      new Random(thread * 1_000_003L + number).nextBytes(value);
      return value;
    }
  }
}
