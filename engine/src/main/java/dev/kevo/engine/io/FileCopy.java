package dev.kevo.engine.io;

import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Copies files, or reads them to the end, and tells what they hold. */
public final class FileCopy {
  private static final int PART_BYTES = 256 << 10;

  private FileCopy() {}

  /**
   * Copies the first bytes of a file to a new one, in this file system or another, durably but for
   * its entry in the directory.
   *
   * @return the CRC32C of what was copied
   * @throws dev.kevo.engine.CorruptionException if the file is absent or ends before
   */
  public static int copy(FileSystem from, Path file, long bytes, FileSystem to, Path target) {
    try (ReadFile source = from.openRead(file);
        AppendFile copy = to.create(target)) {
      int checksum = read(source, bytes, copy::append);
      copy.sync();
      return checksum;
    }
  }

  /** The CRC32C of a whole file. */
  public static int checksum(FileSystem files, Path file) {
    try (ReadFile source = files.openRead(file)) {
      return read(source, source.size(), (part, offset, length) -> {});
    }
  }

  private interface Sink {
    void take(byte[] part, int offset, int length);
  }

  private static int read(ReadFile source, long bytes, Sink sink) {
    CRC32C checksum = new CRC32C();
    byte[] part = new byte[(int) Math.min(PART_BYTES, bytes)];
    for (long at = 0; at < bytes; at += part.length) {
      int length = (int) Math.min(part.length, bytes - at);
      source.read(at, part, 0, length);
      checksum.update(part, 0, length);
      sink.take(part, 0, length);
    }
    return (int) checksum.getValue();
  }
}
