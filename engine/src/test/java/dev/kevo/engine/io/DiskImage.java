package dev.kevo.engine.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a disk holds at one moment: its directories, and the bytes of its files by path. */
public record DiskImage(Set<Path> directories, SortedMap<Path, byte[]> files) {
  /** An empty disk. */
  public static DiskImage empty() {
    return new DiskImage(Set.of(), Collections.emptySortedMap());
  }

  /** The files of one directory, which may be absent. */
  public static DiskImage of(FileSystem source, Path directory) {
    if (!source.exists(directory)) {
      return empty();
    }
    SortedMap<Path, byte[]> files = new TreeMap<>();
    for (String name : source.list(directory)) {
      Path path = directory.resolve(name);
      try (ReadFile file = source.openRead(path)) {
        byte[] bytes = new byte[(int) file.size()];
        file.read(0, bytes, 0, bytes.length);
        files.put(path, bytes);
      }
    }
    return new DiskImage(Set.of(directory), files);
  }

  /** A file's bytes without the zeros at its end: the space that a log takes ahead. */
  public static byte[] withoutZerosAtEnd(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** The same disk with one file's bytes replaced. */
  public DiskImage with(Path file, byte[] bytes) {
    SortedMap<Path, byte[]> changed = new TreeMap<>(files);
    changed.put(file, bytes);
    return new DiskImage(directories, changed);
  }

  /** The same disk without one file. */
  public DiskImage without(Path file) {
    SortedMap<Path, byte[]> changed = new TreeMap<>(files);
    changed.remove(file);
    return new DiskImage(directories, changed);
  }

  /** The parents of all files and all directories. */
  Set<Path> allDirectories() {
    Set<Path> all = new HashSet<>();
    for (Path directory : directories) {
      for (Path path = directory; path != null; path = path.getParent()) {
        all.add(path);
      }
    }
    return all;
  }

  /** A file system in memory with this content. */
  public MemoryFileSystem toMemory() {
    MemoryFileSystem memory = new MemoryFileSystem();
    directories.forEach(memory::createDirectories);
    files.forEach(
        (path, bytes) -> {
          try (AppendFile file = memory.create(path)) {
            file.append(bytes, 0, bytes.length);
          }
        });
    return memory;
  }
}
