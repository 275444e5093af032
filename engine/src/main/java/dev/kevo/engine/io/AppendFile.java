package dev.kevo.engine.io;

/** A file that grows at its end. For one thread at a time; must be closed. */
public interface AppendFile extends AutoCloseable {
  /** Appends bytes. After a failure the file's end is undefined and nothing more may be written. */
  void append(byte[] bytes, int offset, int length);

  /** Makes the file's bytes and size durable. A failure is final: never try again. */
  void sync();

  /** The bytes appended so far. */
  long position();

  /** Closes without syncing. Closing twice is allowed. */
  @Override
  void close();
}
