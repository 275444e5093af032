package dev.kevo.engine.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A new file on disk. Every append is one write to the operating system, nothing is buffered. */
final class DiskAppendFile implements AppendFile {
  private final Path path;
  private final RandomAccessFile file;
  private long position;
  private boolean failed;
  private boolean closed;

  private DiskAppendFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static DiskAppendFile open(Path path) {
    try {
      return new DiskAppendFile(path, new RandomAccessFile(path.toFile(), "rw"));
    } catch (IOException e) {
      throw IoErrors.failed("open", path, e);
    }
  }

  @Override
  public void append(byte[] bytes, int offset, int length) {
    requireUsable();
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      throw IoErrors.writeFailed("append to", path, length, e);
    }
    position += length;
  }

  @Override
  public void sync() {
    requireUsable();
    try {
      file.getFD().sync();
    } catch (IOException e) {
      failed = true;
      throw IoErrors.failed("sync", path, e);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      file.close();
    } catch (IOException e) {
      throw IoErrors.failed("close", path, e);
    }
  }

  private void requireUsable() {
    if (closed || failed) {
      throw new IllegalStateException(path + (closed ? " is closed" : " has failed before"));
    }
  }
}
