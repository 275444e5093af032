package dev.kevo.engine.sstable;

import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import java.util.Arrays;

/**
 * What a table says of itself.
 *
 * @param entries versions of keys, deletes included
 * @param deletes those that are deletes
 * @param minSequence the oldest sequence
 * @param maxSequence the newest sequence
 * @param keyBytes the bytes of all keys
 * @param valueBytes the bytes of all values
 * @param smallest the first user key
 * @param largest the last user key
 * @param keys how many user keys the entries are versions of; {@link #UNKNOWN} if the table was
 *     written before it was counted
 */
public record TableProperties(
    long entries,
    long deletes,
    long minSequence,
    long maxSequence,
    long keyBytes,
    long valueBytes,
    byte[] smallest,
    byte[] largest,
    long keys) {
  /** Instead of a number of keys. */
  static final long UNKNOWN = -1;

  /** Whether every entry is the value of a key of its own. */
  boolean isPlain() {
    return keys == entries && deletes == 0;
  }

  void encode(BytesWriter into) {
    into.writeVarint64(entries);
    into.writeVarint64(deletes);
    into.writeVarint64(minSequence);
    into.writeVarint64(maxSequence);
    into.writeVarint64(keyBytes);
    into.writeVarint64(valueBytes);
    into.writeLengthPrefixed(smallest);
    into.writeLengthPrefixed(largest);
    into.writeVarint64(keys);
  }

  static TableProperties decode(BytesReader from) {
    TableProperties properties =
        new TableProperties(
            from.readVarint64(),
            from.readVarint64(),
            from.readVarint64(),
            from.readVarint64(),
            from.readVarint64(),
            from.readVarint64(),
            from.readLengthPrefixed(),
            from.readLengthPrefixed(),
            from.remaining() == 0 ? UNKNOWN : from.readVarint64());
    from.expectEnd();
    if (properties.entries <= 0
        || properties.keyBytes < 0
        || properties.valueBytes < 0
        || properties.keys == 0
        || properties.keys > properties.entries
        || Arrays.compareUnsigned(properties.smallest, properties.largest) > 0) {
      throw from.corrupt("properties that no table has");
    }
    return properties;
  }
}
