package dev.kevo.engine.sstable;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.value.ValueReference;
import dev.kevo.engine.value.ValueSource;
import dev.kevo.engine.value.ValueUse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The check of a whole table, past the cache. */
final class TableCheck {
  private final TableReader table;
  private final ValueSource values;
  private final Map<Long, ValueUse> uses = new TreeMap<>();
  private byte[] lastKey = new byte[0];
  private long lastTag;
  private long entries;
  private long deletes;
  private long keys;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence = -1;
  private long keyBytes;
  private long valueBytes;

  TableCheck(TableReader table, ValueSource values) {
    this.table = table;
    this.values = values;
  }

  List<ValueUse> run() {
    table.rereadMetadata();
    TableIndex index = table.index();
    for (int i = 0; i < index.count(); i++) {
      checkBlock(index, i, table.readBlock(i));
    }
    TableProperties expected = table.properties();
    same("entries", expected.entries(), entries);
    same("deletes", expected.deletes(), deletes);
    if (expected.keys() != TableProperties.UNKNOWN) {
      same("keys", expected.keys(), keys);
    }
    same("the oldest sequence", expected.minSequence(), minSequence);
    same("the newest sequence", expected.maxSequence(), maxSequence);
    same("bytes of keys", expected.keyBytes(), keyBytes);
    same("bytes of values", expected.valueBytes(), valueBytes);
    if (!Arrays.equals(lastKey, expected.largest())) {
      throw new CorruptionException(table.name() + ": the last key is not the largest one");
    }
    return List.copyOf(uses.values());
  }

  private void same(String what, long expected, long found) {
    if (expected != found) {
      throw new CorruptionException(
          table.name() + ": " + what + ": expected " + expected + ", found " + found);
    }
  }

  private void checkBlock(TableIndex index, int number, DataBlock block) {
    Slice value = new Slice();
    for (int i = 0; i < block.count; i++) {
      int keyLength = DataBlock.varint32(block.bytes, block.start(i));
      long tag = block.tag(i);
      block.value(i, value);
      byte[] key = Arrays.copyOfRange(block.bytes, value.offset() - keyLength, value.offset());
      int order = Arrays.compareUnsigned(lastKey, key);
      boolean ordered =
          entries == 0
              ? Arrays.equals(key, table.properties().smallest())
              : order < 0 || (order == 0 && lastTag > tag);
      if (!ordered) {
        throw corrupt(index, number, i, "is out of order");
      }
      if (index.floor(key, tag) != number || block.lowerBound(key, tag) != i) {
        throw corrupt(index, number, i, "is not where a search looks");
      }
      BloomFilter filter = table.filter();
      if (filter != null && !filter.mayContain(KeyHash.of(key))) {
        throw corrupt(index, number, i, "is not in the filter");
      }
      keys += entries == 0 || order != 0 ? 1 : 0;
      lastKey = key;
      lastTag = tag;
      entries++;
      deletes += Tag.isDelete(tag) ? 1 : 0;
      minSequence = Math.min(minSequence, Tag.sequence(tag));
      maxSequence = Math.max(maxSequence, Tag.sequence(tag));
      keyBytes += key.length;
      valueBytes += value.length();
      if (Tag.isReference(tag)) {
        follow(value);
      }
    }
  }

  private void follow(Slice value) {
    ValueReference reference = ValueReference.decode(value);
    long number = reference.fileNumber();
    uses.merge(number, new ValueUse(number, 1, reference.length()), ValueUse::plus);
    values.read(value);
  }

  private CorruptionException corrupt(TableIndex index, int number, int entry, String what) {
    return new CorruptionException(
        table.name()
            + " at offset "
            + index.handle(number).offset()
            + ": entry "
            + entry
            + " of the block "
            + what);
  }
}
