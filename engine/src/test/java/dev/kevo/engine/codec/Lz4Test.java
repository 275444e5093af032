package dev.kevo.engine.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

/** Our LZ4 and that of lz4-java read each other's blocks. */
class Lz4Test {
  private final Lz4Encoder encoder = new Lz4Encoder();
  private final LZ4Factory theirs = LZ4Factory.safeInstance();

  /** Bytes in which some runs come again, from near and far, and some repeat themselves. */
  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    int noise = 1 + random.nextInt(60);
    int at = 0;
    while (at < length) {
      int run = Math.min(length - at, 1 + random.nextInt(random.nextInt(30) == 0 ? 2_000 : noise));
      int back = at == 0 ? 0 : 1 + random.nextInt(random.nextBoolean() ? Math.min(at, 9) : at);
      for (int i = 0; i < run; i++, at++) {
        bytes[at] = back == 0 || noise % 2 == 0 ? (byte) random.nextInt() : bytes[at - back];
      }
      noise = 1 + random.nextInt(60);
    }
    return bytes;
  }

  private byte[] encode(byte[] bytes) {
    byte[] block = new byte[3 + Lz4Encoder.lengthMax(bytes.length)];
    return Arrays.copyOfRange(block, 3, encoder.encode(bytes, bytes.length, block, 3));
  }

  private void assertBothWays(byte[] bytes, String what) {
    byte[] ours = encode(bytes);
    byte[] back = new byte[bytes.length];
    assertTrue(Lz4Decoder.decode(ours, 0, ours.length, back), what);
    assertArrayEquals(bytes, back, what);
    assertArrayEquals(bytes, theirs.safeDecompressor().decompress(ours, bytes.length), what);
    byte[] foreign = theirs.fastCompressor().compress(bytes);
    Arrays.fill(back, (byte) 0);
    assertTrue(Lz4Decoder.decode(foreign, 0, foreign.length, back), what);
    assertArrayEquals(bytes, back, what);
  }

  @Test
  void blocksOfEveryShortLengthAreReadByBoth() {
    Random random = new Random(3);
    for (int length = 0; length < 300; length++) {
      assertBothWays(new byte[length], "zeros " + length);
      assertBothWays(bytes(random, length), "length " + length);
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      assertBothWays(noise, "noise " + length);
    }
  }

  @Test
  void randomBlocksAreReadByBoth() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      assertBothWays(bytes(random, random.nextInt(9_000)), "seed " + seed);
    }
    for (int seed = 0; seed < 8; seed++) {
      assertBothWays(bytes(new Random(seed), 300_000), "seed " + seed); // Beyond the distance.
    }
  }

  @Test
  void blocksBecomeAboutAsSmallAsWithTheOther() {
    long ours = 0;
    long other = 0;
    for (int seed = 0; seed < 100; seed++) {
      byte[] bytes = bytes(new Random(seed), 4_096);
      ours += encode(bytes).length;
      other += theirs.fastCompressor().compress(bytes).length;
    }
    assertTrue(ours <= other + other / 50, ours + " bytes beside " + other);
  }

  @Test
  void aBlockMustFillJustTheLengthThatIsExpected() {
    byte[] bytes = bytes(new Random(7), 500);
    byte[] block = encode(bytes);
    for (int length : new int[] {0, 1, 499, 501, 600}) {
      assertFalse(Lz4Decoder.decode(block, 0, block.length, new byte[length]), "length " + length);
    }
    for (int cut = 0; cut < block.length; cut++) {
      assertFalse(Lz4Decoder.decode(block, 0, cut, new byte[500]), "cut at " + cut);
    }
    assertFalse(Lz4Decoder.decode(new byte[] {0x10, 7, 0, 0, 0}, 0, 5, new byte[6]), "distance 0");
    assertFalse(Lz4Decoder.decode(new byte[] {0x10, 7, 2, 0, 0}, 0, 5, new byte[6]), "too far");
  }

  @Test
  void damagedBlocksTouchNothingElse() {
    Random random = new Random(9);
    byte[] bytes = bytes(random, 800);
    byte[] good = encode(bytes);
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = Arrays.copyOf(good, good.length + 40);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bad[random.nextInt(good.length)] = (byte) random.nextInt();
      }
      byte[] into = new byte[bytes.length];
      // True or false, but no exception.
      boolean whole = Lz4Decoder.decode(bad, 0, good.length, into);
      assertEquals(whole, Lz4Decoder.decode(bad, 0, good.length, into));
    }
  }
}
