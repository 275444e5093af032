package dev.kevo.engine.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.CorruptionException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FooterSealTest {
  private static final FooterSeal SEAL = new FooterSeal("thing", 3, 0x1122334455667788L);

  private static byte[] sealed(FooterSeal seal) {
    BytesWriter footer = new BytesWriter(64);
    footer.writeFixed64(42);
    seal.write(footer, 7, 100);
    return Arrays.copyOf(footer.array(), footer.size());
  }

  private static String refused(byte[] footer, long fileNumber, long offset) {
    return String.valueOf(
        assertThrows(CorruptionException.class, () -> SEAL.require(footer, fileNumber, offset, "f"))
            .getMessage());
  }

  @Test
  void aFooterIsKnownByItsSeal() {
    byte[] footer = sealed(SEAL);
    assertEquals(8 + FooterSeal.BYTES, footer.length);
    SEAL.require(footer, 7, 100, "f");
  }

  @Test
  void anotherKindAndAnotherVersionAreToldApart() {
    assertEquals(
        "f at offset 116: no thing, or cut short: expected the magic 1122334455667788,"
            + " found 0000000000000009",
        refused(sealed(new FooterSeal("other", 3, 9)), 7, 100));
    assertEquals(
        "f: expected format version 3, found 4; a newer release wrote it, or it is damaged",
        refused(sealed(new FooterSeal("thing", 4, SEAL.magic())), 7, 100));
  }

  @Test
  void everyBitAndThePlaceCount() {
    byte[] footer = sealed(SEAL);
    for (int bit = 0; bit < 8 * footer.length; bit++) {
      footer[bit / 8] ^= (byte) (1 << (bit % 8));
      refused(footer, 7, 100);
      footer[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    refused(footer, 8, 100);
    refused(footer, 7, 101);
  }
}
