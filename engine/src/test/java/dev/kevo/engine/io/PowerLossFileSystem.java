package dev.kevo.engine.io;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.io.History.Inode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Files in memory whose every change is recorded, so that {@link PowerLoss} can tell afterwards
 * what a disk might have held had the power failed at any moment. Thread-safe; one lock for all.
 */
public final class PowerLossFileSystem implements FileSystem {
  private static final StackWalker STACK = StackWalker.getInstance();
  private static final int SITE_FRAMES = 2;

  private final DiskImage start;
  private final Set<Path> directories;
  private final SortedMap<Path, Inode> entries = new TreeMap<>();
  private final Set<Path> locked = new HashSet<>();
  private final List<History.Operation> operations = new ArrayList<>();
  private int inodes;

  /** An empty disk. */
  public PowerLossFileSystem() {
    this(DiskImage.empty());
  }

  /** A disk that holds an image, all of it durable. */
  public PowerLossFileSystem(DiskImage start) {
    this.start = start;
    directories = new HashSet<>(start.allDirectories());
    start.files().forEach((path, bytes) -> entries.put(path, new Inode(inodes++, bytes)));
  }

  /** How many operations there were so far. */
  public synchronized int position() {
    return operations.size();
  }

  /** What happened so far. */
  public synchronized History history() {
    return new History(start, operations);
  }

  @Override
  public synchronized void createDirectories(Path directory) {
    for (Path path = directory; path != null; path = path.getParent()) {
      if (directories.add(path)) {
        operations.add(new History.CreateDirectory(path));
      }
    }
  }

  @Override
  public synchronized boolean exists(Path path) {
    return directories.contains(path) || entries.containsKey(path);
  }

  @Override
  public synchronized List<String> list(Path directory) {
    requireDirectory(directory);
    List<String> names = new ArrayList<>();
    for (Path path : entries.keySet()) {
      if (directory.equals(path.getParent())) {
        names.add(path.getFileName().toString());
      }
    }
    return names.stream().sorted().toList();
  }

  @Override
  public synchronized long size(Path file) {
    return inode(file).size;
  }

  @Override
  public synchronized long lastModifiedMillis(Path file) {
    inode(file);
    return 0;
  }

  @Override
  public synchronized ReadFile openRead(Path file) {
    return new Reader(file, inode(file));
  }

  @Override
  public synchronized AppendFile create(Path file) {
    requireDirectory(file.getParent());
    if (entries.containsKey(file)) {
      throw new StorageException("cannot create " + file + ": it exists");
    }
    Inode inode = new Inode(inodes++, new byte[0]);
    entries.put(file, inode);
    operations.add(new History.Create(file, inode));
    return new Appender(file, inode);
  }

  @Override
  public synchronized void sync(Path file) {
    operations.add(new History.Sync(inode(file), site(kind(file))));
  }

  @Override
  public synchronized void rename(Path from, Path to) {
    Inode inode = inode(from);
    requireDirectory(to.getParent());
    entries.remove(from);
    entries.put(to, inode);
    operations.add(new History.Rename(from, to, inode));
  }

  @Override
  public synchronized boolean link(Path file, Path second) {
    Inode inode = inode(file);
    requireDirectory(second.getParent());
    if (entries.containsKey(second)) {
      throw new StorageException("cannot create " + second + ": it exists");
    }
    entries.put(second, inode);
    operations.add(new History.Link(second, inode));
    return true;
  }

  @Override
  public synchronized void delete(Path file) {
    if (entries.remove(file) == null) {
      throw new StorageException("cannot delete " + file + ": it does not exist");
    }
    operations.add(new History.Delete(file));
  }

  @Override
  public synchronized void syncDirectory(Path directory) {
    requireDirectory(directory);
    operations.add(new History.SyncDirectory(directory, site("directory")));
  }

  @Override
  public long freeBytes(Path directory) {
    return Long.MAX_VALUE;
  }

  /** Locks without an entry: what becomes of the lock file matters to nobody. */
  @Override
  public synchronized DirectoryLock lock(Path lockFile) {
    requireDirectory(lockFile.getParent());
    if (!locked.add(lockFile)) {
      throw new DatabaseLockedException(lockFile + " is locked", ProcessHandle.current().pid());
    }
    return () -> {
      synchronized (this) {
        locked.remove(lockFile);
      }
    };
  }

  @Override
  public DirectoryLock lockShared(Path lockFile) {
    return lock(lockFile);
  }

  private Inode inode(Path file) {
    Inode inode = entries.get(file);
    if (inode == null) {
      throw new CorruptionException("missing file " + file);
    }
    return inode;
  }

  private void requireDirectory(Path directory) {
    if (!directories.contains(directory)) {
      throw new StorageException("no directory " + directory);
    }
  }

  /** Who syncs what: the nearest frames of the engine outside of this package. */
  private static String site(String what) {
    String frames =
        STACK.walk(
            stack ->
                stack
                    .filter(frame -> frame.getClassName().startsWith("dev.kevo.engine."))
                    .filter(frame -> !frame.getClassName().startsWith("dev.kevo.engine.io."))
                    .limit(SITE_FRAMES)
                    .map(
                        frame ->
                            frame.getClassName().replaceAll(".*[.]", "")
                                + "."
                                + frame.getMethodName())
                    .collect(Collectors.joining(" < ")));
    return what + " by " + frames;
  }

  private static String kind(Path file) {
    return file.getFileName().toString().replaceAll("[0-9]+", "N");
  }

  private final class Appender implements AppendFile {
    private final Path path;
    private final Inode inode;
    private boolean closed;

    Appender(Path path, Inode inode) {
      this.path = path;
      this.inode = inode;
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      synchronized (PowerLossFileSystem.this) {
        requireOpen();
        int from = inode.written;
        grow(from + length);
        System.arraycopy(bytes, offset, inode.bytes, from, length);
        inode.written += length;
        operations.add(new History.Append(inode, from, inode.written));
      }
    }

    @Override
    public void reserve(long bytes) {
      synchronized (PowerLossFileSystem.this) {
        requireOpen();
        grow((int) (inode.written + bytes));
        operations.add(new History.Reserve(inode, inode.size));
      }
    }

    private void grow(int size) {
      if (inode.bytes.length < size) {
        inode.bytes = Arrays.copyOf(inode.bytes, Math.max(2 * inode.size, size));
      }
      inode.size = Math.max(inode.size, size);
    }

    @Override
    public void sync() {
      synchronized (PowerLossFileSystem.this) {
        requireOpen();
        operations.add(new History.Sync(inode, site(kind(path))));
      }
    }

    @Override
    public long position() {
      synchronized (PowerLossFileSystem.this) {
        return inode.written;
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException(path + " is closed");
      }
    }
  }

  private final class Reader implements ReadFile {
    private final Path path;
    private final Inode inode;
    private final int size;

    Reader(Path path, Inode inode) {
      this.path = path;
      this.inode = inode;
      this.size = inode.size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      synchronized (PowerLossFileSystem.this) {
        if (position > size - length) {
          throw new CorruptionException(
              path + " ends too early: at " + position + " expected " + length + " of " + size);
        }
        System.arraycopy(inode.bytes, (int) position, into, offset, length);
      }
    }

    @Override
    public void close() {}
  }
}
