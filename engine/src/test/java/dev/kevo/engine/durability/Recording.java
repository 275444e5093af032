package dev.kevo.engine.durability;

import dev.kevo.engine.Database;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.backup.BackupDirectory;
import dev.kevo.engine.io.History;
import dev.kevo.engine.io.KillableFileSystem;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private static final Path BACKUPS = Path.of("/backups");
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final CommitWorkload workload;
  private final Options options;
  private final PowerLossFileSystem files = new PowerLossFileSystem();
  private final int[] begun;
  private final int[] acknowledged;
  private History recorded = files.history();
  private final List<Scratch> scratches = new ArrayList<>();
  private final List<Integer> checkpoints = new ArrayList<>();
  private int keyspaceCreated;
  private long flushes;
  private long compactions;

  private Recording(CommitWorkload workload, Options options) {
    this.workload = workload;
    this.options = options;
    begun = new int[workload.count() + 1];
    acknowledged = new int[workload.count() + 1];
  }

  /** Work beside the commits: after so many of them, at which of them what. */
  private static final int SIDE_WORK_EVERY = 30;

  private static final int CREATES = 9;
  private static final int DROPS = 16;
  private static final int COMPACTS = 20;
  private static final int CHECKPOINTS = 23;
  private static final int BACKS_UP = 27;

  /** A keyspace that is created, filled and dropped, and when; the end of time if it is not. */
  private record Scratch(String name, int created, int dropBegun, int dropped) {}

  /**
   * Runs it.
   *
   * @param flushEvery commits between two flushes
   * @param reopenEvery commits after which the database is opened anew, each other time because its
   *     process was killed
   * @param copies whether checkpoints and backups are made, too
   */
  static Recording run(
      CommitWorkload workload, Options options, int flushEvery, int reopenEvery, boolean copies) {
    Recording recording = new Recording(workload, options);
    Opening opening = recording.start();
    try {
      opening.database.createKeyspace(CommitWorkload.SECOND);
      recording.keyspaceCreated = recording.files.position();
      for (int number = 1; number <= workload.count(); number++) {
        Database database = opening.database;
        if (workload.isLoad(number)) {
          opening.endFlush(); // It waits for flushes.
        }
        recording.begun[number] = recording.files.position();
        workload.commit(database, number);
        recording.acknowledged[number] = recording.files.position();
        switch (number % flushEvery) {
          case 0 -> database.flush();
          case FLUSH_BEGINS -> {
            if (!workload.isLoad(number)) { // After it there may be nothing to flush.
              opening.beginFlush();
            }
          }
          case FLUSH_ENDS -> opening.endFlush();
          default -> {}
        }
        recording.workBeside(opening, number, copies);
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

  private void workBeside(Opening opening, int number, boolean copies) {
    Database database = opening.database;
    switch (number % SIDE_WORK_EVERY) {
      case CREATES -> {
        String name = "SCRATCH" + number;
        Keyspace created = database.createKeyspace(name);
        scratches.add(new Scratch(name, files.position(), Integer.MAX_VALUE, Integer.MAX_VALUE));
        database.put(created, new byte[] {1}, new byte[2000]);
      }
      case DROPS -> {
        Scratch last = scratches.remove(scratches.size() - 1);
        int begun = files.position();
        database.dropKeyspace(last.name);
        scratches.add(new Scratch(last.name, last.created, begun, files.position()));
      }
      case COMPACTS -> {
        opening.endFlush();
        database.compactRange(database.defaultKeyspace(), KeyRange.all());
      }
      case CHECKPOINTS -> {
        if (copies) {
          opening.endFlush();
          database.checkpoint(checkpoint(number));
          checkpoints.add(number);
        }
      }
      case BACKS_UP -> {
        if (copies) {
          opening.endFlush();
          new BackupDirectory(opening.files, BACKUPS, CLOCK).create(database);
        }
      }
      default -> {}
    }
  }

  /** Where the checkpoint after a commit lies. */
  static Path checkpoint(int number) {
    return Path.of("/checkpoint-" + number);
  }

  /** The same run, with no commit counted as acknowledged durably. */
  Recording promisingNothing() {
    Recording weaker = new Recording(workload, options);
    System.arraycopy(begun, 0, weaker.begun, 0, begun.length);
    Arrays.fill(weaker.acknowledged, 1, acknowledged.length, Integer.MAX_VALUE);
    weaker.keyspaceCreated = keyspaceCreated;
    weaker.scratches.addAll(scratches);
    weaker.checkpoints.addAll(checkpoints);
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

  /** The keyspaces that were created before a moment, and of whose drop nothing was begun. */
  List<String> keyspacesPresentAt(int moment) {
    return scratches.stream()
        .filter(scratch -> scratch.created <= moment && moment <= scratch.dropBegun)
        .map(Scratch::name)
        .toList();
  }

  /** The keyspaces that were dropped before a moment. */
  List<String> keyspacesDroppedAt(int moment) {
    return scratches.stream()
        .filter(scratch -> scratch.dropped <= moment)
        .map(Scratch::name)
        .toList();
  }

  /** The commits after which a checkpoint was made. */
  List<Integer> checkpoints() {
    return checkpoints;
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
