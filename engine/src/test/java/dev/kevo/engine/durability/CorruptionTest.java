package dev.kevo.engine.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.durability.CommitWorkload.Content;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damage in any file of a database is found, or is in bytes that nothing depends on; it never turns
 * into a wrong answer or into any other error than corruption.
 */
class CorruptionTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);
  private static final int COMMITS = 30;

  private final CommitWorkload workload = new CommitWorkload(SEED, COMMITS, 100);

  /** Whether the content may also be that of fewer commits: what was cut off is no damage. */
  private enum Lost {
    NOTHING,
    TAIL
  }

  private enum Verdict {
    DETECTED,
    FOUND_BY_VERIFY,
    UNUSED,
    TAIL_CUT
  }

  /**
   * A database as a killed process leaves it: tables, a manifest with edits, a log with commits.
   */
  private DiskImage database() {
    PowerLossFileSystem files = new PowerLossFileSystem();
    try (Database database = TestDatabases.open(files, TestDatabases.SMALL)) {
      database.createKeyspace(CommitWorkload.SECOND);
      for (int number = 1; number <= COMMITS; number++) {
        workload.commit(database, number);
        if (number == 10 || number == 20) {
          database.flush();
        }
      }
      // Files that compactions no longer need may be damaged as they like.
      database.awaitCompactions();
      return DiskImage.of(files, TestDatabases.DIRECTORY);
    }
  }

  /** Opens and reads everything in every way. */
  private Verdict judge(DiskImage image, Lost lost) {
    try (Database database =
        TestDatabases.open(new PowerLossFileSystem(image), TestDatabases.SMALL)) {
      Content content = Content.read(database, database);
      boolean complete = content.sameAs(workload.content(COMMITS));
      boolean cut =
          lost == Lost.TAIL
              && content.number() < COMMITS
              && content.sameAs(workload.content(content.number()));
      if (!complete && !cut) {
        throw new AssertionError("a wrong answer, with " + content.number() + " commits");
      }
      checkOtherReads(database, content);
      try {
        database.verify();
      } catch (CorruptionException e) {
        return Verdict.FOUND_BY_VERIFY;
      }
      return cut ? Verdict.TAIL_CUT : Verdict.UNUSED;
    } catch (CorruptionException e) {
      return Verdict.DETECTED;
    }
  }

  private static void checkOtherReads(Database database, Content content) {
    checkOtherReads(database, database.defaultKeyspace(), content.main());
    database
        .keyspace(CommitWorkload.SECOND)
        .ifPresent(second -> checkOtherReads(database, second, content.second()));
  }

  private static void checkOtherReads(
      Database database, Keyspace keyspace, NavigableMap<String, byte[]> expected) {
    List<String> backwards = new ArrayList<>();
    try (Cursor cursor = database.scan(keyspace, Scan.all().withReversed(true))) {
      while (cursor.next()) {
        backwards.add(new String(cursor.key().toByteArray(), StandardCharsets.US_ASCII));
      }
    }
    assertEquals(new ArrayList<>(expected.descendingKeySet()), backwards);
    for (String key : List.of("#", "key1", "key2", "key3", "key4", "key5", "absent")) {
      byte[] value = database.get(keyspace, key.getBytes(StandardCharsets.US_ASCII));
      assertTrue(Arrays.equals(expected.get(key), value), key);
    }
  }

  /** Judges damaged images; collects what is wrong, and counts verdicts. */
  private final class Judge {
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private final List<String> violations = new ArrayList<>();

    void judge(String what, DiskImage image, Lost lost) {
      try {
        counts.merge(CorruptionTest.this.judge(image, lost), 1, Integer::sum);
      } catch (RuntimeException | Error e) {
        violations.add(what + ": " + e + " < " + Arrays.asList(e.getStackTrace()).subList(0, 3));
      }
    }

    int count(Verdict verdict) {
      return counts.getOrDefault(verdict, 0);
    }

    void report(String what) {
      StringBuilder text = new StringBuilder(what).append(": seed ").append(SEED);
      for (Verdict verdict : Verdict.values()) {
        text.append(", ").append(verdict).append(' ').append(count(verdict));
      }
      System.out.println(text.append(", violations ").append(violations.size()));
      assertEquals(List.of(), violations.subList(0, Math.min(20, violations.size())));
    }
  }

  /** A file's bytes but for the zeros of space taken ahead, on which nothing depends. */
  private static int used(byte[] bytes) {
    return DiskImage.withoutZerosAtEnd(bytes).length;
  }

  private static boolean isLog(Path path) {
    return path.toString().endsWith(".wal");
  }

  private record Flip(Path path, int at, int bit) {}

  private void flip(boolean everyBit, long nanos) {
    DiskImage image = database();
    List<Flip> flips = new ArrayList<>();
    Random random = new Random(SEED);
    image
        .files()
        .forEach(
            (path, bytes) -> {
              for (int at = 0; at < used(bytes); at++) {
                for (int bit = 0; bit < 8; bit++) {
                  if (everyBit || bit == at % 8) {
                    flips.add(new Flip(path, at, bit));
                  }
                }
              }
            });
    Collections.shuffle(flips, random);
    long deadline = System.nanoTime() + nanos;
    Judge judge = new Judge();
    int done = 0;
    for (Flip flip : flips) {
      if (System.nanoTime() > deadline) {
        break;
      }
      byte[] bytes = image.files().get(flip.path).clone();
      bytes[flip.at] ^= (byte) (1 << flip.bit);
      judge.judge(flip.toString(), image.with(flip.path, bytes), Lost.NOTHING);
      done++;
    }
    judge.report("flipped bits, " + done + " of " + flips.size());
    assertEquals(0, judge.count(Verdict.UNUSED), "bytes that nothing depends on");
  }

  @Test
  void aFlippedBitIsFound() {
    flip(false, TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  @Tag("slow")
  void everyFlippedBitIsFound() {
    flip(true, TimeUnit.HOURS.toNanos(1));
  }

  private void truncate(int stride) {
    DiskImage image = database();
    Judge judge = new Judge();
    image
        .files()
        .forEach(
            (path, bytes) -> {
              for (int size = used(bytes) - 1; size >= 0; size -= size < 40 ? 1 : stride) {
                judge.judge(
                    path + " truncated to " + size,
                    image.with(path, Arrays.copyOf(bytes, size)),
                    isLog(path) ? Lost.TAIL : Lost.NOTHING);
              }
            });
    judge.report("truncated files");
  }

  @Test
  void aTruncatedFileIsFoundOrWasATornLog() {
    truncate(23);
  }

  @Test
  @Tag("slow")
  void everyTruncatedFileIsFoundOrWasATornLog() {
    truncate(1);
  }

  @Test
  void aMissingFileIsFound() {
    DiskImage image = database();
    Judge judge = new Judge();
    for (Path path : image.files().keySet()) {
      judge.judge("without " + path, image.without(path), Lost.NOTHING);
    }
    judge.report("missing files");
    assertEquals(image.files().size(), judge.count(Verdict.DETECTED));
  }

  @Test
  void swappedFilesAreFound() {
    DiskImage image = database();
    Judge judge = new Judge();
    for (Path a : image.files().keySet()) {
      for (Path b : image.files().keySet()) {
        if (a.compareTo(b) < 0) {
          judge.judge(
              a + " and " + b,
              image.with(a, image.files().get(b)).with(b, image.files().get(a)),
              Lost.NOTHING);
        }
      }
    }
    judge.report("swapped files");
    assertEquals(0, judge.count(Verdict.UNUSED));
  }

  @Test
  void zeroedAndExchangedPartsOfAFileAreFound() {
    DiskImage image = database();
    Judge judge = new Judge();
    image
        .files()
        .forEach(
            (path, bytes) -> {
              int part = 64;
              for (int at = 0; at + 2 * part <= used(bytes); at += part) {
                byte[] zeroed = bytes.clone();
                Arrays.fill(zeroed, at, at + part, (byte) 0);
                judge.judge(path + " zeroed at " + at, image.with(path, zeroed), Lost.NOTHING);
                byte[] exchanged = bytes.clone();
                System.arraycopy(bytes, at, exchanged, at + part, part);
                System.arraycopy(bytes, at + part, exchanged, at, part);
                judge.judge(
                    path + " exchanged at " + at, image.with(path, exchanged), Lost.NOTHING);
              }
            });
    judge.report("zeroed and exchanged parts");
    assertEquals(0, judge.count(Verdict.UNUSED));
  }
}
