package dev.kevo.engine.io;

import dev.kevo.engine.DiskFullException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A disk with so many bytes of space, which it does not tell: {@link #freeBytes} always promises
 * more, as a disk that others fill in between. Thread-safe.
 */
public final class SmallDisk implements FileSystem {
  private final FileSystem files = new MemoryFileSystem();

  /** What each file takes. Guarded by this, as all that follows. */
  private final Map<Path, Long> taken = new HashMap<>();

  private long capacity;
  private long refusals;

  /** An empty disk. */
  public SmallDisk(long capacity) {
    this.capacity = capacity;
  }

  /** Makes it larger or smaller. */
  public synchronized void setCapacity(long bytes) {
    capacity = bytes;
  }

  /** The bytes that files take. */
  public synchronized long usedBytes() {
    return taken.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How often space was asked for that was not there. */
  public synchronized long refusals() {
    return refusals;
  }

  /** Returns how much of it there is. */
  private synchronized long take(Path file, long size) {
    long before = taken.getOrDefault(file, 0L);
    long free = Math.max(0, capacity - usedBytes());
    long granted = Math.min(Math.max(0, size - before), free);
    taken.put(file, before + granted);
    if (before + granted < size) {
      refusals++;
    }
    return before + granted;
  }

  @Override
  public AppendFile create(Path file) {
    AppendFile created = files.create(file);
    take(file, 0);
    return new AppendFile() {
      @Override
      public void append(byte[] bytes, int offset, int length) {
        long end = created.position() + length;
        long granted = take(file, end);
        if (granted < end) {
          created.append(bytes, offset, (int) Math.max(0, granted - created.position()));
          throw new DiskFullException("cannot append to " + file);
        }
        created.append(bytes, offset, length);
      }

      @Override
      public void reserve(long bytes) {
        long end = created.position() + bytes;
        long granted = take(file, end);
        created.reserve(granted - created.position());
        if (granted < end) {
          throw new DiskFullException("cannot take space for " + file);
        }
      }

      @Override
      public void sync() {
        created.sync();
      }

      @Override
      public long position() {
        return created.position();
      }

      @Override
      public void close() {
        created.close();
      }
    };
  }

  @Override
  public synchronized void rename(Path from, Path to) {
    files.rename(from, to);
    taken.put(to, taken.remove(from));
  }

  /** Takes no space, and leaves what both names share to the first one. */
  @Override
  public boolean link(Path file, Path second) {
    return files.link(file, second);
  }

  @Override
  public synchronized void delete(Path file) {
    files.delete(file);
    taken.remove(file);
  }

  @Override
  public long freeBytes(Path directory) {
    return Long.MAX_VALUE;
  }

  @Override
  public void createDirectories(Path directory) {
    files.createDirectories(directory);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public List<String> list(Path directory) {
    return files.list(directory);
  }

  @Override
  public long size(Path file) {
    return files.size(file);
  }

  @Override
  public long lastModifiedMillis(Path file) {
    return files.lastModifiedMillis(file);
  }

  @Override
  public ReadFile openRead(Path file) {
    return files.openRead(file);
  }

  @Override
  public void sync(Path file) {
    files.sync(file);
  }

  @Override
  public void syncDirectory(Path directory) {
    files.syncDirectory(directory);
  }

  @Override
  public DirectoryLock lock(Path lockFile) {
    return files.lock(lockFile);
  }

  @Override
  public DirectoryLock lockShared(Path lockFile) {
    return files.lockShared(lockFile);
  }
}
