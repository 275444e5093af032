package dev.kevo.engine.temporary;

/**
 * The form of a temporary file: blocks, one after the other. It has no version, since no file is
 * read by another process than the one that wrote it.
 *
 * <pre>
 *   block      checksum length records
 *   checksum   4 bytes, little-endian: of length and records, with the file's number and the
 *              block's place
 *   length     4 bytes, little-endian: of the records, in bytes
 *   record     varint length, bytes
 * </pre>
 */
final class TemporaryFormat {
  static final int CHECKSUM_BYTES = 4;
  static final int HEADER_BYTES = 8;

  /** Records are collected until a block has so many bytes. */
  static final int BLOCK_BYTES = 64 * 1024;

  private TemporaryFormat() {}
}
