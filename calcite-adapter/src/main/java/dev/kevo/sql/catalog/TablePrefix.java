package dev.kevo.sql.catalog;

/**
 * What the keys of a table or an index begin with in {@link CatalogStore#KEYSPACE}: a tag that sets
 * them apart from the catalogue's own keys, and the id, ordered and short for small ids.
 *
 * <pre>
 *   02 id    id: 1 byte 0xxxxxxx, 2 bytes 10.., 3 bytes 110.., 4 bytes 1110.., else F0 and 8 bytes
 * </pre>
 */
public final class TablePrefix {
  private static final byte TAG = 2;

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
