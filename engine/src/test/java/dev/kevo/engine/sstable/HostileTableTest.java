package dev.kevo.engine.sstable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Slice;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tables of somebody who knows the format: any bytes, under right checksums. Whoever reads them
 * gets entries or a {@link CorruptionException}, and no other error.
 */
class HostileTableTest {
  private static final long SEED = 20_261_123;
  private static final long NUMBER = 7;
  private static final String NAME = FileNames.table(NUMBER);

  private static byte[] key(int i) {
    return String.format("key-%03d", i).getBytes(US_ASCII);
  }

  private static byte[] table() {
    TableBytes file = new TableBytes(NUMBER);
    KeyspaceOptions options = KeyspaceOptions.DEFAULT.withBlockBytes(512);
    TableWriter writer = new TableWriter(file.appendFile(), NUMBER, options);
    for (int i = 0; i < 100; i++) {
      writer.add(new Slice(key(i)), 100 + i, EntryKind.PUT, new Slice(new byte[i % 40]));
      if (i % 7 == 0) {
        writer.add(new Slice(key(i)), 50, EntryKind.DELETE, new Slice());
      }
    }
    writer.finish();
    return file.bytes();
  }

  /** Changes a few bytes of a block, and its checksum with them. */
  private static byte[] changed(byte[] table, TableFormat.BlockHandle block, Random random) {
    byte[] bytes = table.clone();
    int at = (int) block.offset();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      // Mostly the begin: there the counts and lengths are.
      int within = random.nextInt(random.nextBoolean() ? block.length() + 1 : 8);
      bytes[at + Math.min(within, block.length())] =
          (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(4) * 85);
    }
    int checksum = Checksum.of(NUMBER, at, bytes, at, block.length() + 1);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at + block.length() + 1, checksum);
    return bytes;
  }

  private static void readEverything(byte[] bytes) {
    TableReader reader = new TableBytes(bytes, NUMBER).open(new BlockCache(1 << 20));
    try (EntryIterator entries = reader.iterator()) {
      for (boolean at = entries.seekToFirst(); at; at = entries.next()) {
        entries.value();
      }
      for (boolean at = entries.seekToLast(); at; at = entries.previous()) {
        entries.key();
      }
    }
    for (int i = -1; i <= 100; i += 3) {
      reader.get(key(i), KeyHash.of(key(i)), 1000, new Slice());
    }
  }

  @Test
  void anyBytesUnderRightChecksumsAreEntriesOrCorruption() {
    byte[] table = table();
    TableReader whole = new TableBytes(table, NUMBER).open(new BlockCache(0));
    TableFormat.Footer footer = TableFormat.readFooter(new TableBytes(table, NUMBER), NUMBER, NAME);
    List<TableFormat.BlockHandle> blocks =
        List.of(whole.index().handle(0), footer.index(), footer.filter(), footer.properties());
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] hostile = changed(table, blocks.get(round % blocks.size()), random);
      try {
        readEverything(hostile);
      } catch (CorruptionException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", round " + round, e);
      }
    }
    System.out.printf("hostile tables: seed %d, 20000, refused %d%n", SEED, refused);
    assertTrue(refused > 5_000);
  }
}
