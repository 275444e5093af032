package dev.kevo.engine.iter;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.EntryFilter;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.key.KeyOrder;
import dev.kevo.engine.key.Tag;
import dev.kevo.engine.value.ValueSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The live keys among stored entries: for each key within the bounds the newest version that the
 * reader sees, unless that is a delete. A step allocates nothing and copies nothing.
 *
 * <p>Ascending, the entries stand on the current key's visible version. Descending, versions come
 * oldest first, so the entries already stand before the current key, and the cursor has noted where
 * its bytes are (see {@link EntryIterator}: bytes stay).
 */
public final class VisibleCursor implements Cursor {
  /** After so many useless versions in a row a seek is cheaper than another step. */
  private static final int STEPS_BEFORE_SEEK = 12;

  /** Runs of fewer entries do not pay for the look at where they end. */
  private static final int RUN_MIN = 4;

  private static final int RUN_PAUSE_MAX = 64;
  private static final Slice NO_VALUE = new Slice();

  private final EntryIterator entries;
  private final Visibility visibility;
  private final boolean reversed;
  private final boolean keysOnly;
  private final @Nullable EntryFilter filter;
  private final byte @Nullable [] start;
  private final byte @Nullable [] end;
  private final @Nullable Slice endKey;
  private final @Nullable RangeCover cover;
  private final @Nullable ValueSource values;
  private final Runnable onClose;

  private final Slice key = new Slice();
  private final Slice value = new Slice();

  /** Whether {@link #value} is still a reference: the value is read when it is asked for. */
  private boolean referring;

  private long remaining;

  /** How many single steps to do before the next try to take a run, and after the last bad one. */
  private int stepsBeforeRun;

  private int runPause;

  /** Whether the entries have been sought. */
  private boolean begun;

  /** Whether the entries stand on one. */
  private boolean at;

  /** Whether {@link #key} is the key of the cursor's place. */
  private boolean placed;

  private boolean ended;
  private boolean closed;
  private byte @Nullable [] target;

  /**
   * A cursor before the first entry of a scan.
   *
   * @param entries owned by the cursor, which closes it
   * @param cover the range deletes that the reader sees, if there are any
   * @param values reads what entries refer to; null if none of them does
   * @param onClose run once, after the entries are closed: releases what they were read from
   */
  public VisibleCursor(
      EntryIterator entries,
      Scan scan,
      Visibility visibility,
      @Nullable RangeCover cover,
      @Nullable ValueSource values,
      Runnable onClose) {
    KeyRange range = scan.range();
    this.values = values;
    this.cover = cover;
    this.entries = entries;
    this.visibility = visibility;
    this.onClose = onClose;
    reversed = scan.reversed();
    filter = scan.filter();
    keysOnly = scan.keysOnly() && (filter == null || !filter.needsValue());
    start = range.start();
    end = range.end();
    endKey = end == null ? null : new Slice(end);
    remaining = scan.limit();
    ended = range.isEmpty();
  }

  @Override
  public boolean next() {
    if (closed) {
      throw new ClosedException("the cursor is closed");
    }
    if (ended || remaining == 0) {
      ended = true;
      return false;
    }
    while (reversed ? stepBack() : stepForward()) {
      placed = true;
      if (filter == null || passes(filter)) {
        remaining--;
        return true;
      }
    }
    ended = true;
    return false;
  }

  @Override
  public long skip(long max) {
    if (max < 0) {
      throw new IllegalArgumentException("a negative number of entries: " + max);
    }
    long passed = 0;
    while (passed < max && next()) {
      passed++;
      if (!reversed && filter == null) {
        passed += leap(Math.min(max - passed, remaining));
      }
    }
    return passed;
  }

