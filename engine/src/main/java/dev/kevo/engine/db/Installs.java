package dev.kevo.engine.db;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Verification;
import dev.kevo.engine.compaction.Compaction;
import dev.kevo.engine.compaction.Written;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.HistoryStart;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit;
import dev.kevo.engine.version.VersionEdit.AddedRangeDelete;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.DroppedKeyspace;
import dev.kevo.engine.version.VersionEdit.KeptHistory;
import dev.kevo.engine.version.VersionEdit.LogPosition;
import dev.kevo.engine.version.VersionEdit.TableChange;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** What the running compaction writes; null if there is none. Guarded by this. */
  private @Nullable Claim claim;

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

  /**
   * Installs the files, by keyspace, and range deletes of a flushed generation, after which its log
   * is no longer needed.
   */
  synchronized void installFlush(
      Generation flushed, Map<Integer, Written> made, List<AddedRangeDelete> deleted) {
    List<Change> changes = new ArrayList<>();
    List<Numbered> unwanted = new ArrayList<>();
    made.forEach(
        (id, written) -> {
          // A keyspace may have been dropped while its MemTable was written.
          if (isDropped(id)) {
            unwanted.addAll(written.files());
          } else {
            changes.addAll(written.changes(id, 0));
          }
        });
    deleted.stream().filter(delete -> !isDropped(delete.keyspaceId())).forEach(changes::add);
    changes.add(new LogPosition(flushed.nextLogNumber(), flushed.lastSequence()));
    VersionSet changed = append(changes);
    states.install(changed, flushed, List.of());
    obsolete.logsUnused(flushed.nextLogNumber());
    obsolete.deleteFiles(unwanted);
  }

  private boolean isDropped(int keyspaceId) {
    return versions.keyspaces().get(keyspaceId).dropped();
  }

  /**
   * Installs what a compaction did to a keyspace; if that was dropped meanwhile, nothing.
   *
   * @param made the files that it wrote
   */
  synchronized void installCompaction(
      int keyspaceId, List<TableChange> changes, List<Numbered> made) {
    if (isDropped(keyspaceId)) {
      obsolete.deleteFiles(made);
      return;
    }
    List<Numbered> before = versions.keyspaces().get(keyspaceId).version().files();
    VersionSet changed = append(changes);
    // A table that only moved to another level stays.
    Set<Numbered> kept = new HashSet<>(changed.keyspaces().get(keyspaceId).version().files());
    List<Numbered> gone = before.stream().filter(file -> !kept.contains(file)).toList();
    states.install(changed, null, gone);
  }

  /** Installs changes of which none removes a table; those of dropped keyspaces are left out. */
  synchronized void installChanges(List<? extends Change> changes) {
    List<Change> valid = new ArrayList<>();
    for (Change change : changes) {
      if (!(change instanceof TableChange table) || !isDropped(table.keyspaceId())) {
        valid.add(change);
      }
    }
    requireSpace();
    states.install(append(valid), null, List.of());
  }

  /**
   * Installs the tables of a load, all of whose entries get one sequence, newer than all that the
   * keyspace's tables hold: in the deepest level above which nothing has keys between theirs, and
   * which no running compaction writes to.
   */
  synchronized void installLoad(Load load, long sequence) {
    KeyspaceVersion keyspace = versions.keyspaces().get(load.keyspaceId());
    int level = levelFor(load, keyspace);
    List<TableMeta> tables =
        load.written().tables().stream().map(table -> table.loadedAt(sequence)).toList();
    Written loaded = new Written(tables, load.written().valueFiles());
    states.install(append(loaded.changes(load.keyspaceId(), level)), null, List.of());
  }

  private int levelFor(Load load, KeyspaceVersion keyspace) {
    Claim running = claim;
    if (keyspace.options().compactionStyle() == CompactionStyle.FIFO
        || (running != null && running.meets(load))) {
      return 0;
    }
    int level = 0;
    while (level < Version.LEVELS
        && keyspace.version().overlapping(level, load.first(), load.last()).isEmpty()) {
      level++;
    }
    boolean tiered = keyspace.options().compactionStyle() == CompactionStyle.TIERED;
    return tiered && level < Version.LEVELS ? 0 : Math.max(0, level - 1);
  }

  /** The keys that a running compaction may write anew. */
  private record Claim(int keyspaceId, byte[] first, byte[] last) {
    boolean meets(Load load) {
      return keyspaceId == load.keyspaceId()
          && Arrays.compareUnsigned(first, load.last()) <= 0
          && Arrays.compareUnsigned(load.first(), last) <= 0;
    }
  }

  /**
   * Lets a compaction begin, unless the keyspace's version is no longer the one it was picked from.
   * Until {@link #endCompaction}, what it may write overlaps nothing that is loaded meanwhile.
   */
  synchronized boolean beginCompaction(KeyspaceVersion picked, Compaction compaction) {
    if (versions.keyspaces().get(picked.id()).version() != picked.version()) {
      return false;
    }
    claim = new Claim(picked.id(), compaction.first(), compaction.last());
    return true;
  }

  synchronized void endCompaction() {
    claim = null;
  }

  /** Drops a keyspace, durably; the caller has checked that it is there. */
  synchronized void installDrop(KeyspaceHandle handle) {
    List<Numbered> gone = versions.keyspaces().get(handle.id()).version().files();
    VersionSet changed = append(List.of(new DroppedKeyspace(handle.id())));
    handle.drop();
    states.dropKeyspace(handle, changed, gone);
  }

  /** Creates a keyspace, durably; the caller has checked that there is none of that name. */
  synchronized void installKeyspace(
      KeyspaceHandle handle, KeyspaceOptions options, HistoryStart start) {
    requireSpace();
    List<Change> changes = new ArrayList<>();
    changes.add(new CreatedKeyspace(handle.id(), handle.name(), options));
    if (start.isKept()) {
      changes.add(new KeptHistory(handle.id(), start));
    }
    states.addKeyspace(handle, append(changes));
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

  /**
   * What makes up the database at this moment: nothing is installed meanwhile, so the log up to its
   * end then holds all that the manifest does not name.
   */
  synchronized HeldFiles hold(LogRetention retention, WriteAheadLog log) {
    VersionSet held = versions;
    ReadState state = states.pin();
    LogRetention.Hold segments = retention.holdSegment(held.logNumber());
    Runnable release =
        () -> {
          segments.close();
          states.unpin(state);
        };
    try {
      return HeldFiles.of(files, directory, held, log.position(), numbers.next(), release);
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  /** Checks manifest and log; no log is deleted meanwhile, for that takes an install. */
  synchronized Integrity.Checked verify(Integrity integrity, long lastSequence) {
    Verification read = integrity.verifyManifest(manifest.number(), versions);
    Integrity.Checked log = integrity.verifyLog(versions, lastSequence);
    return new Integrity.Checked(read.plus(log.read()), log.lastSequence());
  }

  synchronized void close() {
    manifest.close();
  }
}
