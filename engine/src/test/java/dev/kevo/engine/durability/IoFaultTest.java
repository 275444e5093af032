package dev.kevo.engine.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.Database;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.durability.CommitWorkload.Content;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FaultFileSystem;
import dev.kevo.engine.io.FaultFileSystem.Fault;
import dev.kevo.engine.io.PowerLoss;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An input or output error at any call never gives a wrong answer or loses a commit. */
class IoFaultTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);

  private final CommitWorkload workload = new CommitWorkload(SEED, 24, 900);

  /** One run of the workload on a disk with one fault. */
  private final class Run {
    private final PowerLossFileSystem disk = new PowerLossFileSystem();
    private final FaultFileSystem faulty = new FaultFileSystem(disk);
    private final List<String> violations = new ArrayList<>();

    /** What the database may hold: with and without the commits whose outcome is unknown. */
    private List<Content> possible = List.of(Content.empty());

    private Database database;
    private int acknowledged;

    void run() {
      for (int number = 1; number <= workload.count(); number++) {
        if (database == null || number == 14) {
          reopen();
        }
        if (database != null) {
          commit(number);
          readAll(database);
        }
        if (database != null && number % 6 == 0) {
          guarded("flush", database::flush);
        }
      }
    }

    private void reopen() {
      close();
      guarded("open", () -> database = TestDatabases.open(faulty, TestDatabases.SMALL));
    }

    private void close() {
      if (database != null) {
        guarded("close", database::close);
        database = null;
      }
    }

    private void commit(int number) {
      guarded(
          "commit " + number,
          () -> {
            database.createKeyspace(CommitWorkload.SECOND);
            try {
              workload.commit(database, number);
              possible = possible.stream().map(c -> workload.after(c, number)).toList();
              acknowledged++;
            } catch (CommitUnknownException e) {
              List<Content> both = new ArrayList<>(possible);
              possible.forEach(content -> both.add(workload.after(content, number)));
              possible = both;
              assertThrows(ReadOnlyException.class, () -> workload.commit(database, number));
            }
          });
    }

    private void readAll(Database from) {
      guarded(
          "read",
          () -> {
            Content content = Content.read(from, from);
            if (possible.stream().noneMatch(content::sameAs)) {
              violations.add(
                  "read a wrong answer: " + content.number() + " of " + acknowledged + " commits");
            }
          });
    }

    /** A failure must be one of the engine's. */
    private void guarded(String what, Runnable action) {
      try {
        action.run();
      } catch (KevoException e) {
        // What an injected fault may well lead to.
      } catch (RuntimeException | Error e) {
        violations.add(what + ": " + e + " < " + List.of(e.getStackTrace()).subList(0, 4));
      }
    }

    /** The same disk after a power cut, and after it was healed. */
    void checkReopened() {
      PowerLoss loss = PowerLoss.of(disk.history(), new Random(SEED), 0);
      List<DiskImage> images = new ArrayList<>(List.of(loss.imageOfDurable()));
      close();
      faulty.heal();
      images.add(DiskImage.of(disk, TestDatabases.DIRECTORY));
      for (DiskImage image : images) {
        checkImage(new PowerLossFileSystem(image));
      }
      try (Database healed = TestDatabases.open(faulty, TestDatabases.SMALL)) {
        readAll(healed);
      } catch (RuntimeException e) {
        violations.add("reopening a healed disk: " + e);
      }
    }

    private void checkImage(PowerLossFileSystem image) {
      try (Database reopened = TestDatabases.open(image, TestDatabases.SMALL)) {
        readAll(reopened);
        reopened.verify();
      } catch (RuntimeException e) {
        violations.add("reopening after a power cut: " + e);
      }
    }

    /** After a failed write or sync a database gives the file up; opened anew it may read it. */
    void checkNoRetry() {
      String failed = faulty.failed();
      if (failed.startsWith("sync ") || failed.startsWith("append ")) {
        String file = failed.substring(failed.indexOf(' ') + 1);
        for (String call : faulty.callsAfterFault()) {
          if (call.startsWith("lock ")) {
            return;
          }
          if (call.equals("sync " + file) || call.equals("append " + file)) {
            violations.add("after the failed " + failed + " there was another " + call);
          }
        }
      }
    }
  }

  private String describeViolations(long call, Fault fault, boolean onwards) {
    Run run = new Run();
    run.faulty.failAt(call, fault, onwards);
    run.run();
    run.checkNoRetry();
    run.checkReopened();
    return run.violations.isEmpty()
        ? ""
        : "call "
            + call
            + " ("
            + run.faulty.failed()
            + ") "
            + fault
            + (onwards ? " on" : " once")
            + ": "
            + run.violations;
  }

  private void sweep(int stride, long nanos) {
    Run quiet = new Run();
    quiet.run();
    quiet.close();
    assertEquals(List.of(), quiet.violations);
    assertEquals(workload.count(), quiet.acknowledged);
    long calls = quiet.faulty.calls();
    long deadline = System.nanoTime() + nanos;
    List<String> violations = new ArrayList<>();
    int runs = 0;
    for (int start = 0; start < stride; start++) {
      for (long call = start; call < calls && System.nanoTime() < deadline; call += stride) {
        for (Fault fault : Fault.values()) {
          for (boolean onwards : new boolean[] {false, true}) {
            String violation = describeViolations(call, fault, onwards);
            if (!violation.isEmpty()) {
              violations.add(violation);
            }
            runs++;
          }
        }
      }
    }
    System.out.printf(
        "input and output faults: seed %d, %d calls, %d runs, %d violations%n",
        SEED, calls, runs, violations.size());
    assertEquals(List.of(), violations);
    assertTrue(runs > 50);
  }

  @Test
  void aFaultAtSomeCallsGivesNoWrongAnswerAndLosesNothing() {
    sweep(7, TimeUnit.SECONDS.toNanos(6));
  }

  @Test
  @Tag("slow")
  void aFaultAtEveryCallGivesNoWrongAnswerAndLosesNothing() {
    sweep(1, TimeUnit.HOURS.toNanos(1));
  }

  @Test
  void aFailedSyncOfTheLogMakesTheCommitUnknownAndTheDatabaseReadOnly() {
    Run run = new Run();
    run.reopen();
    run.commit(1);
    Database database = run.database;
    run.faulty.failNext("sync", ".wal");

    assertThrows(CommitUnknownException.class, () -> workload.commit(database, 2));
    assertThrows(ReadOnlyException.class, () -> workload.commit(database, 3));
    assertTrue(Content.read(database, database).sameAs(workload.content(1)));
    run.close();
    run.checkNoRetry();
    assertEquals(List.of(), run.violations);
  }
}
