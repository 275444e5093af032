package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;

/** Names one state of the catalogue; opaque, and equal only for equal states. */
public record CatalogToken(long high, long low) {
  /** The token of a catalogue that nothing was ever defined in. */
  static final CatalogToken EMPTY = new CatalogToken(0, 0);

  static final int BYTES = 16;

  static CatalogToken read(Slice slice) {
    return new CatalogToken(fixed64(slice, 0), fixed64(slice, 8));
  }

  /** The token of the same definitions with the temporary tables of a session. */
  CatalogToken with(long session) {
    return new CatalogToken(high ^ session, low ^ session);
  }

  boolean matches(Slice slice) {
    return fixed64(slice, 0) == high && fixed64(slice, 8) == low;
  }

  byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return bytes;
  }

  private static long fixed64(Slice slice, int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (slice.at(at + i) & 0xFF);
    }
    return value;
  }
}
