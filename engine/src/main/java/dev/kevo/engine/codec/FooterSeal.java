package dev.kevo.engine.codec;

import dev.kevo.engine.CorruptionException;

/**
 * How the footers of a kind of file end, in every version of its format.
 *
 * <pre>
 * seal := version(4)  checksum(4)  magic(8)      little-endian
 *         checksum: {@link Checksum} of what stands before it in the footer
 * </pre>
 *
 * @param kind what errors call such a file
 * @param version the format's, as it is written and read
 * @param magic by which the kind is known
 */
public record FooterSeal(String kind, int version, long magic) {
  public static final int BYTES = 2 * Integer.BYTES + Long.BYTES;

  /**
   * Ends a footer.
   *
   * @param offset where the footer lies in its file
   */
  public void write(BytesWriter footer, long fileNumber, long offset) {
    footer.writeFixed32(version);
    footer.writeFixed32(Checksum.of(fileNumber, offset, footer.array(), 0, footer.size()));
    footer.writeFixed64(magic);
  }

  /**
   * Refuses a footer of another kind of file, of another version, or that is damaged.
   *
   * @param offset where the footer lies in its file
   * @param name what errors call the file
   */
  public void require(byte[] footer, long fileNumber, long offset, String name) {
    int at = footer.length - BYTES;
    BytesReader reader = new BytesReader(name, offset + at, footer, at, BYTES);
    int foundVersion = reader.readFixed32();
    int checksum = reader.readFixed32();
    long foundMagic = reader.readFixed64();
    if (foundMagic != magic) {
      throw new CorruptionException(
          String.format(
              "%s at offset %d: no %s, or cut short: expected the magic %016x, found %016x",
              name, offset + footer.length - Long.BYTES, kind, magic, foundMagic));
    }
    if (foundVersion != version) {
      throw new CorruptionException(
          name
              + ": expected format version "
              + version
              + ", found "
              + Integer.toUnsignedString(foundVersion)
              + "; a newer release wrote it, or it is damaged");
    }
    int checked = at + Integer.BYTES;
    Checksum.require(name, offset, checksum, Checksum.of(fileNumber, offset, footer, 0, checked));
  }
}
