package dev.kevo.engine.db;

import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.VersionEdit;
import dev.kevo.engine.version.VersionEdit.AddedTable;
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
    LogPosition log = new LogPosition(flushed.nextLogNumber(), flushed.lastSequence());
    VersionSet changed = append(List.of(log), List.of(), List.of(), added);
    states.install(changed, flushed, List.of());
    obsolete.logsUnused(flushed.nextLogNumber());
  }

  /** Installs what a compaction did. */
  synchronized void installCompaction(List<RemovedTable> removed, List<AddedTable> added) {
    VersionSet changed = append(List.of(), List.of(), removed, added);
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
  synchronized void installKeyspace(KeyspaceHandle handle) {
    requireSpace();
    CreatedKeyspace created = new CreatedKeyspace(handle.id(), handle.name());
    VersionSet changed = append(List.of(), List.of(created), List.of(), List.of());
    states.addKeyspace(handle, changed);
  }

  private VersionSet append(
      List<LogPosition> logs,
      List<CreatedKeyspace> keyspaces,
      List<RemovedTable> removed,
      List<AddedTable> added) {
    health.requireWritable();
    VersionEdit edit = new VersionEdit(numbers.upperBound(), logs, keyspaces, removed, added);
    VersionSet changed = versions.apply(edit);
    try {
      if (manifest.bytes() > MANIFEST_BYTES_MAX) {
        replaceManifest();
      }
      manifest.append(edit);
    } catch (RuntimeException e) {
      health.fail(e);
      throw e;
    }
    versions = changed;
    return changed;
  }

  private void replaceManifest() {
    Manifest old = manifest;
    manifest = Manifest.create(files, directory, numbers.next(), versions);
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