  /** Goes on from a live entry over entries of which the stored ones are the live ones. */
  private long leap(long max) {
    RangeCover deletes = cover;
    byte[] to = end;
    long oldest = 0;
    if (deletes != null) {
      byte[] covered = deletes.end();
      to =
          covered == null || (to != null && Arrays.compareUnsigned(to, covered) < 0) ? to : covered;
      oldest = Math.max(0, deletes.newest());
    }
    // Where one private write is, there are no other entries.
    boolean isPrivate = entries.sequence() >= Tag.PRIVATE_FIRST;
    long newest = isPrivate ? visibility.privateSequence() : visibility.sequence();
    long passed = entries.leap(to, oldest, newest, max);
    if (passed > 0) {
      remaining -= passed;
      key.set(entries.key());
      if (!keysOnly) {
        noteValue();
      }
    }
    return passed;
  }

  @Override
  public int next(EntryBatch into) {
    int before = into.count();
    while (into.room() > 0) {
      boolean takesRuns = stepsBeforeRun-- <= 0;
      if (!takesRuns || takeRun(into) == 0) {
        if (!next()) {
          break;
        }
        into.add(key, keysOnly ? NO_VALUE : value());
      }
    }
    int count = into.count() - before;
    if (count > 0) {
      into.key(into.count() - 1, key);
      into.value(into.count() - 1, value);
      referring = false;
    }
    return count;
  }

  /** Takes entries that need no look at each; where there are few of them, tries less often. */
  private int takeRun(EntryBatch into) {
    int most = (int) Math.min(into.room(), remaining);
    boolean possible = !reversed && filter == null && placed && at && !ended && target == null;
    if (!possible || most == 0) {
      return 0;
    }
    Slice bound = endKey;
    RangeCover deletes = cover;
    if (deletes != null) {
      byte[] covered = deletes.end();
      if (deletes.newest() > 0) {
        return 0;
      }
      if (covered != null && (bound == null || bound.compareTo(covered) > 0)) {
        bound = new Slice(covered);
      }
    }
    int taken = entries.takeRun(into, most, bound, visibility.sequence());
    if (taken >= RUN_MIN || taken == most) {
      runPause = 0;
    } else {
      runPause = Math.min(2 * runPause + 1, RUN_PAUSE_MAX);
      stepsBeforeRun = runPause;
    }
    if (taken > 0) {
      remaining -= taken;
      into.key(into.count() - 1, key);
    }
    return taken;
  }

  private boolean passes(EntryFilter tested) {
    if (referring && tested.needsValue()) {
      readValue();
    }
    return tested.matches(key, value);
  }

  private void noteValue() {
    value.set(entries.value());
    referring = values != null && entries.isReference();
  }

  private void readValue() {
    ValueSource source = values;
    if (closed || source == null) {
      throw new ClosedException("the cursor is closed");
    }
    source.read(value);
    referring = false;
  }

  @Override
  public void seek(byte[] sought) {
    if (closed) {
      throw new ClosedException("the cursor is closed");
    }
    byte[] earlier = target;
    int order =
        earlier != null
            ? Arrays.compareUnsigned(earlier, sought)
            : placed ? key.compareTo(sought) : 0;
    if (reversed ? order < 0 : order > 0) {
      throw new IllegalArgumentException("the key lies behind the cursor");
    }
    target = sought;
  }

  private boolean stepForward() {
    byte[] sought = target;
    if (sought != null) {
      target = null;
      // The current key itself is behind: then go on as if nothing had been sought.
      if (!placed || key.compareTo(sought) < 0) {
        byte[] low = start;
        byte[] from = low != null && Arrays.compareUnsigned(low, sought) > 0 ? low : sought;
        at = entries.seek(from, visibility.newest());
        begun = true;
        return findForward(false);
      }
    }
    if (!begun) {
      begun = true;
      byte[] low = start;
      at = low == null ? entries.seekToFirst() : entries.seek(low, visibility.newest());
      return findForward(false);
    }
    at = entries.next();
    return findForward(true);
  }

