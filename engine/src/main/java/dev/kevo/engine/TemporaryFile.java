package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * Records that are written once and read back in their order: for work that does not fit memory.
 * Every byte is checked when it is read. The file goes when it is closed, or when the database is
 * opened next. For one thread; must be closed before its database is.
 */
public interface TemporaryFile extends AutoCloseable {
  /** A record is at most this many bytes. */
  int RECORD_BYTES_MAX = 64 * 1024 * 1024;

  /**
   * Writes a record at the end.
   *
   * @throws IllegalStateException if reading has begun
   * @throws IllegalArgumentException if it is longer than {@link #RECORD_BYTES_MAX}
   * @throws DiskFullException if there is no space; the file is then void
   */
  void append(byte[] array, int offset, int length);

  /** The bytes of all records so far. */
  long bytes();

  /** Ends the writing and begins to read at the first record; may be called again. */
  Records read();

  /** Deletes the file. */
  @Override
  void close();

  /** Steps over the records. Valid until the file is closed. */
  interface Records {
    /**
     * The next record, valid until the next step; null at the end.
     *
     * @throws CorruptionException if the file is damaged
     */
    @Nullable Slice next();
  }
}
