package dev.kevo.engine.db;

import dev.kevo.engine.StorageException;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Deletes files that nothing refers to any more. Whoever finds one hands it in; background threads
 * delete. A file that cannot be deleted is left to the next open. Thread-safe.
 */
final class ObsoleteFiles implements ReadStates.Unused {
  private final FileSystem files;
  private final Path directory;
  private final TableCache tables;
  private final LogRetention retention;
  private final Health health;
  private final Progress progress;
  private final ConcurrentLinkedQueue<Numbered> unusedFiles = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> unusedNames = new ConcurrentLinkedQueue<>();

  ObsoleteFiles(
      FileSystem files,
      Path directory,
      TableCache tables,
      LogRetention retention,
      Health health,
      Progress progress) {
    this.files = files;
    this.directory = directory;
    this.tables = tables;
    this.retention = retention;
    this.health = health;
    this.progress = progress;
  }

  @Override
  public void filesUnused(List<Numbered> unused) {
    unusedFiles.addAll(unused);
    progress.announce();
  }

  /** Whether {@link #deleteUnused} has something to do, or has not done it yet. */
  boolean hasUnused() {
    return !unusedFiles.isEmpty() || !unusedNames.isEmpty();
  }

  /** Takes the log segments before the one of that number, but for those that are retained. */
  void logsUnused(long firstNeeded) {
    for (long number : retention.giveUp(firstNeeded)) {
      unusedNames.add(FileNames.wal(number));
    }
  }

  void manifestUnused(long number) {
    unusedNames.add(FileNames.manifest(number));
  }

  /** Deletes what was handed in. After a failure of the database nothing is deleted. */
  synchronized void deleteUnused() {
    for (Numbered file = unusedFiles.peek(); file != null; file = unusedFiles.peek()) {
      if (file.kind() == FileNames.Kind.TABLE) {
        tables.drop(file.number());
      } else {
        tables.values().drop(file.number());
      }
      unusedNames.add(file.name());
      unusedFiles.remove();
    }
    for (String name = unusedNames.peek(); name != null; name = unusedNames.peek()) {
      if (!health.failed()) {
        delete(name);
      }
      unusedNames.remove();
    }
  }

  /** Deletes the output of a job that failed, unless an edit in doubt may name it. */
  void deleteFiles(List<Numbered> made) {
    if (health.failed()) {
      return;
    }
    for (Numbered file : made) {
      if (files.exists(directory.resolve(file.name()))) {
        delete(file.name());
      }
    }
  }

  private void delete(String name) {
    try {
      files.delete(directory.resolve(name));
    } catch (StorageException ignored) {
      // The file does no harm: the next open finds that nothing refers to it.
    }
  }

  /** Deletes, right after the open, all numbered files that nobody needs. */
  static void deleteUnknown(
      FileSystem files,
      Path directory,
      VersionSet versions,
      long manifestNumber,
      LogRetention retention) {
    Set<Long> givenUp = Set.copyOf(retention.giveUp(versions.logNumber()));
    Set<String> known = new HashSet<>();
    known.add(FileNames.manifest(manifestNumber));
    for (KeyspaceVersion keyspace : versions.keyspaces()) {
      keyspace.version().files().forEach(file -> known.add(file.name()));
    }
    for (String name : files.list(directory)) {
      boolean keptLog =
          FileNames.parse(name)
              .filter(numbered -> numbered.kind() == FileNames.Kind.WAL)
              .filter(numbered -> !givenUp.contains(numbered.number()))
              .isPresent();
      boolean ours = FileNames.parse(name).isPresent() || name.equals(FileNames.CURRENT_TEMPORARY);
      if (ours && !keptLog && !known.contains(name)) {
        files.delete(directory.resolve(name));
      }
    }
  }
}
