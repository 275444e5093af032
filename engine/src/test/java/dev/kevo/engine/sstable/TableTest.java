package dev.kevo.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Compression;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Slice;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.model.EntryModel;
import dev.kevo.engine.sstable.TableFormat.BlockHandle;
import dev.kevo.engine.sstable.TableFormat.Footer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final long FILE_NUMBER = 7;
  private static final List<Compression> COMPRESSIONS = List.of(Compression.values());
  private static final KeyspaceOptions OPTIONS = KeyspaceOptions.DEFAULT.withBlockBytes(512);

  private static final String GOLDEN =
      "050581ac026170706c65677265656e" // apple at 300
          + "050381016170706c65726564" // apple at 1
          + "0400800270656172" // pear deleted at 2
          + "00bc367a11" // no compression, checksum
          + "06000000000000000000000000000000000800044000000000000080000000000000000000100000" // filter
          + "0400000000002200000002000000002008002000000000000000823dc152"
          + "012303000000165a8937" // index
          + "030101ac020e08056170706c6504706561720200df6dbcbd" // properties
          + "2800000000000000410000006e000000000000000500000078000000000000001300000001000000" // footer
          + "8096b3664b45564f5441424c";

  /** The same from before tables said how many keys they have. */
  private static final String EARLY_GOLDEN =
      GOLDEN.substring(0, GOLDEN.indexOf("030101ac02"))
          + "030101ac020e08056170706c650470656172000a22fa66" // properties
          + "2800000000000000410000006e000000000000000500000078000000000000001200000001000000" // footer
          + "4cbe1b914b45564f5441424c";

  private final BlockCache cache = new BlockCache(1 << 20);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithModel(long seed) {
    Random random = new Random(seed);
    int keys = 1 << (1 + random.nextInt(11));
    EntryModel model = randomModel(random, keys, seed, 4_000);
    KeyspaceOptions options =
        OPTIONS
            .withFilterBitsPerKey(seed % 2 == 0 ? 0 : 10)
            .withCompression(COMPRESSIONS.get((int) (seed % 3)));
    TableBytes file = write(model, options);
    // A cache far too small evicts while the test runs.
    try (TableReader table = file.open(new BlockCache(8_000))) {
      table.verify(TableBytes.NO_VALUES);
      model.checkGets(
          random,
          keys,
          seed,
          4_000,
          (key, sequence, value) -> table.get(key, KeyHash.of(key), sequence, value),
          key -> table.latestSequence(key, KeyHash.of(key)));
      try (EntryIterator iterator = table.iterator()) {
        model.checkMoves(random, keys, seed, iterator, 20_000);
      }
      try (EntryIterator iterator = table.iteratorPastCache()) {
        model.checkMoves(random, keys, seed, iterator, 2_000);
      }
    }
  }

  @Test
  void versionsOfOneKeyGoOnOverManyBlocks() {
    EntryModel model = new EntryModel();
    model.add(bytes("a"), 1, EntryKind.PUT, bytes("before"));
    for (int i = 2; i < 1_000; i++) {
      model.add(bytes("hot"), i, EntryKind.PUT, bytes("value " + i));
    }
    model.add(bytes("z"), 1_000, EntryKind.PUT, bytes("after"));
    try (TableReader table = write(model, OPTIONS).open(cache)) {
      assertTrue(table.index().count() > 10);
      Slice value = new Slice();
      for (int i = 2; i < 1_000; i++) {
        assertEquals(Lookup.FOUND, table.get(bytes("hot"), hash("hot"), i, value));
        assertEquals("value " + i, value.toString());
      }
      assertEquals(Lookup.ABSENT, table.get(bytes("hot"), hash("hot"), 1, value));
      assertEquals(999, table.latestSequence(bytes("hot"), hash("hot")));
      assertEquals(1, table.latestSequence(bytes("a"), hash("a")));
      table.verify(TableBytes.NO_VALUES);
    }
  }

  @Test
  void estimateCountsTheEntriesOfARange() {
    EntryModel model = new EntryModel();
    for (int i = 0; i < 1_000; i++) {
      model.add(bytes(String.format("%04d", i)), i, EntryKind.PUT, new byte[96]);
    }
    try (TableReader table = write(model, OPTIONS).open(cache)) {
      assertEquals(1_000, table.estimate(KeyRange.all()).entries());
      assertEquals(100_000, table.estimate(KeyRange.all()).bytes());
      assertEquals(100, table.estimate(KeyRange.prefix(bytes("03"))).entries());
      assertEquals(0, table.estimate(KeyRange.prefix(bytes("x"))).entries());
      assertEquals(0, table.estimate(KeyRange.prefix(bytes("!"))).entries());
      assertEquals(1, table.estimate(KeyRange.point(bytes("0500"))).entries());
    }
  }

  @Test
  void everyFlippedBitIsFound() {
    TableBytes file = write(smallModel(), OPTIONS);
    byte[] good = file.bytes();
    for (int i = 0; i < good.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);
        TableBytes damaged = new TableBytes(bad, FILE_NUMBER);
        int at = i;
        CorruptionException e =
            assertThrows(
                CorruptionException.class, () -> verify(damaged), () -> "byte " + at + " flipped");
        assertTrue(e.getMessage().startsWith("000007.sst"), e.getMessage());
        assertTrue(e.getMessage().length() < 300, e.getMessage());
      }
    }
  }

  @Test
  void everyTruncationIsFound() {
    byte[] good = write(smallModel(), OPTIONS).bytes();
    for (int length = 0; length < good.length; length++) {
      TableBytes damaged = new TableBytes(Arrays.copyOf(good, length), FILE_NUMBER);
      assertThrows(CorruptionException.class, () -> verify(damaged));
    }
    TableBytes longer = new TableBytes(Arrays.copyOf(good, good.length + 1), FILE_NUMBER);
    assertThrows(CorruptionException.class, () -> verify(longer));
  }

  /** Bytes that were forged, checksums included: wrong answers maybe, but no other error. */
  @ParameterizedTest
  @EnumSource(Compression.class)
  void forgedBlocksGiveNoErrorButCorruption(Compression compression) {
    Random random = new Random(3);
    byte[] good =
        write(randomModel(random, 60, 1, 200), OPTIONS.withCompression(compression)).bytes();
    for (int round = 0; round < 2_500; round++) {
      byte[] bad = good.clone();
      int at = random.nextInt(good.length - TableFormat.FOOTER_BYTES);
      bad[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bad[at] + 1);
      forgeChecksum(bad, at);
      try (TableReader table = new TableBytes(bad, FILE_NUMBER).open(cache)) {
        readEverywhere(table, random);
        table.verify(TableBytes.NO_VALUES);
      } catch (CorruptionException e) {
        assertTrue(e.getMessage().length() < 300, e.getMessage());
      }
    }
  }

  private static void readEverywhere(TableReader table, Random random) {
    Slice value = new Slice();
    try (EntryIterator iterator = table.iterator()) {
      for (int i = 0; i < 5; i++) {
        byte[] key = EntryModel.randomKey(random, 62, 1);
        assertTrue(table.get(key, KeyHash.of(key), random.nextInt(250), value) != null);
        assertTrue(table.latestSequence(key, KeyHash.of(key)) >= -1);
        boolean moved = iterator.seek(key, random.nextInt(250)) && iterator.next();
        moved |= iterator.seekBefore(key) && iterator.previous();
        assertTrue(moved || table.estimate(KeyRange.prefix(key)).entries() >= 0);
      }
    }
  }

  /** Makes the checksum of the block that holds a byte right again. */
  private void forgeChecksum(byte[] bytes, int at) {
    Footer footer =
        TableFormat.readFooter(new TableBytes(bytes, FILE_NUMBER), FILE_NUMBER, "000007.sst");
    List<BlockHandle> handles =
        new ArrayList<>(List.of(footer.filter(), footer.index(), footer.properties()));
    try (TableReader table = new TableBytes(bytes, FILE_NUMBER).open(cache)) {
      for (int i = 0; i < table.index().count(); i++) {
        handles.add(table.index().handle(i));
      }
    } catch (CorruptionException e) {
      // Damaged beyond the data blocks: then those handles are not needed.
    }
    for (BlockHandle handle : handles) {
      if (handle.offset() <= at && at <= handle.offset() + handle.length()) {
        int offset = (int) handle.offset();
        int checksum =
            Checksum.of(FILE_NUMBER, handle.offset(), bytes, offset, handle.length() + 1);
        for (int i = 0; i < Integer.BYTES; i++) {
          bytes[offset + handle.length() + 1 + i] = (byte) (checksum >>> (8 * i));
        }
      }
    }
  }

  @Test
  void tableUnderAnotherNumberIsRefused() {
    byte[] good = write(smallModel(), OPTIONS).bytes();
    assertThrows(CorruptionException.class, () -> verify(new TableBytes(good, FILE_NUMBER + 1)));
  }

  @Test
  void newerVersionIsRefusedByItsNumber() {
    byte[] newer = write(smallModel(), OPTIONS).bytes();
    newer[newer.length - 16] = 2;
    CorruptionException e =
        assertThrows(CorruptionException.class, () -> verify(new TableBytes(newer, FILE_NUMBER)));
    assertTrue(e.getMessage().contains("expected format version 1, found 2"), e.getMessage());
  }

  @Test
  void damagedBlockIsAnErrorOfTheReadThatMeetsIt() {
    EntryModel model = new EntryModel();
    for (int i = 0; i < 100; i++) {
      model.add(bytes(String.format("%03d", i)), i, EntryKind.PUT, new byte[96]);
    }
    byte[] bytes = write(model, OPTIONS).bytes();
    bytes[40] ^= 1;
    try (TableReader table = new TableBytes(bytes, FILE_NUMBER).open(cache)) {
      Slice value = new Slice();
      assertEquals(Lookup.FOUND, table.get(bytes("099"), hash("099"), 200, value));
      assertThrows(
          CorruptionException.class, () -> table.get(bytes("000"), hash("000"), 200, value));
      try (EntryIterator iterator = table.iterator()) {
        assertThrows(CorruptionException.class, iterator::seekToFirst);
        assertTrue(iterator.seekToLast());
      }
    }
  }

  @Test
  void entriesOutOfOrderAreNotWritten() {
    TableBytes file = new TableBytes(FILE_NUMBER);
    TableWriter writer = new TableWriter(file.appendFile(), FILE_NUMBER, OPTIONS);
    Slice nothing = new Slice();
    writer.add(new Slice(bytes("b")), 5, EntryKind.PUT, nothing);
    assertThrows(
        IllegalStateException.class,
        () -> writer.add(new Slice(bytes("a")), 6, EntryKind.PUT, nothing));
    assertThrows(
        IllegalStateException.class,
        () -> writer.add(new Slice(bytes("b")), 5, EntryKind.PUT, nothing));
    writer.add(new Slice(bytes("b")), 4, EntryKind.PUT, nothing);
  }

  @Test
  void tinyTableHasTheseBytes() {
    TableBytes file = write(smallGolden(), OPTIONS);
    // Changing this means a new format version: old files must stay readable.
    assertEquals(GOLDEN, HexFormat.of().formatHex(file.bytes()));
    verify(new TableBytes(HexFormat.of().parseHex(GOLDEN), FILE_NUMBER));
  }

  @Test
  void tableThatDoesNotSayHowManyKeysItHasIsRead() {
    TableBytes early = new TableBytes(HexFormat.of().parseHex(EARLY_GOLDEN), FILE_NUMBER);
    verify(early);
    try (TableReader table = early.open(cache);
        EntryIterator entries = table.iterator()) {
      assertFalse(table.properties().isPlain());
      assertTrue(entries.seekToFirst());
      assertEquals(0, entries.leap(null, 0, Tag.SEQUENCE_MAX, 5));
    }
  }

  @Test
  void pointLookupsOfAbsentKeysMostlyReadNoBlock() {
    EntryModel model = new EntryModel();
    for (int i = 0; i < 10_000; i++) {
      model.add(bytes("key" + 2 * i), i, EntryKind.PUT, new byte[0]);
    }
    try (TableReader table = write(model, OPTIONS).open(cache)) {
      BloomFilter filter = table.filter();
      assertTrue(filter != null);
      int wrong = 0;
      for (int i = 0; i < 10_000; i++) {
        assertTrue(filter.mayContain(hash("key" + 2 * i)));
        wrong += filter.mayContain(hash("key" + (2 * i + 1))) ? 1 : 0;
      }
      assertTrue(wrong < 200, wrong + " of 10000 wrong");
    }
  }

  @Test
  void emptyKeyAndEmptyValueAreStored() {
    EntryModel model = new EntryModel();
    model.add(new byte[0], 1, EntryKind.PUT, new byte[0]);
    try (TableReader table = write(model, OPTIONS).open(cache)) {
      Slice value = new Slice(bytes("x"));
      assertEquals(Lookup.FOUND, table.get(new byte[0], KeyHash.of(new byte[0]), 1, value));
      assertEquals(0, value.length());
      try (EntryIterator iterator = table.iterator()) {
        assertTrue(iterator.seek(new byte[0], 1));
        assertFalse(iterator.seekBefore(new byte[0]));
      }
      table.verify(TableBytes.NO_VALUES);
    }
  }

  @Test
  void valueLargerThanABlockIsStored() {
    EntryModel model = new EntryModel();
    byte[] large = new byte[300_000];
    new Random(1).nextBytes(large);
    model.add(bytes("a"), 1, EntryKind.PUT, large);
    model.add(bytes("b"), 2, EntryKind.PUT, bytes("small"));
    try (TableReader table = write(model, OPTIONS).open(cache)) {
      Slice value = new Slice();
      assertEquals(Lookup.FOUND, table.get(bytes("a"), hash("a"), 5, value));
      assertArrayEquals(large, value.toByteArray());
      table.verify(TableBytes.NO_VALUES);
    }
  }

  static EntryModel randomModel(Random random, int keys, long seed, int entries) {
    EntryModel model = new EntryModel();
    for (int i = 1; i <= entries; i++) {
      EntryKind kind = random.nextInt(5) == 0 ? EntryKind.DELETE : EntryKind.PUT;
      byte[] value = kind == EntryKind.DELETE ? new byte[0] : new byte[random.nextInt(60)];
      random.nextBytes(value);
      model.add(EntryModel.randomKey(random, keys, seed), i, kind, value);
    }
    return model;
  }

  private static EntryModel smallModel() {
    return randomModel(new Random(5), 20, 0, 40);
  }

  private static EntryModel smallGolden() {
    EntryModel model = new EntryModel();
    model.add(bytes("apple"), 1, EntryKind.PUT, bytes("red"));
    model.add(bytes("apple"), 300, EntryKind.PUT, bytes("green"));
    model.add(bytes("pear"), 2, EntryKind.DELETE, new byte[0]);
    return model;
  }

  static TableBytes write(EntryModel model, KeyspaceOptions options) {
    TableBytes file = new TableBytes(FILE_NUMBER);
    TableWriter writer = new TableWriter(file.appendFile(), FILE_NUMBER, options);
    Slice key = new Slice();
    Slice value = new Slice();
    model
        .entries()
        .forEach(
            (version, content) -> {
              key.set(version.key(), 0, version.key().length);
              value.set(content.value(), 0, content.value().length);
              writer.add(key, version.sequence(), content.kind(), value);
            });
    TableMeta meta = writer.finish();
    assertEquals(model.entries().size(), meta.entries());
    assertEquals(file.bytes().length, meta.bytes());
    assertArrayEquals(model.entries().firstKey().key(), meta.smallest());
    assertArrayEquals(model.entries().lastKey().key(), meta.largest());
    return file;
  }

  private void verify(TableBytes file) {
    try (TableReader table = file.open(cache)) {
      table.verify(TableBytes.NO_VALUES);
    }
  }

  private static long hash(String key) {
    return KeyHash.of(bytes(key));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
