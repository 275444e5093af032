package dev.kevo.engine.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static final long[] LONGS = {
    0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 31, 1L << 62, Long.MAX_VALUE, -1
  };

  @Test
  void numbersAndBytesAreReadBackAsWritten() {
    BytesWriter writer = new BytesWriter(1);
    for (long value : LONGS) {
      writer.writeVarint64(value);
      writer.writeVarint32((int) value);
      writer.writeFixed64(value);
      writer.writeFixed32((int) value);
    }
    writer.writeLengthPrefixed(new byte[] {1, 2, 3});
    writer.writeLengthPrefixed(new byte[0]);

    BytesReader reader = new BytesReader("file", writer.toByteArray());
    for (long value : LONGS) {
      assertEquals(value, reader.readVarint64());
      assertEquals((int) value, reader.readVarint32());
      assertEquals(value, reader.readFixed64());
      assertEquals((int) value, reader.readFixed32());
    }
    assertArrayEquals(new byte[] {1, 2, 3}, reader.readLengthPrefixed());
    assertArrayEquals(new byte[0], reader.readLengthPrefixed());
    reader.expectEnd();
  }

  @Test
  void readingPastTheEndNamesFileAndOffset() {
    BytesReader reader = new BytesReader("000007.wal", 100, new byte[] {9, 8, 7}, 1, 2);
    reader.readByte();

    CorruptionException e = assertThrows(CorruptionException.class, reader::readFixed32);

    assertTrue(e.getMessage().contains("000007.wal at offset 101"), e::getMessage);
  }

  @Test
  void lengthsThatDoNotFitAreRefusedBeforeAnythingIsAllocated() {
    BytesWriter writer = new BytesWriter();
    writer.writeVarint32(Integer.MAX_VALUE);
    byte[] huge = writer.toByteArray();

    assertThrows(CorruptionException.class, () -> new BytesReader("f", huge).readLengthPrefixed());
    assertThrows(CorruptionException.class, () -> new BytesReader("f", huge).readCount(3));
    byte[] negative = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
    assertThrows(
        CorruptionException.class, () -> new BytesReader("f", negative).readLengthPrefixed());
    assertThrows(CorruptionException.class, () -> new BytesReader("f", negative).readCount(0));
  }

  @Test
  void varintsThatAreTooLongAreRefused() {
    byte[] endless = new byte[12];
    Arrays.fill(endless, (byte) 0x80);

    assertThrows(CorruptionException.class, () -> new BytesReader("f", endless).readVarint32());
    assertThrows(CorruptionException.class, () -> new BytesReader("f", endless).readVarint64());
  }

  @Test
  void checksumsDependOnBytesFileAndOffset() {
    byte[] bytes = {1, 2, 3, 4};
    int checksum = Checksum.of(7, 512, bytes, 0, 4);

    assertEquals(checksum, Checksum.of(7, 512, bytes.clone(), 0, 4));
    assertNotEquals(checksum, Checksum.of(8, 512, bytes, 0, 4));
    assertNotEquals(checksum, Checksum.of(7, 513, bytes, 0, 4));
    assertNotEquals(checksum, Checksum.of(7, 512, new byte[] {1, 2, 3, 5}, 0, 4));
  }
}