  /**
   * Goes on to the first live key.
   *
   * @param decided whether {@link #key} is a key whose versions no longer matter
   */
  private boolean findForward(boolean decided) {
    boolean skipping = decided;
    int useless = 0;
    while (at) {
      Slice found = entries.key();
      boolean same = skipping && isSame(found);
      if (same) {
        if (++useless > STEPS_BEFORE_SEEK) {
          useless = 0;
          at = entries.seek(afterKey(found), Tag.PRIVATE_MAX);
        } else {
          at = entries.next();
        }
        continue;
      }
      byte[] high = end;
      if (high != null && found.compareTo(high) >= 0) {
        return false;
      }
      if (!visibility.sees(entries.sequence())) {
        if (++useless > STEPS_BEFORE_SEEK) {
          useless = 0;
          leapToVisible(found);
        } else {
          at = entries.next();
        }
        continue;
      }
      key.set(found);
      if (isLive()) {
        if (!keysOnly) {
          noteValue();
        }
        return true;
      }
      skipping = true;
      useless = 0;
      at = entries.next();
    }
    return false;
  }

  /** Whether a key is the one noted in {@link #key}. */
  private boolean isSame(Slice found) {
    int from = found.offset();
    int keyFrom = key.offset();
    return KeyOrder.equal(
        found.array(), from, from + found.length(), key.array(), keyFrom, keyFrom + key.length());
  }

  /** Whether the current entry, which is its key's newest visible one, is a value in force. */
  private boolean isLive() {
    RangeCover deletes = cover;
    return !entries.isDelete()
        && (deletes == null || !deletes.hides(entries.key(), entries.sequence()));
  }

  /** From an invisible version of a key to what may be visible: never back, always ahead. */
  private void leapToVisible(Slice found) {
    if (entries.sequence() > visibility.newest()) {
      at = entries.seek(found.toByteArray(), visibility.newest());
    } else if (entries.sequence() > visibility.sequence()) {
      at = entries.seek(found.toByteArray(), visibility.sequence());
    } else {
      at = entries.next();
    }
  }

  private boolean stepBack() {
    byte[] sought = target;
    if (sought != null) {
      target = null;
      if (!placed || key.compareTo(sought) > 0) {
        byte[] high = end;
        boolean beyond = high != null && Arrays.compareUnsigned(sought, high) >= 0;
        at = entries.seekBefore(beyond && high != null ? high : afterKey(new Slice(sought)));
        begun = true;
        return findBack();
      }
    }
    if (!begun) {
      begun = true;
      byte[] high = end;
      at = high == null ? entries.seekToLast() : entries.seekBefore(high);
    }
    return findBack();
  }

  /** Takes keys from the end until one is live; leaves the entries before all its versions. */
  private boolean findBack() {
    while (at) {
      key.set(entries.key());
      byte[] low = start;
      if (low != null && key.compareTo(low) < 0) {
        return false;
      }
      if (takeKeyBack()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Crosses the versions of {@link #key}, oldest first; returns whether the newest seen is live.
   */
  private boolean takeKeyBack() {
    boolean live = false;
    int versions = 0;
    do {
      if (++versions > STEPS_BEFORE_SEEK) {
        return takeKeyBackBySeek();
      }
      if (visibility.sees(entries.sequence())) {
        live = isLive();
        if (live && !keysOnly) {
          noteValue();
        }
      }
      at = entries.previous();
    } while (at && isSame(entries.key()));
    return live;
  }

  private boolean takeKeyBackBySeek() {
    byte[] bytes = key.toByteArray();
    boolean live = false;
    at = entries.seek(bytes, visibility.newest());
    while (at && entries.key().contentEquals(bytes)) {
      if (visibility.sees(entries.sequence())) {
        live = isLive();
        if (live && !keysOnly) {
          noteValue();
        }
        break;
      }
      leapToVisible(entries.key());
    }
    at = entries.seekBefore(bytes);
    return live;
  }

  /** The smallest key after this one. */
  private static byte[] afterKey(Slice key) {
    byte[] array = key.array();
    byte[] after = new byte[key.length() + 1];
    System.arraycopy(array, key.offset(), after, 0, key.length());
    return after;
  }

  @Override
  public Slice key() {
    return key;
  }

  @Override
  public Slice value() {
    if (referring) {
      readValue();
    }
    return value;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ended = true;
      try {
        entries.close();
      } finally {
        onClose.run();
      }
    }
  }
}
