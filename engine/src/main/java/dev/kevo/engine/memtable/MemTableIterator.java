package dev.kevo.engine.memtable;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Steps over the entries of a {@link SkipList}. It stands on an entry of a run in the order that
 * was published when it entered the run; what is added to that run later it does not meet.
 */
final class MemTableIterator implements EntryIterator {
  private static final byte[] NO_ORDER = new byte[0];

  private final SkipList list;
  private final Slice key = new Slice();
  private final Slice value = new Slice();
  private @Nullable Run run;
  private byte[] order = NO_ORDER;
  private int index;

  /** Never used, but its store keeps the compiler from leaving out {@link Run#touch}. */
  private int unusedTouched;

  MemTableIterator(SkipList list) {
    this.list = list;
  }

  @Override
  public boolean seekToFirst() {
    enter(list.firstRun());
    index = 0;
    return settleForward();
  }

  @Override
  public boolean seekToLast() {
    enter(list.lastRun());
    index = order.length - 1;
    return index >= 0;
  }

  @Override
  public boolean seek(byte[] userKey, long sequence) {
    long tag = Tag.upTo(sequence);
    Run found = list.runAt(userKey, tag);
    enter(found);
    index = found.lowerBound(order, userKey, 0, userKey.length, tag);
    return settleForward();
  }

  @Override
  public boolean seekBefore(byte[] userKey) {
    return before(userKey, 0, userKey.length, Tag.FIRST);
  }

  @Override
  public boolean next() {
    index++;
    return index < order.length || settleForward();
  }

  /** The rest of the run, unless the list goes on with other keys. */
  @Override
  public int takeRun(EntryBatch into, int most, @Nullable Slice end, long sequence) {
    Run current = run();
    byte[] slots = order;
    int before = slots[index];
    int taken = 0;
    for (int i = index + 1; i < slots.length && taken < most; i++) {
      int slot = slots[i];
      if (end != null && !current.isBelow(slot, end)) {
        break;
      }
      long tag = current.tags[slot];
      if (Tag.sequence(tag) <= sequence && !current.hasSameKey(slot, before)) {
        before = slot;
        if (!Tag.isDelete(tag)) {
          index = i;
          taken++;
          current.add(slot, into);
        }
      }
    }
    return taken;
  }

  @Override
  public long leap(byte @Nullable [] end, long oldest, long newest, long max) {
    long passed = 0;
    while (true) {
      int ahead = (int) Math.min(countInRun(end) - 1 - index, max - passed);
      int found = run().plainAfter(order, index, ahead, oldest, newest);
      index += found;
      passed += found;
      boolean atEndOfRun = index + 1 == order.length;
      if (!atEndOfRun || passed == max || !leapToNextRun(end, oldest, newest)) {
        return passed;
      }
      passed++;
    }
  }

  /** How many entries of the current run lie before a key that lies after the current one. */
  private int countInRun(byte @Nullable [] end) {
    Run current = run();
    return end == null || current.compareKey(order[order.length - 1], end) < 0
        ? order.length
        : current.lowerBound(order, end, 0, end.length, Tag.FIRST);
  }

  /** Moves to the first entry of the next run if it needs no look. */
  private boolean leapToNextRun(byte @Nullable [] end, long oldest, long newest) {
    Run next = run().next;
    if (next == null) {
      return false;
    }
    byte[] nextOrder = next.order;
    int first = nextOrder[0];
    boolean plain =
        Tag.isValue(next.tags[first], oldest, newest)
            && (end == null || next.compareKey(first, end) < 0)
            && !next.isKey(first, run().key(order[index]));
    if (plain) {
      run = next;
      order = nextOrder;
      index = 0;
    }
    return plain;
  }

  @Override
  public boolean previous() {
    if (index > 0) {
      index--;
      return true;
    }
    Run current = run();
    int slot = order[index];
    return before(
        current.chunks[slot],
        current.keyStarts[slot],
        current.valueStarts[slot],
        current.tags[slot]);
  }

  private boolean before(byte[] userKey, int from, int to, long tag) {
    Run found = list.runBefore(userKey, from, to, tag);
    enter(found);
    index = found.lowerBound(order, userKey, from, to, tag) - 1;
    return index >= 0;
  }

  private boolean settleForward() {
    if (index < order.length) {
      return true;
    }
    Run next = run().next;
    if (next == null) {
      return false;
    }
    enter(next);
    index = 0;
    unusedTouched += next.touch(order);
    return true;
  }

  private void enter(Run entered) {
    run = entered;
    order = entered.order;
  }

  private Run run() {
    Run current = run;
    if (current == null) {
      throw new IllegalStateException("the iterator stands on no entry");
    }
    return current;
  }

  @Override
  public Slice key() {
    run().key(order[index], key);
    return key;
  }

  @Override
  public long sequence() {
    return Tag.sequence(run().tags[order[index]]);
  }

  @Override
  public boolean isDelete() {
    return Tag.isDelete(run().tags[order[index]]);
  }

  @Override
  public boolean isReference() {
    return false;
  }

  @Override
  public Slice value() {
    run().value(order[index], value);
    return value;
  }

  @Override
  public void close() {
    run = null;
    order = NO_ORDER;
    index = 0;
  }
}
