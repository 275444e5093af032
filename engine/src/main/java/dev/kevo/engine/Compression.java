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
  DEFLATE,

  /**
   * Zstandard: smaller than LZ4, cheaper than DEFLATE. Needs {@code io.airlift:aircompressor} on
   * the class path; without it a keyspace that has this is refused with {@link
   * LibraryMissingException}.
   */
  ZSTD
}
