package dev.kevo.engine.io;

import dev.kevo.engine.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A file system as one process sees it: once the process is killed, its calls fail and change
 * nothing, its locks are free, and what it wrote stays, synced or not. Thread-safe.
 */
public final class KillableFileSystem implements FileSystem {
  private final FileSystem disk;

  /** Guarded by this. */
  private final List<DirectoryLock> locks = new ArrayList<>();

  /** Guarded by this. */
  private boolean killed;

  /** Whether the process waits before it creates a table. Guarded by this. */
  private boolean holdsTables;

  /** Whether it is waiting. Guarded by this. */
  private boolean tableHeld;

  /** A living process. */
  public KillableFileSystem(FileSystem disk) {
    this.disk = disk;
  }

  /** Ends the process between two calls. */
  public synchronized void kill() {
    killed = true;
    releaseTables();
    locks.forEach(DirectoryLock::close);
  }

  /** Makes whoever creates a table wait, as for a slow disk, until {@link #releaseTables}. */
  public synchronized void holdTables() {
    holdsTables = true;
  }

  /** Waits until a table is held. */
  public synchronized void awaitHeldTable() {
    awaitUntil(() -> tableHeld);
  }

  /** Lets tables be created again. */
  public synchronized void releaseTables() {
    holdsTables = false;
    notifyAll();
  }

  private synchronized void passIfTable(Path file) {
    if (file.toString().endsWith(".sst") && holdsTables) {
      tableHeld = true;
      notifyAll();
      awaitUntil(() -> !holdsTables);
      tableHeld = false;
    }
  }

  private synchronized void awaitUntil(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized <T> T alive(Supplier<T> call) {
    if (killed) {
      throw new StorageException("the process was killed");
    }
    return call.get();
  }

  private synchronized void run(Runnable call) {
    if (killed) {
      throw new StorageException("the process was killed");
    }
    call.run();
  }

  @Override
  public void createDirectories(Path directory) {
    run(() -> disk.createDirectories(directory));
  }

  @Override
  public boolean exists(Path path) {
    return alive(() -> disk.exists(path));
  }

  @Override
  public List<String> list(Path directory) {
    return alive(() -> disk.list(directory));
  }

  @Override
  public long size(Path file) {
    return alive(() -> disk.size(file));
  }

  @Override
  public long lastModifiedMillis(Path file) {
    return alive(() -> disk.lastModifiedMillis(file));
  }

  @Override
  public ReadFile openRead(Path file) {
    return alive(() -> disk.openRead(file));
  }

  @Override
  public AppendFile create(Path file) {
    passIfTable(file);
    AppendFile created = alive(() -> disk.create(file));
    return new AppendFile() {
      @Override
      public void append(byte[] bytes, int offset, int length) {
        run(() -> created.append(bytes, offset, length));
      }

      @Override
      public void reserve(long bytes) {
        run(() -> created.reserve(bytes));
      }

      @Override
      public void sync() {
        run(created::sync);
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
  public void sync(Path file) {
    run(() -> disk.sync(file));
  }

  @Override
  public void rename(Path from, Path to) {
    run(() -> disk.rename(from, to));
  }

  @Override
  public boolean link(Path file, Path second) {
    return alive(() -> disk.link(file, second));
  }

  @Override
  public void delete(Path file) {
    run(() -> disk.delete(file));
  }

  @Override
  public void syncDirectory(Path directory) {
    run(() -> disk.syncDirectory(directory));
  }

  @Override
  public long freeBytes(Path directory) {
    return disk.freeBytes(directory);
  }

  @Override
  public DirectoryLock lock(Path lockFile) {
    return alive(
        () -> {
          DirectoryLock lock = disk.lock(lockFile);
          locks.add(lock);
          return lock;
        });
  }

  @Override
  public DirectoryLock lockShared(Path lockFile) {
    return alive(
        () -> {
          DirectoryLock lock = disk.lockShared(lockFile);
          locks.add(lock);
          return lock;
        });
  }
}
