package dev.kevo.engine.io;

import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files in this JVM's heap, gone with the object. A deleted file stays readable for whoever has it
 * open. Thread-safe.
 */
public final class MemoryFileSystem implements FileSystem {
  private static final int WRITER = -1;

  /** Directories by path, their files by name; guarded by this. */
  private final Map<Path, TreeMap<String, MemoryFile>> directories = new HashMap<>();

  /** Locked files and by how many readers, {@link #WRITER} for a writer; guarded by this. */
  private final Map<Path, Integer> locked = new HashMap<>();

  /** An empty file system. */
  public MemoryFileSystem() {}

  @Override
  public synchronized void createDirectories(Path directory) {
    for (Path path = absolute(directory); path != null; path = path.getParent()) {
      if (isFile(path)) {
        throw new StorageException("cannot create directory " + path + ": it is a file");
      }
      directories.computeIfAbsent(path, absent -> new TreeMap<>());
    }
  }

  @Override
  public synchronized boolean exists(Path path) {
    Path absolute = absolute(path);
    return directories.containsKey(absolute) || isFile(absolute);
  }

  @Override
  public synchronized List<String> list(Path directory) {
    Path absolute = absolute(directory);
    Set<String> names = new HashSet<>(files(absolute, "list").keySet());
    for (Path other : directories.keySet()) {
      if (absolute.equals(other.getParent())) {
        names.add(name(other));
      }
    }
    return names.stream().sorted().toList();
  }

  @Override
  public synchronized long size(Path file) {
    return file(file).size();
  }

  @Override
  public synchronized long lastModifiedMillis(Path file) {
    return file(file).modifiedMillis;
  }

  @Override
  public synchronized ReadFile openRead(Path file) {
    return new Reader(file, file(file));
  }

  @Override
  public synchronized AppendFile create(Path file) {
    Path absolute = absolute(file);
    Map<String, MemoryFile> files = files(parent(absolute), "create " + file + " in");
    if (exists(absolute)) {
      throw new StorageException("cannot create " + file + ": it exists");
    }
    MemoryFile content = new MemoryFile();
    files.put(name(absolute), content);
    return new Appender(file, content);
  }

  @Override
  public synchronized void sync(Path file) {
    file(file);
  }

  @Override
  public synchronized void rename(Path from, Path to) {
    MemoryFile content = file(from);
    Path target = absolute(to);
    Map<String, MemoryFile> targets = files(parent(target), "rename " + from + " into");
    files(parent(absolute(from)), "rename " + from + " in").remove(name(absolute(from)));
    targets.put(name(target), content);
  }

  @Override
  public synchronized boolean link(Path file, Path second) {
    MemoryFile content = file(file);
    Path absolute = absolute(second);
    Map<String, MemoryFile> files = files(parent(absolute), "link " + file + " into");
    if (exists(absolute)) {
      throw new StorageException("cannot create " + second + ": it exists");
    }
    files.put(name(absolute), content);
    return true;
  }

  @Override
  public synchronized void delete(Path file) {
    Path absolute = absolute(file);
    if (files(parent(absolute), "delete " + file + " in").remove(name(absolute)) == null) {
      throw new StorageException("cannot delete " + file + ": it does not exist");
    }
  }

  @Override
  public synchronized void syncDirectory(Path directory) {
    files(absolute(directory), "sync");
  }

  @Override
  public long freeBytes(Path directory) {
    return Long.MAX_VALUE;
  }

  @Override
  public synchronized DirectoryLock lock(Path lockFile) {
    Path absolute = absolute(lockFile);
    files(parent(absolute), "lock " + lockFile + " in")
        .computeIfAbsent(name(absolute), absent -> new MemoryFile());
    if (locked.putIfAbsent(absolute, WRITER) != null) {
      throw locked(absolute);
    }
    return () -> {
      synchronized (this) {
        locked.remove(absolute);
      }
    };
  }

  @Override
  public synchronized DirectoryLock lockShared(Path lockFile) {
    Path absolute = absolute(lockFile);
    if (locked.getOrDefault(absolute, 0) == WRITER) {
      throw locked(absolute);
    }
    locked.merge(absolute, 1, Integer::sum);
    return () -> {
      synchronized (this) {
        locked.computeIfPresent(absolute, (path, readers) -> readers == 1 ? null : readers - 1);
      }
    };
  }

