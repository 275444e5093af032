package dev.kevo.engine.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Everything that happened to a {@link PowerLossFileSystem}, in order, from a first image on. */
public final class History {
  private final DiskImage start;
  private final List<Operation> operations;

  History(DiskImage start, List<Operation> operations) {
    this.start = start;
    this.operations = List.copyOf(operations);
  }

  /** One change. */
  sealed interface Operation {}

  /** A new directory; durable at once, as {@link FileSystem#createDirectories} promises. */
  record CreateDirectory(Path path) implements Operation {}

  record Create(Path path, Inode inode) implements Operation {}

  /** A second entry for a file that is there. */
  record Link(Path path, Inode inode) implements Operation {}

  record Append(Inode inode, int from, int to) implements Operation {}

  /** Space taken with zeros, up to a size. */
  record Reserve(Inode inode, int size) implements Operation {}

  record Sync(Inode inode, String site) implements Operation {}

  record Rename(Path from, Path to, Inode inode) implements Operation {}

  record Delete(Path path) implements Operation {}

  record SyncDirectory(Path path, String site) implements Operation {}

  /** What stands in the place of a sync that a mutant leaves out. */
  record Nothing() implements Operation {}

  /**
   * The bytes of a file, which are written from begin to end; complete once the history is read.
   */
  static final class Inode {
    final int id;
    byte[] bytes;

    /** What is written; what lies between it and the size is zero. */
    int written;

    int size;

    Inode(int id, byte[] bytes) {
      this.id = id;
      this.bytes = bytes;
      this.written = bytes.length;
      this.size = bytes.length;
    }
  }

  DiskImage start() {
    return start;
  }

  List<Operation> operations() {
    return operations;
  }

  /** The number of operations: as many moments, and one more, to cut the power. */
  public int size() {
    return operations.size();
  }

  /** The places in the engine that sync a file or a directory. */
  public NavigableSet<String> syncSites() {
    NavigableSet<String> sites = new TreeSet<>();
    for (Operation operation : operations) {
      if (operation instanceof Sync sync) {
        sites.add(sync.site());
      } else if (operation instanceof SyncDirectory sync) {
        sites.add(sync.site());
      }
    }
    return sites;
  }

  /** What would have happened had the engine left out the syncs at these places. */
  public History withoutSyncs(Predicate<String> site) {
    List<Operation> kept = new ArrayList<>(operations);
    kept.replaceAll(
        operation -> {
          boolean dropped =
              (operation instanceof Sync sync && site.test(sync.site()))
                  || (operation instanceof SyncDirectory directory && site.test(directory.site()));
          return dropped ? new Nothing() : operation;
        });
    return new History(start, kept);
  }

  Set<Path> startDirectories() {
    return start.allDirectories();
  }
}
