package dev.kevo.engine.io;

import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system whose n-th call fails, once or from then on, as a disk might fail it. Calls are
 * counted from 0, in the order in which they come from all threads. Thread-safe.
 */
public final class FaultFileSystem implements FileSystem {
  /** How a call fails. */
  public enum Fault {
    /** Any call fails and has no effect. */
    ERROR,
    /** An append writes half of its bytes and fails; any other call fails. */
    SHORT_WRITE,
    /** A call that needs space fails for want of it, an append after half of its bytes. */
    DISK_FULL
  }

  private final FileSystem disk;

  /** Guarded by this, as all that follows. */
  private final List<String> afterFault = new ArrayList<>();

  private long calls;
  private long failAt = Long.MAX_VALUE;
  private long failUntil = Long.MAX_VALUE;
  private Fault fault = Fault.ERROR;
  private String failed = "";
  private String nextCall = "";
  private String nextSuffix = "";

  /** Passes everything on until {@link #failAt}. */
  public FaultFileSystem(FileSystem disk) {
    this.disk = disk;
  }

  /** From now on, the call number {@code call} fails, and if {@code onwards} every later one. */
  public synchronized void failAt(long call, Fault how, boolean onwards) {
    failAt = call;
    failUntil = onwards ? Long.MAX_VALUE : call + 1;
    fault = how;
  }

  /** From now on, the first {@code call} of a file whose name ends so fails, such as a sync. */
  public synchronized void failNext(String call, String suffix) {
    nextCall = call + " ";
    nextSuffix = suffix;
  }

  /** Heals the disk. */
  public synchronized void heal() {
    failAt = Long.MAX_VALUE;
    nextCall = "";
  }

  /** The calls so far. */
  public synchronized long calls() {
    return calls;
  }

  /** The first call that failed, such as {@code sync 000003.wal}, or empty. */
  public synchronized String failed() {
    return failed;
  }

  /** The calls after the first that failed. */
  public synchronized List<String> callsAfterFault() {
    return List.copyOf(afterFault);
  }

  /** Counts a call; tells whether it must fail. */
  private synchronized boolean fails(String call, Path file, boolean needsSpace) {
    long number = calls++;
    String described = call + " " + file.getFileName();
    if (!failed.isEmpty()) {
      afterFault.add(described);
    }
    boolean due = number >= failAt && number < failUntil;
    boolean named =
        !nextCall.isEmpty() && described.startsWith(nextCall) && described.endsWith(nextSuffix);
    if (named) {
      nextCall = "";
    }
    boolean fails = named || (due && (needsSpace || fault != Fault.DISK_FULL));
    if (fails && failed.isEmpty()) {
      failed = described;
    }
    return fails;
  }

  private synchronized Fault fault() {
    return fault;
  }

  private StorageException exception(String call, Path file) {
    String message = "injected: cannot " + call + " " + file;
    return fault() == Fault.DISK_FULL
        ? new DiskFullException(message)
        : new StorageException(message);
  }

  private void check(String call, Path file, boolean needsSpace) {
    if (fails(call, file, needsSpace)) {
      throw exception(call, file);
    }
  }

  @Override
  public void createDirectories(Path directory) {
    check("createDirectories", directory, true);
    disk.createDirectories(directory);
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public List<String> list(Path directory) {
    check("list", directory, false);
    return disk.list(directory);
  }

  @Override
  public long size(Path file) {
    check("size", file, false);
    return disk.size(file);
  }

  @Override
  public long lastModifiedMillis(Path file) {
    check("lastModified", file, false);
    return disk.lastModifiedMillis(file);
  }

  @Override
  public ReadFile openRead(Path file) {
    check("openRead", file, false);
    return new Reader(file, disk.openRead(file));
  }

  @Override
  public AppendFile create(Path file) {
    check("create", file, true);
    return new Appender(file, disk.create(file));
  }

  @Override
  public void sync(Path file) {
    check("sync", file, false);
    disk.sync(file);
  }

  @Override
  public void rename(Path from, Path to) {
    check("rename", from, true);
    disk.rename(from, to);
  }

  @Override
  public boolean link(Path file, Path second) {
    check("link", file, true);
    return disk.link(file, second);
  }

  @Override
  public void delete(Path file) {
    check("delete", file, false);
    disk.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) {
    check("syncDirectory", directory, true);
    disk.syncDirectory(directory);
  }

  @Override
  public long freeBytes(Path directory) {
    return disk.freeBytes(directory);
  }

  @Override
  public DirectoryLock lock(Path lockFile) {
    check("lock", lockFile, false);
    return disk.lock(lockFile);
  }

  @Override
  public DirectoryLock lockShared(Path lockFile) {
    check("lock", lockFile, false);
    return disk.lockShared(lockFile);
  }

  private final class Appender implements AppendFile {
    private final Path path;
    private final AppendFile file;

    /** Where the space that was taken ends; what is appended before needs none. */
    private long reserved;

    Appender(Path path, AppendFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void append(byte[] bytes, int offset, int length) {
      boolean needsSpace = file.position() + length > reserved;
      if (fails("append", path, needsSpace)) {
        if (fault() != Fault.ERROR) {
          file.append(bytes, offset, length / 2);
        }
        throw exception("append", path);
      }
      file.append(bytes, offset, length);
    }

    @Override
    public void reserve(long bytes) {
      check("reserve", path, true);
      file.reserve(bytes);
      reserved = Math.max(reserved, file.position() + bytes);
    }

    @Override
    public void sync() {
      check("sync", path, true);
      file.sync();
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void close() {
      file.close();
    }
  }

  private final class Reader implements ReadFile {
    private final Path path;
    private final ReadFile file;

    Reader(Path path, ReadFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      check("read", path, false);
      file.read(position, into, offset, length);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
