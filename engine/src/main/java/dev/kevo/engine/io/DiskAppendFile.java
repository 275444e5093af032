package dev.kevo.engine.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A new file on disk. Every append is one write to the operating system, nothing is buffered. */
final class DiskAppendFile implements AppendFile {
  /** Larger writes make larger pages in the system's cache, which small writes are slow in. */
  private static final byte[] ZEROS = new byte[16 << 10];

  private final Path path;
  private final RandomAccessFile file;
  private long position;

  /** Where the space that is taken ends. */
  private long reserved;

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
    reserved = Math.max(reserved, position);
  }

  @Override
  public void reserve(long bytes) {
    requireUsable();
    long end = position + bytes;
    if (end > reserved) {
      try {
        fill(end);
      } catch (IOException e) {
        throw IoErrors.writeFailed("take space for", path, end - reserved, e);
      } finally {
        returnToPosition();
      }
    }
  }

  private void fill(long end) throws IOException {
    file.seek(reserved);
    while (reserved < end) {
      long untilNext = ZEROS.length - reserved % ZEROS.length;
      int count = (int) Math.min(untilNext, end - reserved);
      file.write(ZEROS, 0, count);
      reserved += count;
    }
  }

  private void returnToPosition() {
    try {
      file.seek(position);
    } catch (IOException e) {
      failed = true;
      throw IoErrors.failed("seek in", path, e);
    }
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
