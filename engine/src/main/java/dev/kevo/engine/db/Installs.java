package dev.kevo.engine.db;

import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.VersionEdit;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.AlteredKeyspace;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.LogPosition;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes version edits durable, one after the other, and then visible to readers. A failed append to
 * the manifest is final: the database turns read-only, and no file is deleted any more.
 *
 * <p>Its monitor is held during the manifest's I/O; nobody who serves reads or commits takes it.
 */
final class Installs {
  /** A manifest this large is replaced by one that begins with the whole state. */
  private static final long MANIFEST_BYTES_MAX = 4L << 20;

  /** Free space without which nothing is installed. */
  private static final long EDIT_BYTES_KEPT = 256L << 10;

  private final FileSystem files;
  private final Path directory;
  private final FileNumbers numbers;
  private final ReadStates states;
  private final Health health;
  private final ObsoleteFiles obsolete;

  /** Guarded by this. */
  private Manifest manifest;

  /** What the manifest says. Guarded by this. */
  private VersionSet versions;

  Installs(
      FileSystem files,
      Path directory,
      FileNumbers numbers,
      ReadStates states,
      Health health,
      ObsoleteFiles obsolete,
      Manifest manifest,
      VersionSet versions) {
    this.files = files;
    this.directory = directory;
    this.numbers = numbers;
    this.states = states;
    this.health = health;
    this.obsolete = obsolete;
    this.manifest = manifest;
    this.versions = versions;
  }

  /** Refuses to go on when there may be no space for an edit, which would be final. */
  void requireSpace() {
    long free = files.freeBytes(directory);
    if (free < EDIT_BYTES_KEPT) {
      throw new DiskFullException(
          "the disk of " + directory + " is full: " + free + " bytes are free");
    }
  }

  /** Installs the tables of a flushed generation, after which its log is no longer needed. */
  synchronized void installFlush(Generation flushed, List<AddedTable> added) {
    List<Change> changes = new ArrayList<>(added);
    changes.add(new LogPosition(flushed.nextLogNumber(), flushed.lastSequence()));
    VersionSet changed = append(changes);
    states.install(changed, flushed, List.of());
    obsolete.logsUnused(flushed.nextLogNumber());
  }

  /** Installs what a compaction did. */
  synchronized void installCompaction(List<RemovedTable> removed, List<AddedTable> added) {
    List<Change> changes = new ArrayList<>(removed);
    changes.addAll(added);
    VersionSet changed = append(changes);
    Set<Long> kept = new HashSet<>();
    added.forEach(table -> kept.add(table.table().fileNumber()));
    List<Long> gone = new ArrayList<>();
    for (RemovedTable table : removed) {
      // A table that only moved to another level stays.
      if (!kept.contains(table.fileNumber())) {
        gone.add(table.fileNumber());
      }
    }
    states.install(changed, null, gone);
  }

  /** Creates a keyspace, durably; the caller has checked that there is none of that name. */
  synchronized void installKeyspace(KeyspaceHandle handle, KeyspaceOptions options) {
    requireSpace();
    VersionSet changed = append(List.of(new CreatedKeyspace(handle.id(), handle.name(), options)));
    states.addKeyspace(handle, changed);
  }

  /** Changes a keyspace's options, durably. */
  synchronized void installOptions(int keyspaceId, KeyspaceOptions options) {
    requireSpace();
    states.install(append(List.of(new AlteredKeyspace(keyspaceId, options))), null, List.of());
  }

  private VersionSet append(List<? extends Change> changes) {
    health.requireWritable();
    VersionEdit edit = new VersionEdit(numbers.upperBound(), List.copyOf(changes));
    VersionSet changed = versions.apply(edit);
    if (manifest.bytes() > MANIFEST_BYTES_MAX) {
      replaceManifest();
    }
    // Up to here a full disk changes nothing.
    manifest.prepare(edit);
    try {
      manifest.appendPrepared();
    } catch (RuntimeException e) {
      health.fail(e);
      throw e;
    }
    versions = changed;
    return changed;
  }

  private void replaceManifest() {
    Manifest old = manifest;
    Manifest replacement = Manifest.prepare(files, directory, numbers.next(), versions);
    try {
      replacement.putInForce(files, directory);
    } catch (RuntimeException e) {
      replacement.close();
      health.fail(e);
      throw e;
    }
    manifest = replacement;
    old.close();
    obsolete.manifestUnused(old.number());
  }

  /** Checks manifest and log; no log is deleted meanwhile, for that takes an install. */
  synchronized void verify(Integrity integrity, long lastSequence) {
    integrity.verifyManifest(manifest.number(), versions);
    integrity.verifyLog(versions, lastSequence);
  }

  synchronized void close() {
    manifest.close();
  }
}
