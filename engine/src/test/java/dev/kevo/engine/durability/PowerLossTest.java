package dev.kevo.engine.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Durability;
import dev.kevo.engine.durability.PowerLossCheck.Outcome;
import dev.kevo.engine.io.History;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Power loss at any moment leaves every acknowledged commit, and only whole ones, in their order.
 * Runs on the seed in the system property {@code kevo.seed}, else on a fixed one.
 */
class PowerLossTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);

  /** Enough commits for several flushes, and compactions of what they wrote. */
  private static Recording record(long seed, int commits) {
    return record(seed, commits, true);
  }

  private static Recording record(long seed, int commits, boolean copies) {
    return Recording.run(
        new CommitWorkload(seed, commits, 900), TestDatabases.SMALL, 45, 55, copies);
  }

  private static Outcome check(Recording recording, long seed, int subsets, long seconds) {
    Outcome outcome =
        new PowerLossCheck(recording, seed).check(subsets, TimeUnit.SECONDS.toNanos(seconds));
    System.out.printf(
        "power loss: seed %d, %d operations, %d flushes, %d compactions: %s%n",
        seed, recording.history().size(), recording.flushes(), recording.compactions(), outcome);
    return outcome;
  }

  @Test
  void powerLossLeavesEveryAcknowledgedCommitWholeAndInOrder() {
    Recording recording = record(SEED, 150);
    Outcome outcome = check(recording, SEED, 4, 8);

    assertEquals(List.of(), outcome.violations());
    assertTrue(outcome.imagesChecked() > 50, outcome::toString);
    assertTrue(recording.flushes() > 5 && recording.compactions() > 0, outcome::toString);
  }

  /** A commit that is not synced, and a process that is killed, make other syncs matter. */
  private static Recording recordUnsynced(Durability durability) {
    return Recording.run(
        new CommitWorkload(SEED, 100, 300),
        TestDatabases.SMALL
            .withDurability(durability)
            .withSyncBatchBytes(2000)
            .withSyncBatchMillis(3_600_000) // Else the clock decides which syncs there are.
            .withLogRetainedSegments(2),
        30,
        22,
        false);
  }

  @Test
  void withoutAnyOfItsSyncsTheEngineLosesCommits() {
    List<Recording> recordings =
        List.of(record(SEED, 120, false), recordUnsynced(Durability.BATCH).promisingNothing());
    Set<String> unnoticed = new TreeSet<>();
    recordings.forEach(recording -> unnoticed.addAll(recording.history().syncSites()));
    assertTrue(unnoticed.size() > 8, unnoticed::toString);
    long seconds = 3;
    for (Recording recording : recordings) {
      PowerLossCheck check = new PowerLossCheck(recording, SEED);
      for (String site : recording.history().syncSites()) {
        if (unnoticed.contains(site)) {
          History mutant = recording.history().withoutSyncs(site::equals);
          Outcome outcome = check.checkMutant(mutant, TimeUnit.SECONDS.toNanos(seconds));
          System.out.printf("without sync of %s: %s%n", site, outcome);
          if (!outcome.violations().isEmpty()) {
            unnoticed.remove(site);
          }
        }
      }
      seconds = 30; // What the first recording shows need not be looked for in the second.
    }

    assertEquals(Set.of(), unnoticed, "syncs that may be left out");
  }

  @Test
  void withoutSyncedCommitsPowerLossStillLeavesAPrefix() {
    for (Durability durability : List.of(Durability.NONE, Durability.BATCH)) {
      Recording recording = recordUnsynced(durability);
      Outcome outcome =
          new PowerLossCheck(recording.promisingNothing(), SEED)
              .check(4, TimeUnit.SECONDS.toNanos(2));
      System.out.printf("power loss under %s: seed %d: %s%n", durability, SEED, outcome);

      assertEquals(List.of(), outcome.violations());
    }
  }

  @Test
  @Tag("slow")
  void powerLossOverAMillionDifferentImages() {
    long wanted = Long.getLong("kevo.images", 1_000_000);
    long opened = 0;
    for (long seed = SEED; opened < wanted; seed++) {
      // Each seed has values of its own, so no image comes twice.
      Outcome outcome = check(record(seed, 240), seed, 20, TimeUnit.DAYS.toSeconds(1));
      assertEquals(List.of(), outcome.violations());
      assertEquals(outcome.images(), outcome.imagesChecked());
      opened += outcome.images();
      System.out.printf("power loss: %d of %d images%n", opened, wanted);
    }
    assertTrue(opened >= wanted);
  }
}
