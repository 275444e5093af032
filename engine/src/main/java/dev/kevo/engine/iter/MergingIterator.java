package dev.kevo.engine.iter;

import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.KeyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many iterators as one, in the order of entries.
 *
 * <p>The sources are kept sorted by their current entries. A step moves the first source and, as
 * long as its entry still comes before the second source's, that one comparison is all; otherwise
 * it finds its new place by binary search. Sources that tie (the same key and sequence) come in the
 * order of the list, so the newest belongs first.
 */
public final class MergingIterator implements EntryIterator {
  /** A leap over nothing costs about as much as so many steps. */
  private static final int PATIENCE_MAX = 4;

  private final EntryIterator[] sources;

  /** The current key of each source; the source's own slice. */
  private final Slice[] keys;

  /** The sources that stand on an entry, sorted in the direction, then those that do not. */
  private final int[] sorted;

  private int live;

  /** How many steps the first source has been the first one. */
  private int stays;

  /**
   * By source, how many steps it must have been the first one for a leap to be tried: one more
   * after each leap over nothing.
   */
  private final int[] patience;

  private boolean forward = true;

  /** The first of the sorted sources, if one is live. */
  private EntryIterator top;

  /** Its current key. */
  private Slice topKey = new Slice();

  private MergingIterator(EntryIterator[] sources) {
    this.sources = sources;
    this.keys = new Slice[sources.length];
    this.sorted = new int[sources.length];
    this.patience = new int[sources.length];
    this.top = sources[0];
  }

  /** Merges the sources, which it closes when it is closed; newer sources come first. */
  public static EntryIterator of(List<EntryIterator> sources) {
    return switch (sources.size()) {
      case 0 -> new ConcatenatingIterator(ConcatenatingIterator.NO_PARTS);
      case 1 -> sources.get(0);
      default -> new MergingIterator(sources.toArray(new EntryIterator[0]));
    };
  }

  @Override
  public boolean seekToFirst() {
    begin(true);
    for (int i = 0; i < sources.length; i++) {
      place(i, sources[i].seekToFirst());
    }
    return arrive();
  }

  @Override
  public boolean seekToLast() {
    begin(false);
    for (int i = 0; i < sources.length; i++) {
      place(i, sources[i].seekToLast());
    }
    return arrive();
  }

  @Override
  public boolean seek(byte[] userKey, long sequence) {
    begin(true);
    for (int i = 0; i < sources.length; i++) {
      place(i, sources[i].seek(userKey, sequence));
    }
    return arrive();
  }

  @Override
  public boolean seekBefore(byte[] userKey) {
    begin(false);
    for (int i = 0; i < sources.length; i++) {
      place(i, sources[i].seekBefore(userKey));
    }
    return arrive();
  }

  @Override
  public boolean next() {
    if (!forward) {
      turn(true);
    }
    return settle(top.next());
  }

  /** The first source's entries up to where the second source stands. */
  @Override
  public int takeRun(EntryBatch into, int most, @Nullable Slice end, long sequence) {
    if (!forward) {
      return 0;
    }
    Slice bound = end;
    if (live > 1) {
      Slice second = keys[sorted[1]];
      bound = end == null || second.compareTo(end) < 0 ? second : end;
    }
    int taken = top.takeRun(into, most, bound, sequence);
    if (taken > 0) {
      topKey = top.key();
      keys[sorted[0]] = topKey;
    }
    return taken;
  }

  @Override
  public boolean previous() {
    if (forward) {
      turn(false);
    }
    return settle(top.previous());
  }

  @Override
  public long leap(byte @Nullable [] end, long oldest, long newest, long max) {
    byte[] before = end;
    int first = sorted[0];
    if (live > 1) {
      if (!forward || stays < patience[first]) {
        return 0;
      }
      // Of keys before the second source's, the first one has all versions.
      Slice second = keys[sorted[1]];
      before = end == null || second.compareTo(end) < 0 ? second.toByteArray() : end;
    }
    long passed = top.leap(before, oldest, newest, max);
    patience[first] = passed > 0 ? 0 : Math.min(patience[first] + 1, PATIENCE_MAX);
    topKey = top.key();
    keys[first] = topKey;
    return passed;
  }

  private void begin(boolean newDirection) {
    forward = newDirection;
    live = 0;
  }

  /** Inserts a source among those placed already. */
  private void place(int source, boolean at) {
    if (!at) {
      return;
    }
    keys[source] = sources[source].key();
    int place = live++;
    while (place > 0 && isBefore(source, sorted[place - 1])) {
      sorted[place] = sorted[place - 1];
      place--;
    }
    sorted[place] = source;
  }

  /** Notes which source is the first one. */
  private boolean arrive() {
    if (live == 0) {
      return false;
    }
    int first = sorted[0];
    top = sources[first];
    topKey = keys[first];
    stays = 0;
    return true;
  }

  /** Restores the order after the first source has moved. */
  private boolean settle(boolean at) {
    int first = sorted[0];
    if (!at) {
      live--;
      System.arraycopy(sorted, 1, sorted, 0, live);
      return arrive();
    }
    topKey = top.key();
    keys[first] = topKey;
    if (live == 1 || isBefore(first, sorted[1])) {
      stays++;
      return true;
    }
    int low = 2;
    int high = live;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(first, sorted[middle])) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    for (int i = 1; i < low; i++) {
      sorted[i - 1] = sorted[i];
    }
    sorted[low - 1] = first;
    return arrive();
  }

  /**
   * Turns round on the current entry: the first source stays, every other one crosses it, to its
   * nearest entry on the other side.
   */
  private void turn(boolean newDirection) {
    int current = sorted[0];
    byte[] key = keys[current].toByteArray();
    long sequence = sources[current].sequence();
    begin(newDirection);
    place(current, true);
    for (int i = 0; i < sources.length; i++) {
      if (i != current) {
        EntryIterator source = sources[i];
        boolean at = source.seek(key, sequence);
        if (!newDirection) {
          at = at ? source.previous() : source.seekToLast();
        } else if (at && source.sequence() == sequence && source.key().contentEquals(key)) {
          at = source.next();
        }
        place(i, at);
      }
    }
    // All others lie beyond the current entry in the new direction, so it is still the first.
    topKey = keys[current];
  }

  private boolean isBefore(int a, int b) {
    Slice x = keys[a];
    Slice y = keys[b];
    int order =
        KeyOrder.compare(
            x.array(),
            x.offset(),
            x.offset() + x.length(),
            y.array(),
            y.offset(),
            y.offset() + y.length());
    if (order == 0) {
      order = Long.compare(sources[b].sequence(), sources[a].sequence());
      if (order == 0) {
        order = Integer.compare(a, b);
      }
    }
    return forward ? order < 0 : order > 0;
  }

  @Override
  public Slice key() {
    return topKey;
  }

  @Override
  public long sequence() {
    return top.sequence();
  }

  @Override
  public boolean isDelete() {
    return top.isDelete();
  }

  @Override
  public boolean isReference() {
    return top.isReference();
  }

  @Override
  public Slice value() {
    return top.value();
  }

  @Override
  public void close() {
    CloseAll.close(sources);
  }
}
