package dev.kevo.engine.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A new file on disk. What an append was given is with the operating system when it returns;
 * nothing is buffered.
 *
 * <p>Many small appends without a sync, such as those of a log that need not be durable at once, go
 * to a mapped part of the space that was taken ahead, which spares a call of the system for each.
 */
final class DiskAppendFile implements AppendFile {
  /** Larger writes make larger pages in the system's cache, which small writes are slow in. */
  private static final byte[] ZEROS = new byte[16 << 10];

  /** So many appends without a sync, and the next ones go to a mapped part. */
  private static final int WRITES_BEFORE_MAPPING = 16;

  /** Mapping a smaller part costs more than it spares. */
  private static final int MAPPED_BYTES_MIN = 32 << 10;

  /** Larger appends are cheaper as one write. */
  private static final int MAPPED_APPEND_BYTES_MAX = 4 << 10;

  private final Path path;
  private final RandomAccessFile file;
  private long position;

  /** Where the system will write. */
  private long filePosition;

  private int unsyncedAppends;
  private boolean mappable = true;
  private @Nullable MappedPart mapped;

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
    unsyncedAppends++;
    MappedPart part = length <= MAPPED_APPEND_BYTES_MAX ? mappedFor(length) : null;
    if (part == null) {
      write(bytes, offset, length);
    } else {
      put(part, bytes, offset, length);
    }
    position += length;
    reserved = Math.max(reserved, position);
  }

  private void put(MappedPart part, byte[] bytes, int offset, int length) {
    try {
      part.put(position, bytes, offset, length);
    } catch (InternalError e) {
      // What Java makes of a page that the file system could not store after all.
      failed = true;
      throw IoErrors.writeFailed("append to", path, length, new IOException(e));
    }
  }

  private void write(byte[] bytes, int offset, int length) {
    try {
      if (filePosition != position) {
        file.seek(position);
      }
      file.write(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      throw IoErrors.writeFailed("append to", path, length, e);
    }
    filePosition = position + length;
  }

  /** A mapped part with room for so many bytes, if one is worth it. */
  private @Nullable MappedPart mappedFor(int length) {
    MappedPart part = mapped;
    if (part != null && part.contains(position, length)) {
      return part;
    }
    if (!mappable
        || unsyncedAppends < WRITES_BEFORE_MAPPING
        || reserved - position < Math.max(length, MAPPED_BYTES_MIN)) {
      return null;
    }
    unmap();
    part = MappedPart.of(path, position, reserved);
    mapped = part;
    mappable = part != null;
    return part;
  }

  private void unmap() {
    MappedPart part = mapped;
    mapped = null;
    if (part != null) {
      part.close();
    }
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
      filePosition = position;
    } catch (IOException e) {
      failed = true;
      throw IoErrors.failed("seek in", path, e);
    }
  }

  @Override
  public void sync() {
    requireUsable();
    unsyncedAppends = 0;
    try {
      file.getFD().sync(); // What is mapped, too.
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
    unmap();
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
