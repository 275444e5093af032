package dev.kevo.engine.db;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.wal.WalRecord;
import dev.kevo.engine.wal.WalReplay;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.List;

/** Reads and checks every byte of a database's files while it is open. */
final class Integrity {
  private final FileSystem files;
  private final Path directory;
  private final WriteAheadLog log;

  Integrity(FileSystem files, Path directory, WriteAheadLog log) {
    this.files = files;
    this.directory = directory;
    this.log = log;
  }

  /** Checks that the manifest in force is whole and says what it should. */
  void verifyManifest(long number, VersionSet expected) {
    long current = Manifest.readCurrent(files, directory);
    if (current != number) {
      throw new CorruptionException(
          directory + ": expected manifest " + number + " in force, found " + current);
    }
    VersionSet found = Manifest.read(files, directory, number);
    boolean same =
        found.logNumber() == expected.logNumber()
            && found.flushedSequence() == expected.flushedSequence()
            && found.keyspaces().size() == expected.keyspaces().size();
    for (int id = 0; same && id < expected.keyspaces().size(); id++) {
      same =
          found.keyspaces().get(id).name().equals(expected.keyspaces().get(id).name())
              && found
                  .keyspaces()
                  .get(id)
                  .version()
                  .levels()
                  .equals(expected.keyspaces().get(id).version().levels())
              && found
                  .keyspaces()
                  .get(id)
                  .version()
                  .pendingDeletes()
                  .equals(expected.keyspaces().get(id).version().pendingDeletes())
              && found.keyspaces().get(id).dropped() == expected.keyspaces().get(id).dropped();
    }
    if (!same) {
      throw new CorruptionException(
          directory + ": manifest " + number + " says something else than what was written");
    }
  }

  /**
   * Checks the log from the segment that a recovery would begin with up to its end; when a segment
   * is begun meanwhile, once more.
   *
   * @param lastSequence what the log must reach
   */
  void verifyLog(VersionSet versions, long lastSequence) {
    while (true) {
      List<Long> segments = WalReplay.segments(files, directory);
      try {
        replayLog(versions, lastSequence);
        return;
      } catch (CorruptionException e) {
        if (segments.equals(WalReplay.segments(files, directory))) {
          throw e;
        }
      }
    }
  }

  private void replayLog(VersionSet versions, long lastSequence) {
    long end =
        new WalReplay(files, directory, log.position())
            .replay(versions.logNumber(), versions.flushedSequence() + 1, Integrity::verifyRecord);
    if (end <= lastSequence) {
      throw new CorruptionException(
          directory
              + ": expected the log to reach sequence "
              + lastSequence
              + ", found its end at "
              + (end - 1));
    }
  }

  private static long verifyRecord(BytesReader payload, long expectedSequence) {
    return WalRecord.decode(
        payload, expectedSequence, (sequence, keyspaceId, kind, key, value) -> {});
  }
}
