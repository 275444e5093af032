package dev.kevo.engine.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file on disk open for reads.
 *
 * <p>A {@link RandomAccessFile} has one position, so a read holds its handle's lock; readers that
 * meet open up to {@link #HANDLES_MAX} handles, each when it is first needed.
 */
final class DiskReadFile implements ReadFile {
  private static final int HANDLES_MAX = 4;

  private final Path path;
  private final long size;
  private final Handle[] handles = new Handle[HANDLES_MAX];
  private volatile boolean closed;

  private DiskReadFile(Path path, RandomAccessFile first) throws IOException {
    this.path = path;
    this.size = first.length();
    for (int i = 0; i < HANDLES_MAX; i++) {
      handles[i] = new Handle();
    }
    handles[0].file = first;
  }

  static DiskReadFile open(Path path) {
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile(path.toFile(), "r");
      return new DiskReadFile(path, file);
    } catch (IOException e) {
      if (file != null) {
        closeAfter(e, file);
      }
      if (e instanceof FileNotFoundException && Files.notExists(path)) {
        throw IoErrors.missing(path, new NoSuchFileException(path.toString()));
      }
      throw IoErrors.failed("open", path, e);
    }
  }

  private static void closeAfter(IOException failure, RandomAccessFile file) {
    try {
      file.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long position, byte[] into, int offset, int length) {
    Handle handle = lockHandle();
    try {
      RandomAccessFile file = handle.file;
      if (closed || file == null) {
        throw new IllegalStateException(path + " is closed");
      }
      file.seek(position);
      int done = 0;
      while (done < length) {
        int count = file.read(into, offset + done, length - done);
        if (count < 0) {
          throw IoErrors.endsBefore(path, position, length, done);
        }
        done += count;
      }
    } catch (IOException e) {
      throw IoErrors.failed("read at offset " + position + " of", path, e);
    } finally {
      handle.lock.unlock();
    }
  }

  /** The first handle that nobody uses, opened if need be, locked. */
  private Handle lockHandle() {
    for (Handle handle : handles) {
      if (handle.lock.tryLock()) {
        if (handle.file != null || closed || openAnother(handle)) {
          return handle;
        }
        handle.lock.unlock();
        break;
      }
    }
    handles[0].lock.lock();
    return handles[0];
  }

  /** Opens a handle that is locked; false if the file is gone or there are too many open files. */
  private boolean openAnother(Handle handle) {
    try {
      handle.file = new RandomAccessFile(path.toFile(), "r");
      return true;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    IOException failure = null;
    for (Handle handle : handles) {
      handle.lock.lock();
      try {
        RandomAccessFile file = handle.file;
        handle.file = null;
        if (file != null) {
          file.close();
        }
      } catch (IOException e) {
        failure = e;
      } finally {
        handle.lock.unlock();
      }
    }
    if (failure != null) {
      throw IoErrors.failed("close", path, failure);
    }
  }

  /** One open file with its position; guarded by its lock. */
  private static final class Handle {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RandomAccessFile file;
  }
}
