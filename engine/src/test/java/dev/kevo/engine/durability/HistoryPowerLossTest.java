package dev.kevo.engine.durability;

import static dev.kevo.engine.db.Databases.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SnapshotTooOldException;
import dev.kevo.engine.db.Databases;
import dev.kevo.engine.io.PowerLoss;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power loss at any moment leaves the past readable, as far back as it was kept, and no other. */
class HistoryPowerLossTest {
  private static final long SEED = 20260101;
  private static final int COMMITS = 60;
  private static final int KEPT = 20;
  private static final int IMAGES = 150;
  private static final Options OPTIONS =
      TestDatabases.SMALL.withKeyspaceDefaults(
          KeyspaceOptions.DEFAULT.withHistoryMillis(KEPT * 1000L));

  /** The commit of a number is made in that second. */
  private static Instant second(int number) {
    return Instant.ofEpochSecond(1_000_000 + number);
  }

  @Test
  void whatWasAcknowledgedStaysInThePast() {
    PowerLossFileSystem files = new PowerLossFileSystem();
    int[] acknowledged = new int[COMMITS + 1];
    Instant[] now = {second(0)};
    try (Database database = Databases.open(files, OPTIONS, () -> now[0])) {
      acknowledged[0] = files.position();
      for (int number = 1; number <= COMMITS; number++) {
        now[0] = second(number);
        database.put(database.defaultKeyspace(), bytes("key"), bytes("" + number));
        acknowledged[number] = files.position();
        Databases.tick(database);
        if (number % 7 == 0) {
          database.flush();
        }
        if (number % 15 == 0) {
          database.compactRange(database.defaultKeyspace(), KeyRange.all());
        }
      }
    }
    PowerLoss loss = PowerLoss.of(files.history(), new Random(SEED), 3);
    Map<PowerLoss.State, Integer> latest = new LinkedHashMap<>();
    loss.visit((moment, state) -> latest.merge(state, moment, Math::max));
    List<Map.Entry<PowerLoss.State, Integer>> images = new ArrayList<>(latest.entrySet());
    Collections.shuffle(images, new Random(SEED));
    int checked = 0;
    for (Map.Entry<PowerLoss.State, Integer> image : images) {
      int commits = 0;
      while (commits < COMMITS && acknowledged[commits + 1] <= image.getValue()) {
        commits++;
      }
      if (acknowledged[0] <= image.getValue() && checked < IMAGES) {
        check(new PowerLossFileSystem(loss.image(image.getKey())), commits);
        checked++;
      }
    }
    assertTrue(checked > IMAGES / 2, checked + " images");
  }

  private static void check(PowerLossFileSystem files, int commits) {
    // As late as the next commit, which may be there too.
    Instant now = second(commits + 1);
    try (Database database = Databases.open(files, OPTIONS, () -> now)) {
      for (int number = 1; number <= commits; number++) {
        Instant time = second(number).plusMillis(500);
        try (Snapshot past = database.snapshotAt(time)) {
          assertEquals("" + number, Databases.get(past, database.defaultKeyspace(), "key"));
        } catch (SnapshotTooOldException e) {
          assertTrue(number <= commits + 1 - KEPT, commits + " commits: " + e.getMessage());
        }
      }
    }
  }
}
