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
 */
public record TableProperties(
    long entries,
    long deletes,
    long minSequence,
    long maxSequence,
    long keyBytes,
    long valueBytes,
    byte[] smallest,
    byte[] largest) {

  void encode(BytesWriter into) {
    into.writeVarint64(entries);
    into.writeVarint64(deletes);
    into.writeVarint64(minSequence);
    into.writeVarint64(maxSequence);
    into.writeVarint64(keyBytes);
    into.writeVarint64(valueBytes);
    into.writeLengthPrefixed(smallest);
    into.writeLengthPrefixed(largest);
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
            from.readLengthPrefixed());
    from.expectEnd();
    if (properties.entries <= 0
        || properties.keyBytes < 0
        || properties.valueBytes < 0
        || Arrays.compareUnsigned(properties.smallest, properties.largest) > 0) {
      throw from.corrupt("properties that no table has");
    }
    return properties;
  }
}
