package dev.kevo.engine.db;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Verification;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import dev.kevo.engine.wal.WalPosition;
import dev.kevo.engine.wal.WalRecord;
import dev.kevo.engine.wal.WalReplay;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;

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

  /**
   * What was read of manifest and log.
   *
   * @param lastSequence where the log ends
   */
  record Checked(Verification read, long lastSequence) {}

  /** Checks that the manifest in force is whole and says what it should. */
  Verification verifyManifest(long number, VersionSet expected) {
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
      same = saysTheSame(found.keyspaces().get(id), expected.keyspaces().get(id));
    }
    if (!same) {
      throw new CorruptionException(
          directory + ": manifest " + number + " says something else than what was written");
    }
    long bytes =
        files.size(directory.resolve(FileNames.manifest(number)))
            + files.size(directory.resolve(FileNames.CURRENT));
    return new Verification(2, bytes, 0);
  }

  private static boolean saysTheSame(KeyspaceVersion found, KeyspaceVersion expected) {
    Version has = found.version();
    Version should = expected.version();
    return found.name().equals(expected.name())
        && found.dropped() == expected.dropped()
        && found.options().equals(expected.options())
        && has.levels().equals(should.levels())
        && has.pendingDeletes().equals(should.pendingDeletes())
        && has.expiredBefore() == should.expiredBefore()
        && has.history().equals(should.history())
        && has.valueFiles().equals(should.valueFiles());
  }

  /**
   * Checks the log from the segment that a recovery would begin with up to its end.
   *
   * @param lastSequence what the log must reach
   */
  Checked verifyLog(VersionSet versions, long lastSequence) {
    WalPosition written = log.position();
    long first = versions.flushedSequence() + 1;
    long end =
        new WalReplay(files, directory, written)
            .replay(versions.logNumber(), first, Integrity::verifyRecord);
    if (end <= lastSequence) {
      throw new CorruptionException(
          directory
              + ": expected the log to reach sequence "
              + lastSequence
              + ", found its end at "
              + (end - 1));
    }
    int segments = 0;
    long bytes = written.bytes();
    for (long segment : WalReplay.segments(files, directory)) {
      if (segment >= versions.logNumber() && segment <= written.segment()) {
        segments++;
        if (segment < written.segment()) {
          bytes += files.size(directory.resolve(FileNames.wal(segment)));
        }
      }
    }
    return new Checked(new Verification(segments, bytes, end - first), end - 1);
  }

  private static long verifyRecord(BytesReader payload, long expectedSequence) {
    return WalRecord.decode(
        payload, expectedSequence, (sequence, keyspaceId, kind, key, value) -> {});
  }
}
