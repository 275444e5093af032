package dev.kevo.sql.types;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kevo.engine.Slice;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void theReplacementCharacterItselfIsText() {
    assertEquals("a\uFFFDb", Utf8.decode(new Slice("a\uFFFDb".getBytes(UTF_8))));
  }

  @Test
  void bytesThatAreNoUtf8AreNoText() {
    assertNull(Utf8.decode(new Slice(new byte[] {'a', (byte) 0xC3})));
    assertNull(Utf8.decode(new Slice(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})));
  }

  @Test
  void onlyTheSlicesOwnBytesCount() {
    byte[] bytes = {(byte) 0xFF, 'a', (byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0xFF};
    assertEquals("a\uFFFD", Utf8.decode(new Slice(bytes, 1, 4)));
  }
}
