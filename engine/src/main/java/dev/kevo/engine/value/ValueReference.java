package dev.kevo.engine.value;

import dev.kevo.engine.Slice;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;

/**
 * Where a value lies that a table does not hold itself; what the table holds in its place.
 *
 * <pre>
 * reference := file number varint64 | offset varint64 | length varint32
 * </pre>
 *
 * @param fileNumber the value file's
 * @param offset where its record begins
 * @param length the bytes of the whole record
 */
public record ValueReference(long fileNumber, long offset, int length) {

  public static ValueReference decode(Slice bytes) {
    BytesReader reader =
        new BytesReader("a reference to a value", 0, bytes.array(), bytes.offset(), bytes.length());
    ValueReference reference =
        new ValueReference(reader.readVarint64(), reader.readVarint64(), reader.readVarint32());
    reader.expectEnd();
    return reference;
  }

  void encode(BytesWriter into) {
    into.writeVarint64(fileNumber);
    into.writeVarint64(offset);
    into.writeVarint32(length);
  }
}
