package dev.kevo.engine.durability;

import dev.kevo.engine.Database;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.Options;
import dev.kevo.engine.io.History;
import dev.kevo.engine.io.KillableFileSystem;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * One run of a {@link CommitWorkload}: what it did to the disk, and which commits were begun and
 * acknowledged when.
 */
final class Recording {
  /** So many commits after a flush another begins, which holds little, and stands still. */
  private static final int FLUSH_BEGINS = 1;

  /** The commits in between go on beside it, in the next log segment. */
  private static final int FLUSH_ENDS = 4;

  private final CommitWorkload workload;
  private final Options options;
  private final PowerLossFileSystem files = new PowerLossFileSystem();
  private final int[] begun;
  private final int[] acknowledged;
  private History recorded = files.history();
  private int keyspaceCreated;
  private long flushes;
  private long compactions;

  private Recording(CommitWorkload workload, Options options) {
    this.workload = workload;
    this.options = options;
    begun = new int[workload.count() + 1];
    acknowledged = new int[workload.count() + 1];
  }

  /**
   * Runs it.
   *
   * @param flushEvery commits between two flushes
   * @param reopenEvery commits after which the database is opened anew, each other time because its
   *     process was killed
   */
  static Recording run(CommitWorkload workload, Options options, int flushEvery, int reopenEvery) {
    Recording recording = new Recording(workload, options);
    Opening opening = recording.start();
    try {
      opening.database.createKeyspace(CommitWorkload.SECOND);
      recording.keyspaceCreated = recording.files.position();
      for (int number = 1; number <= workload.count(); number++) {
        Database database = opening.database;
        recording.begun[number] = recording.files.position();
        database.write(workload.batch(database, number));
        recording.acknowledged[number] = recording.files.position();
        switch (number % flushEvery) {
          case 0 -> database.flush();
          case FLUSH_BEGINS -> opening.beginFlush();
          case FLUSH_ENDS -> opening.endFlush();
          default -> {}
        }
        if (number % reopenEvery == 0) {
          recording.end(opening, number % (2 * reopenEvery) == 0);
          opening = recording.start();
        }
      }
    } finally {
      recording.end(opening, false);
    }
    recording.recorded = recording.files.history();
    return recording;
  }

  /** The same run, with no commit counted as acknowledged durably. */
  Recording promisingNothing() {
    Recording weaker = new Recording(workload, options);
    System.arraycopy(begun, 0, weaker.begun, 0, begun.length);
    Arrays.fill(weaker.acknowledged, 1, acknowledged.length, Integer.MAX_VALUE);
    weaker.keyspaceCreated = keyspaceCreated;
    weaker.recorded = history();
    return weaker;
  }

  /** One opening of the database. */
  private static final class Opening {
    private final KillableFileSystem files;
    private final Database database;
    private CompletableFuture<Void> flush = CompletableFuture.completedFuture(null);

    Opening(KillableFileSystem files, Options options) {
      this.files = files;
      this.database = TestDatabases.open(files, options);
    }

    /** Begins a flush, which then stands still while commits go on in the next log segment. */
    void beginFlush() {
      files.holdTables();
      flush = CompletableFuture.runAsync(database::flush);
      files.awaitHeldTable();
    }

    void endFlush() {
      files.releaseTables();
      flush.join();
    }
  }

  private Opening start() {
    return new Opening(new KillableFileSystem(files), options);
  }

  /** Closes the database, or kills the process that has it open. */
  private void end(Opening opening, boolean kill) {
    Database database = opening.database;
    opening.endFlush();
    if (!kill) {
      database.awaitCompactions();
    }
    flushes += database.stats().flushes().count();
    compactions += database.stats().compactions().count();
    if (kill) {
      opening.files.kill();
    }
    try {
      database.close();
    } catch (KevoException e) {
      if (!kill) {
        throw e;
      }
      // Closing only ended its threads; no call reached the disk any more.
    }
  }

  CommitWorkload workload() {
    return workload;
  }

  Options options() {
    return options;
  }

  History history() {
    return recorded;
  }

  /** The moment from which the second keyspace must be there. */
  int keyspaceCreated() {
    return keyspaceCreated;
  }

  /** The commits acknowledged by a moment. */
  int acknowledgedAt(int moment) {
    return countUpTo(acknowledged, moment);
  }

  /** The commits begun before a moment. */
  int begunAt(int moment) {
    return countUpTo(begun, moment);
  }

  /** The last commit whose position is not after the moment; positions only grow. */
  private static int countUpTo(int[] positions, int moment) {
    int low = 0;
    int high = positions.length - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (positions[middle] <= moment) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  long flushes() {
    return flushes;
  }

  long compactions() {
    return compactions;
  }
}
