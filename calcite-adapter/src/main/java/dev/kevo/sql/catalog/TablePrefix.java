package dev.kevo.sql.catalog;

/**
 * What the keys of a table or an index begin with in {@link CatalogStore#KEYSPACE}: a tag that sets
 * them apart from the catalogue's own keys, and the id, ordered and short for small ids.
 *
 * <pre>
 *   02 id    id: 1 byte 0xxxxxxx, 2 bytes 10.., 3 bytes 110.., 4 bytes 1110.., else F0 and 8 bytes
 *   04 id    the same, of what is pending for an index that is being built
 * </pre>
 */
public final class TablePrefix {
  /** The first byte of a key of what is pending. */
  public static final byte PENDING_TAG = 4;

  /** The first byte of the key of a row or entry. */
  public static final byte TAG = 2;

  private TablePrefix() {}

  /** The bytes that the key of every row of a table, or entry of an index, begins with. */
  public static byte[] of(long id) {
    if (id < 0) {
      throw new IllegalArgumentException("id is negative: " + id);
    }
    if (id < 0x80) {
      return bigEndian(id, 1, 0);
    } else if (id < 0x4000) {
      return bigEndian(id, 2, 0x80);
    } else if (id < 0x20_0000) {
      return bigEndian(id, 3, 0xC0);
    } else if (id < 0x1000_0000) {
      return bigEndian(id, 4, 0xE0);
    }
    return bigEndian(id, 9, 0xF0);
  }

  /** The bytes that the keys of all that is pending for an index begin with. */
  public static byte[] pending(long id) {
    byte[] prefix = of(id);
    prefix[0] = PENDING_TAG;
    return prefix;
  }

  private static byte[] bigEndian(long id, int width, int firstBits) {
    byte[] prefix = new byte[1 + width];
    prefix[0] = TAG;
    for (int i = 0; i < Math.min(width, Long.BYTES); i++) {
      prefix[width - i] = (byte) (id >>> (8 * i));
    }
    prefix[1] |= (byte) firstBits;
    return prefix;
  }
}
