package dev.kevo.engine.sstable;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.Tag;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Steps over a table's entries, block by block. */
final class TableIterator implements EntryIterator {
  private final TableReader table;
  private final boolean caching;
  private final Slice key = new Slice();
  private final Slice value = new Slice();
  private @Nullable DataBlock block;
  private int number = -1;
  private int entry;

  // The current entry, as decoded.
  private long tag;
  private int keyAt;
  private int keyLength;
  private int valueLength;

  TableIterator(TableReader table, boolean caching) {
    this.table = table;
    this.caching = caching;
  }

  @Override
  public boolean seekToFirst() {
    return decode(enter(0), 0);
  }

  @Override
  public boolean seekToLast() {
    DataBlock last = enter(table.index().count() - 1);
    return decode(last, last.count - 1);
  }

  @Override
  public boolean seek(byte[] userKey, long sequence) {
    TableProperties properties = table.properties();
    if (Arrays.compareUnsigned(userKey, properties.smallest()) < 0) {
      return seekToFirst();
    }
    if (Arrays.compareUnsigned(userKey, properties.largest()) > 0) {
      return false;
    }
    long sought = Tag.upTo(sequence);
    DataBlock found = enter(table.index().floor(userKey, sought));
    int index = found.lowerBound(userKey, sought);
    return index < found.count ? decode(found, index) : enterNext();
  }

  @Override
  public boolean seekBefore(byte[] userKey) {
    TableProperties properties = table.properties();
    if (Arrays.compareUnsigned(userKey, properties.smallest()) <= 0) {
      return false;
    }
    if (Arrays.compareUnsigned(userKey, properties.largest()) > 0) {
      return seekToLast();
    }
    DataBlock found = enter(table.index().floor(userKey, Tag.FIRST));
    int index = found.lowerBound(userKey, Tag.FIRST);
    return index > 0 ? decode(found, index - 1) : enterPrevious();
  }

  @Override
  public boolean next() {
    DataBlock current = block();
    int next = entry + 1;
    if (next == current.count) {
      return enterNext();
    }
    entry = next;
    return decodeAt(current.bytes, keyAt + keyLength + valueLength);
  }

  /** The rest of the block, or at its end the next one, if it is plain. */
  @Override
  public int takeRun(EntryBatch into, int most, @Nullable Slice end, long sequence) {
    DataBlock run = block();
    int runNumber = number;
    int from = entry + 1;
    if (from == run.count) {
      runNumber++;
      if (runNumber == table.index().count() || table.index().continues(runNumber)) {
        return 0;
      }
      run = load(runNumber);
      from = 0;
    }
    if (!run.isPlain(sequence)) {
      return 0;
    }
    int to = Math.min(end == null ? run.count : run.endOf(from, end), from + most);
    if (to == from) {
      return 0;
    }
    block = run;
    number = runNumber;
    run.add(from, to, into);
    decode(run, to - 1);
    return to - from;
  }

  @Override
  public boolean previous() {
    return entry > 0 ? decode(block(), entry - 1) : enterPrevious();
  }

  @Override
  public long leap(byte @Nullable [] end, long oldest, long newest, long max) {
    TableProperties properties = table.properties();
    boolean plain =
        properties.isPlain()
            && properties.minSequence() >= oldest
            && properties.maxSequence() <= newest;
    return plain ? leapTo(end, max) : leapInBlock(end, oldest, newest, max);
  }

  /** Leaps in a table all of whose entries can be passed. */
  private long leapTo(byte @Nullable [] end, long max) {
    TableIndex index = table.index();
    int to = index.count() - 1;
    int before = index.entries(to);
    if (end != null && !isPast(end, number)) {
      to = number;
      before = block().lowerBound(end, Tag.FIRST);
    } else if (end != null && !isPast(end, to)) {
      to = index.floor(end, Tag.FIRST);
      before = read(to).lowerBound(end, Tag.FIRST);
    }
    long at = index.entriesBefore(number) + entry;
    long ahead = index.entriesBefore(to) + before - 1 - at;
    long passed = Math.min(max, ahead);
    if (passed <= 0) {
      return 0;
    }
    if (passed < ahead) {
      to = index.blockOf(at + passed);
    } else if (before == 0) {
      to--;
    }
    decode(enter(to), (int) (at + passed - index.entriesBefore(to)));
    return passed;
  }

  /** Whether a key after the current one lies beyond a block that is not before the current one. */
  private boolean isPast(byte[] end, int place) {
    return Arrays.compareUnsigned(end, table.index().lowerBound(place + 1)) > 0;
  }

  /** Leaps by the entries' tags, at most to the end of the block. */
  private long leapInBlock(byte @Nullable [] end, long oldest, long newest, long max) {
    DataBlock current = block();
    int to =
        end == null || isPast(end, number) ? current.count : current.lowerBound(end, Tag.FIRST);
    // The end may be another source's older version of the current key.
    int ahead = (int) Math.max(0, Math.min(to - 1 - entry, max));
    int passed = current.plainAfter(entry, ahead, oldest, newest);
    if (passed > 0) {
      decode(current, entry + passed);
    }
    return passed;
  }

  private boolean enterNext() {
    return number + 1 < table.index().count() && decode(enter(number + 1), 0);
  }

  private boolean enterPrevious() {
    if (number == 0) {
      return false;
    }
    DataBlock previous = enter(number - 1);
    return decode(previous, previous.count - 1);
  }

  private DataBlock enter(int entered) {
    DataBlock current = block;
    if (current == null || number != entered) {
      current = read(entered);
      block = current;
      number = entered;
    }
    return current;
  }

  private DataBlock read(int wanted) {
    return caching ? table.block(wanted) : table.blockPastCache(wanted);
  }

  private DataBlock load(int loaded) {
    return caching ? table.block(loaded) : table.blockPastCache(loaded);
  }

  private DataBlock block() {
    DataBlock current = block;
    if (current == null) {
      throw new IllegalStateException("the iterator stands on no entry");
    }
    return current;
  }

  private boolean decode(DataBlock from, int index) {
    entry = index;
    return decodeAt(from.bytes, from.start(index));
  }

  /** Decodes the entry that begins at {@code start}; the block's lengths are known to be right. */
  private boolean decodeAt(byte[] bytes, int start) {
    int at = start;
    int length = bytes[at++];
    if (length < 0) {
      length = DataBlock.varint32(bytes, at - 1);
      at = DataBlock.skipVarint(bytes, at - 1);
    }
    keyLength = length;
    length = bytes[at++];
    if (length < 0) {
      length = DataBlock.varint32(bytes, at - 1);
      at = DataBlock.skipVarint(bytes, at - 1);
    }
    valueLength = length;
    long decoded = 0;
    int shift = 0;
    long next;
    do {
      next = bytes[at++];
      decoded |= (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    tag = decoded;
    keyAt = at;
    key.set(bytes, at, keyLength);
    return true;
  }

  @Override
  public Slice key() {
    return key;
  }

  @Override
  public long sequence() {
    return Tag.sequence(tag);
  }

  @Override
  public boolean isDelete() {
    return Tag.isDelete(tag);
  }

  @Override
  public boolean isReference() {
    return Tag.isReference(tag);
  }

  @Override
  public Slice value() {
    value.set(block().bytes, keyAt + keyLength, valueLength);
    return value;
  }

  @Override
  public void close() {
    block = null;
    number = -1;
  }
}
