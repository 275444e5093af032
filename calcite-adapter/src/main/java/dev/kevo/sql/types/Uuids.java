package dev.kevo.sql.types;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;

/** UUIDs as what columns hold: their 16 bytes, which sort as their texts do. */
public final class Uuids {
  private static final int BYTES = 16;
  private static final int TEXT_LENGTH = 36;

  private Uuids() {}

  /** The bytes from a UUID, its text or its bytes. */
  static ByteString convert(Object value, String column) {
    if (value instanceof ByteString bytes && bytes.length() == BYTES) {
      return bytes;
    }
    if (value instanceof UUID uuid) {
      return bytes(uuid);
    }
    if (value instanceof byte[] bytes && bytes.length == BYTES) {
      return new ByteString(bytes.clone());
    }
    if (value instanceof String text && text.strip().length() == TEXT_LENGTH) {
      try {
        return bytes(UUID.fromString(text.strip()));
      } catch (IllegalArgumentException e) {
        throw ColumnValues.invalid(value, "UUID", column);
      }
    }
    throw ColumnValues.invalid(value, "UUID", column);
  }

  /** The bytes of a UUID, the most significant first. */
  public static ByteString bytes(UUID uuid) {
    return new ByteString(
        ByteBuffer.allocate(BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  /** The UUID of what a column holds. */
  public static UUID uuid(ByteString bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes());
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
