package dev.kevo.engine.codec;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;

/**
 * Zstandard frames, by a library that need not be there: nothing else names its classes, so that
 * they are looked for when this class is first used. For one thread at a time.
 */
final class ZstdBlocks {
  private final ZstdCompressor compressor = new ZstdCompressor();

  /** The most that a frame of so many bytes takes. */
  int lengthMax(int length) {
    return compressor.maxCompressedLength(length);
  }

  /** Writes a frame to where there is room for the longest one, and returns its length. */
  int encode(byte[] payload, int length, byte[] into, int at) {
    return compressor.compress(payload, 0, length, into, at, into.length - at);
  }

  /** Fills the payload from a frame; false if that is not what the frame holds. */
  static boolean decode(byte[] array, int from, int length, byte[] payload) {
    try {
      return ZstdDecompressor.getDecompressedSize(array, from, length) == payload.length
          && new ZstdDecompressor().decompress(array, from, length, payload, 0, payload.length)
              == payload.length;
    } catch (MalformedInputException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException e) {
      // All of these are what the library has to say of damage.
      return false;
    }
  }
}
