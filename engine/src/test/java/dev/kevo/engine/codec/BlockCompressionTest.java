package dev.kevo.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Compression;
import dev.kevo.engine.CorruptionException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockCompressionTest {
  private static final byte[] TEXT = "to be or not to be, ".repeat(3).getBytes(UTF_8);

  /** What is stored of some bytes, and the code in front of it. */
  private static byte[] store(Compression compression, byte[] bytes) {
    BytesWriter block = new BytesWriter();
    block.writeBytes(bytes);
    try (BlockCompression blocks = new BlockCompression(compression)) {
      int code = blocks.compress(block);
      BytesWriter stored = new BytesWriter();
      stored.writeByte(code);
      stored.writeBytes(block.array(), 0, block.size());
      return stored.toByteArray();
    }
  }

  private static byte[] load(byte[] stored) {
    BytesReader reader = new BytesReader("000001.sst", stored);
    int code = reader.readByte();
    return code == BlockCompression.STORED
        ? reader.copyRest()
        : BlockCompression.decompress(code, stored, reader);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatIsStoredComesBack(Compression compression) {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = new byte[random.nextInt(9_000)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = i > 20 && random.nextInt(8) > 0 ? bytes[i - 17] : (byte) random.nextInt();
      }
      assertArrayEquals(bytes, load(store(compression, bytes)));
    }
  }

  @Test
  void whatDoesNotShrinkIsStoredPlain() {
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    for (Compression compression : Compression.values()) {
      for (byte[] bytes : List.of(noise, new byte[0], new byte[] {7})) {
        assertEquals(BlockCompression.STORED, store(compression, bytes)[0]);
        assertEquals(bytes.length + 1, store(compression, bytes).length);
      }
    }
    assertEquals(BlockCompression.STORED, store(Compression.NONE, TEXT)[0]);
  }

  /** Blocks of version 1, which must be read for ever. */
  @Test
  void goldenBlocksAreRead() {
    for (String golden : List.of(GOLDEN_LZ4, GOLDEN_DEFLATE, GOLDEN_ZSTD)) {
      assertArrayEquals(TEXT, load(HexFormat.of().parseHex(golden)));
    }
  }

  private static final String GOLDEN_LZ4 =
      "013cd1746f206265206f72206e6f74200d00122c07000f14000b502062652c20";
  private static final String GOLDEN_DEFLATE = "023c2bc957484a55c82f52c8cb2f51280171742014116200";

  private static final String GOLDEN_ZSTD =
      "033c28b52ffd243ccd000070746f206265206f72206e6f74202c03006e1250c10bdaf90597f9e4ca";

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"LZ4", "DEFLATE", "ZSTD"})
  void damageIsCorruptionAndNothingElse(Compression compression) {
    byte[] good = store(compression, TEXT);
    Random random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      byte[] bad =
          Arrays.copyOf(
              good, random.nextInt(4) == 0 ? 1 + random.nextInt(good.length) : good.length);
      for (int i = random.nextInt(3); i >= 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        assertTrue(load(bad).length <= (32L << 10) * bad.length);
      } catch (CorruptionException e) {
        assertTrue(e.getMessage().startsWith("000001.sst"), e::getMessage);
      }
    }
  }

  @Test
  void lengthsThatCannotBeAreRefusedBeforeAnythingIsAllocated() {
    for (String forged :
        List.of(
            "01ffffffff07001122",
            "01ffffffff0f001122",
            "02ffffffff07001122",
            "03ffffffff07001122")) {
      CorruptionException e =
          assertThrows(CorruptionException.class, () -> load(HexFormat.of().parseHex(forged)));
      assertTrue(e.getMessage().contains("cannot hold"), e::getMessage);
    }
  }

  /** The length in front and the frame's own, either of which may be wrong. */
  @Test
  void zstdFramesOfAnotherLengthAreRefused() {
    byte[] shorter = store(Compression.ZSTD, TEXT);
    shorter[1]--;
    byte[] longer = store(Compression.ZSTD, TEXT);
    longer[1]++;
    for (byte[] forged : List.of(shorter, longer)) {
      CorruptionException e = assertThrows(CorruptionException.class, () -> load(forged));
      assertTrue(e.getMessage().contains("does not decompress"), e::getMessage);
    }
  }

  @Test
  void aByteRepeatedForMegabytesComesBack() {
    for (Compression compression : Compression.values()) {
      byte[] bytes = new byte[3 << 20];
      assertArrayEquals(bytes, load(store(compression, bytes)));
    }
  }

  @Test
  void codesOfANewerReleaseAreRefused() {
    CorruptionException e =
        assertThrows(CorruptionException.class, () -> load(new byte[] {4, 1, 1}));
    assertTrue(e.getMessage().contains("newer release"), e::getMessage);
  }

  /** Prints the golden blocks. */
  public static void main(String[] arguments) {
    System.out.println(HexFormat.of().formatHex(store(Compression.LZ4, TEXT)));
    System.out.println(HexFormat.of().formatHex(store(Compression.DEFLATE, TEXT)));
    System.out.println(HexFormat.of().formatHex(store(Compression.ZSTD, TEXT)));
  }
}
