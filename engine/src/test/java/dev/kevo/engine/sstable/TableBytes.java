package dev.kevo.engine.sstable;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.ReadFile;
import dev.kevo.engine.value.ValueSource;
import java.io.ByteArrayOutputStream;

/** A table file that is an array. */
final class TableBytes implements ReadFile {
  /** For tables without references. */
  static final ValueSource NO_VALUES =
      value -> {
        throw new AssertionError("a reference");
      };

  private final long fileNumber;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /** What was written, once it is read. */
  private byte[] bytes = new byte[0];

  TableBytes(long fileNumber) {
    this.fileNumber = fileNumber;
  }

  TableBytes(byte[] bytes, long fileNumber) {
    this(fileNumber);
    written.writeBytes(bytes);
  }

  byte[] bytes() {
    if (bytes.length != written.size()) {
      bytes = written.toByteArray();
    }
    return bytes;
  }

  TableReader open(BlockCache cache) {
    return TableReader.open(this, fileNumber, FileNames.table(fileNumber), cache);
  }

  AppendFile appendFile() {
    return new AppendFile() {
      @Override
      public void append(byte[] bytes, int offset, int length) {
        written.write(bytes, offset, length);
      }

      @Override
      public void reserve(long bytes) {}

      @Override
      public void sync() {}

      @Override
      public long position() {
        return written.size();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long size() {
    return written.size();
  }

  @Override
  public void read(long position, byte[] into, int offset, int length) {
    if (position + length > written.size()) {
      throw new CorruptionException(FileNames.table(fileNumber) + " is cut short");
    }
    System.arraycopy(bytes(), (int) position, into, offset, length);
  }

  @Override
  public void close() {}
}
