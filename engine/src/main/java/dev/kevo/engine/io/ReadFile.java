package dev.kevo.engine.io;

/** A file open for reads at any position. Thread-safe; must be closed. */
public interface ReadFile extends AutoCloseable {
  /** The file's size in bytes when it was opened. */
  long size();

  /**
   * Reads exactly {@code length} bytes.
   *
   * @param position where to begin, in bytes from the file's start
   * @throws dev.kevo.engine.CorruptionException if the file ends before
   */
  void read(long position, byte[] into, int offset, int length);

  @Override
  void close();
}
