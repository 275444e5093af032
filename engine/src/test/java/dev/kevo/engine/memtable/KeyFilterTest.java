package dev.kevo.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.key.KeyHash;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
  private static long hash(long key) {
    return KeyHash.of(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
  }

  @Test
  void meetsEveryKeyAndFewOthers() {
    for (int keys : new int[] {16, 2_048, 131_072}) {
      KeyFilter filter = new KeyFilter(keys);
      LongStream.range(0, keys).forEach(key -> filter.add(hash(key)));

      assertTrue(LongStream.range(0, keys).allMatch(key -> filter.mayContain(hash(key))));
      long others =
          LongStream.range(0, 10_000).filter(key -> filter.mayContain(hash(~key))).count();
      assertTrue(others < 1_000, () -> others + " of 10,000 others, with " + keys + " keys");
    }
  }
}
