package dev.kevo.engine.io;

/** The ownership of a directory, released by {@link #close} or by the end of the process. */
public interface DirectoryLock extends AutoCloseable {
  @Override
  void close();
}
