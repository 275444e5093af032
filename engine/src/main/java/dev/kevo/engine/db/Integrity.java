package dev.kevo.engine.db;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Verification;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.txn.SnapshotRegistry;
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
  private final ReadStates states;
  private final Installs installs;
  private final SnapshotRegistry snapshots;

  Integrity(
      FileSystem files,
      Path directory,
      WriteAheadLog log,
      ReadStates states,
      Installs installs,
      SnapshotRegistry snapshots) {
    this.files = files;
    this.directory = directory;
    this.log = log;
    this.states = states;
    this.installs = installs;
    this.snapshots = snapshots;
  }

  /** Checks manifest, log, and the tables with their value files. */
  Verification verify() {
    ReadState state = states.pin();
    try {
      // The log after the state was pinned: it has every sequence that is in the state's tables.
      Checked checked = installs.verify(this, snapshots.published());
      Verification all = checked.read();
      for (KeyspaceState keyspace : state.keyspaces()) {
        all = all.plus(new TablesCheck(keyspace.tables(), checked.lastSequence()).run());
      }
      return all;
    } finally {
      states.unpin(state);
    }
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