  private static DatabaseLockedException locked(Path lockFile) {
    return new DatabaseLockedException(
        "database " + lockFile.getParent() + " is open already, in this process",
        ProcessHandle.current().pid());
  }

  private boolean isFile(Path absolute) {
    Path parent = absolute.getParent();
    Map<String, MemoryFile> files = parent == null ? null : directories.get(parent);
    return files != null && files.containsKey(name(absolute));
  }

  private Map<String, MemoryFile> files(Path absoluteDirectory, String action) {
    Map<String, MemoryFile> files = directories.get(absoluteDirectory);
    if (files == null) {
      throw new StorageException(
          "cannot " + action + " " + absoluteDirectory + ": no such directory");
    }
    return files;
  }

  private MemoryFile file(Path path) {
    Path absolute = absolute(path);
    MemoryFile file = files(parent(absolute), "open " + path + " in").get(name(absolute));
    if (file == null) {
      throw IoErrors.missing(path, null);
    }
    return file;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Path parent(Path absolute) {
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }

  private static String name(Path absolute) {
    Path name = absolute.getFileName();
    return name == null ? "" : name.toString();
  }

  /**
   * The bytes of one file. One thread appends; others read what was there when they opened it, so
   * the size, written last and read first, is all that needs to be volatile.
   */
  private static final class MemoryFile {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_BYTES = 1 << CHUNK_BITS;

    private volatile List<byte[]> chunks = List.of();

    /** Where the next append goes. The appender's. */
    private long position;

    private volatile long size;

    private volatile long modifiedMillis = System.currentTimeMillis();

    long size() {
      return size;
    }

    long position() {
      return position;
    }

    void append(byte[] bytes, int offset, int length) {
      modifiedMillis = System.currentTimeMillis();
      long end = position;
      ensure(end + length);
      int done = 0;
      while (done < length) {
        int within = (int) (end & (CHUNK_BYTES - 1));
        int count = Math.min(length - done, CHUNK_BYTES - within);
        byte[] chunk = chunks.get((int) (end >> CHUNK_BITS));
        System.arraycopy(bytes, offset + done, chunk, within, count);
        done += count;
        end += count;
      }
      position = end;
      size = Math.max(size, end);
    }

    /** Lengthens the file with zeros. */
    void reserve(long end) {
      ensure(end);
      size = Math.max(size, end);
    }

    private void ensure(long end) {
      while ((long) chunks.size() << CHUNK_BITS < end) {
        addChunk();
      }
    }

    /** A chunk once full stays; the list is copied so that readers need no lock. */
    private void addChunk() {
      List<byte[]> more = new ArrayList<>(chunks.size() + 1);
      more.addAll(chunks);
      more.add(new byte[CHUNK_BYTES]);
      chunks = more;
    }

    void read(long position, byte[] into, int offset, int length) {
      List<byte[]> present = chunks;
      long from = position;
      int done = 0;
      while (done < length) {
        int within = (int) (from & (CHUNK_BYTES - 1));
        int count = Math.min(length - done, CHUNK_BYTES - within);
        System.arraycopy(
            present.get((int) (from >> CHUNK_BITS)), within, into, offset + done, count);
        done += count;
        from += count;
      }
    }
  }

  private static final class Appender implements AppendFile {
    private final Path path;
    private final MemoryFile file;
    private boolean closed;

    Appender(Path path, MemoryFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      if (closed) {
        throw new IllegalStateException(path + " is closed");
      }
      file.append(bytes, offset, length);
    }

    @Override
    public void reserve(long bytes) {
      if (closed) {
        throw new IllegalStateException(path + " is closed");
      }
      file.reserve(file.position() + bytes);
    }

    @Override
    public void sync() {
      if (closed) {
        throw new IllegalStateException(path + " is closed");
      }
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class Reader implements ReadFile {
    private final Path path;
    private final MemoryFile file;
    private final long size;
    private volatile boolean closed;

    Reader(Path path, MemoryFile file) {
      this.path = path;
      this.file = file;
      this.size = file.size();
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      if (closed) {
        throw new IllegalStateException(path + " is closed");
      }
      if (position > size - length) {
        throw IoErrors.endsBefore(path, position, length, Math.max(0, size - position));
      }
      file.read(position, into, offset, length);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
