package dev.kevo.engine.db;

import dev.kevo.engine.io.DirectoryCopy;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.ValueFile;
import dev.kevo.engine.version.VersionSet;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import dev.kevo.engine.wal.WalPosition;
import dev.kevo.engine.wal.WalReplay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that make up an open database at one moment: its tables and value files, its log up to
 * where it then ended, a manifest of its own that names them, and {@code CURRENT}. None of them is
 * deleted before this is closed. Immutable.
 */
public final class HeldFiles implements AutoCloseable {
  /** Where the manifest lies, in memory. */
  private static final Path MEMORY = Path.of("/manifest");

  private final List<HeldFile> all;
  private final Runnable onClose;

  /**
   * One of the files.
   *
   * @param files where it is
   * @param bytes how much of it counts: a log grows beyond
   * @param immutable whether it never changes
   */
  public record HeldFile(String name, FileSystem files, Path path, long bytes, boolean immutable) {}

  private HeldFiles(List<HeldFile> all, Runnable onClose) {
    this.all = all;
    this.onClose = onClose;
  }

  /**
   * Names them.
   *
   * @param manifestNumber the one that the new manifest gets
   * @param onClose lets go of them
   */
  static HeldFiles of(
      FileSystem files,
      Path directory,
      VersionSet versions,
      WalPosition end,
      long manifestNumber,
      Runnable onClose) {
    List<HeldFile> all = new ArrayList<>();
    for (KeyspaceVersion keyspace : versions.keyspaces()) {
      for (List<TableMeta> level : keyspace.version().levels()) {
        for (TableMeta table : level) {
          String name = FileNames.table(table.fileNumber());
          all.add(new HeldFile(name, files, directory.resolve(name), table.bytes(), true));
        }
      }
      for (ValueFile file : keyspace.version().valueFiles().values()) {
        String name = FileNames.values(file.meta().fileNumber());
        all.add(new HeldFile(name, files, directory.resolve(name), file.meta().bytes(), true));
      }
    }
    for (long segment : WalReplay.segments(files, directory)) {
      if (segment >= versions.logNumber() && segment <= end.segment()) {
        String name = FileNames.wal(segment);
        Path path = directory.resolve(name);
        long bytes = segment == end.segment() ? end.bytes() : files.size(path);
        all.add(new HeldFile(name, files, path, bytes, false));
      }
    }
    MemoryFileSystem memory = new MemoryFileSystem();
    memory.createDirectories(MEMORY);
    String manifestName = FileNames.manifest(manifestNumber);
    try (Manifest manifest = Manifest.create(memory, MEMORY, manifestNumber, versions)) {
      Path path = MEMORY.resolve(manifestName);
      all.add(new HeldFile(manifestName, memory, path, manifest.bytes(), false));
    }
    Path current = MEMORY.resolve(FileNames.CURRENT);
    all.add(new HeldFile(FileNames.CURRENT, memory, current, memory.size(current), false));
    return new HeldFiles(List.copyOf(all), onClose);
  }

  /** All of them, {@code CURRENT} last. */
  public List<HeldFile> all() {
    return all;
  }

  /**
   * Copies them to a new directory; those that never change become links where that is possible.
   *
   * @param to where that directory is
   */
  void copyTo(FileSystem to, Path target) {
    try (DirectoryCopy copy = DirectoryCopy.begin(to, target)) {
      for (HeldFile file : all) {
        if (file.immutable()) {
          copy.link(file.files(), file.path(), file.bytes());
        } else {
          copy.copy(file.files(), file.path(), file.bytes(), file.name());
        }
      }
      copy.finish();
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}
