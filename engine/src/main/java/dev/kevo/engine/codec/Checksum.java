package dev.kevo.engine.codec;

import dev.kevo.engine.CorruptionException;
import java.util.zip.CRC32C;

/**
 * CRC32C of bytes together with the place they belong to, so that intact bytes in the wrong file or
 * at the wrong offset (a stale block, a recycled segment, two blocks swapped) are found too.
 *
 * <pre>
 * checksum := CRC32C(bytes) XOR the low 32 bits of mix(file number * 9E3779B97F4A7C15 + offset)
 * mix(m)   := m = (m XOR m >>> 33) * FF51AFD7ED558CCD
 *             m = (m XOR m >>> 33) * C4CEB9FE1A85EC53
 *             m XOR m >>> 33
 * </pre>
 *
 * All of it in 64 bits without a sign. The offset is that of the first of the bytes in the file.
 */
public final class Checksum {
  private Checksum() {}

  /**
   * The checksum of {@code length} bytes that lie in file {@code fileNumber} at {@code fileOffset}.
   */
  public static int of(long fileNumber, long fileOffset, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue() ^ place(fileNumber, fileOffset);
  }

  /**
   * Throws {@link CorruptionException} unless bytes of a file have the checksum stored for them.
   */
  public static void require(String name, long fileOffset, int expected, int found) {
    if (expected != found) {
      throw new CorruptionException(
          String.format(
              "%s at offset %d: expected the checksum %08x, found %08x",
              name, fileOffset, expected, found));
    }
  }

  /** 32 well-mixed bits of the place; XOR with it keeps the CRC's own guarantees. */
  private static int place(long fileNumber, long fileOffset) {
    long mixed = fileNumber * 0x9E3779B97F4A7C15L + fileOffset;
    mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return (int) (mixed ^ (mixed >>> 33));
  }
}
