package dev.kevo.engine.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import org.junit.jupiter.api.Test;

class StoredOptionTest {
  private static KeyspaceOptions decode(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return StoredOption.decode(new BytesReader("MANIFEST-000001", array));
  }

  private static void assertRefused(String message, int... bytes) {
    CorruptionException e = assertThrows(CorruptionException.class, () -> decode(bytes));
    assertTrue(e.getMessage().contains(message), e::getMessage);
  }

  @Test
  void absentOptionsHaveTheirDefaults() {
    assertEquals(KeyspaceOptions.DEFAULT, decode(0));
    assertEquals(KeyspaceOptions.DEFAULT.withFilterBitsPerKey(7), decode(1, 2, 7));
  }

  @Test
  void youngerOptionsAreStoredOnceTheyDifferFromTheirDefaults() {
    BytesWriter plain = new BytesWriter();
    StoredOption.encode(KeyspaceOptions.DEFAULT, plain);
    assertEquals(6, plain.array()[0]);
    KeyspaceOptions apart = KeyspaceOptions.DEFAULT.withLargeValueBytes(9999);
    BytesWriter more = new BytesWriter();
    StoredOption.encode(apart, more);
    assertEquals(7, more.array()[0]);
    assertEquals(
        apart, StoredOption.decode(new BytesReader("MANIFEST-000001", more.toByteArray())));
    assertRefused("largeValueBytes", 1, 7, 0x81, 0x80, 0x80, 0x80, 0x04);
  }

  @Test
  void valuesThatNoOptionHasAreRefused() {
    assertRefused("blockBytes", 1, 1, 1);
    assertRefused("compression", 1, 3, 4);
    assertRefused("filterBitsPerKey", 1, 2, 33);
    assertRefused("filterBitsPerKey", 1, 2, 0x8A, 0x80, 0x80, 0x80, 0x10);
  }

  @Test
  void optionsOfANewerReleaseAreRefused() {
    assertRefused("newer release", 1, 0x7F, 1);
  }
}
