package dev.kevo.engine;

/**
 * A fixed, consistent state across all keyspaces, as of its creation. Holds no lock, but keeps the
 * old versions it can see from being compacted away: close it. Thread-safe.
 */
public interface Snapshot extends ReadView, AutoCloseable {
  @Override
  void close();
}
