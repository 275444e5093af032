package dev.kevo.engine.io;

/** A file that is written from its begin to its end. For one thread at a time; must be closed. */
public interface AppendFile extends AutoCloseable {
  /** Appends bytes. After a failure the file's end is undefined and nothing more may be written. */
  void append(byte[] bytes, int offset, int length);

  /**
   * Takes space, so that the next {@code bytes} bytes can be appended on a full disk too, and
   * without the file growing. Until then they are part of its size and read as zeros. A failure
   * leaves everything before {@link #position} as it was, and appending may go on.
   */
  void reserve(long bytes);

  /** Makes the file's bytes and size durable. A failure is final: never try again. */
  void sync();

  /** The bytes appended so far. */
  long position();

  /** Closes without syncing. Closing twice is allowed. */
  @Override
  void close();
}
