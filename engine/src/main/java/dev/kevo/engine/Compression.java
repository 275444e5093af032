package dev.kevo.engine;

/**
 * How the blocks of a keyspace's SSTables are compressed. The order is part of the manifest's
 * format.
 */
public enum Compression {
  /** Not at all. */
  NONE,

  /** LZ4: cheap to write and very cheap to read. */
  LZ4,

  /** DEFLATE, as the platform brings it: smaller than LZ4, several times as expensive. */
  DEFLATE
}
