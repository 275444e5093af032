package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import org.jspecify.annotations.Nullable;

/** Steps over the entries of disjoint ranges, one after the other. Must be closed. */
public final class EntryCursor implements AutoCloseable {
  /** Entries between two looks whether the statement must stop: some milliseconds of steps. */
  private static final long SKIPPED_AT_ONCE = 1 << 16;

  /** So many entries of a range are stepped to, before more are asked for at once. */
  private static final int STEPS = 8;

  private static final int AHEAD = 32;

  private final StatementContext context;
  private final ReadView view;
  private final Keyspace keyspace;
  private final RangeSequence ranges;
  private final Scan form;
  private long wanted;
  private @Nullable Cursor cursor;

  /** Steps in the current range. */
  private int steps;

  /** What the cursor gave ahead of the current entry, which is the one before {@code nextAhead}. */
  private @Nullable EntryBatch ahead;

  private int nextAhead;
  private final Slice key = new Slice();
  private final Slice value = new Slice();

  /**
   * A cursor.
   *
   * @param view what it reads
   * @param form the direction, the limit and whether keys are enough; its range does not count
   */
  EntryCursor(
      StatementContext context, ReadView view, Keyspace keyspace, RangeSequence ranges, Scan form) {
    this.view = view;
    this.context = context;
    this.keyspace = keyspace;
    this.ranges = ranges;
    this.form = form;
    this.wanted = form.limit();
  }

  /** Moves to the next entry; false at the end. Fails once the statement is cancelled. */
  public boolean next() {
    context.poll();
    if (isAhead()) {
      nextAhead++;
      return true;
    }
    while (wanted > 0) {
      Cursor current = opened();
      if (current == null) {
        return false;
      }
      if (steps < STEPS) {
        if (current.next()) {
          steps++;
          wanted--;
          return true;
        }
      } else if (readAhead(current)) {
        return true;
      }
      closeRange();
    }
    return false;
  }

  private boolean isAhead() {
    return ahead != null && nextAhead < ahead.count();
  }

  private boolean readAhead(Cursor current) {
    EntryBatch batch = ahead;
    if (batch == null) {
      batch = new EntryBatch(AHEAD);
      ahead = batch;
    }
    batch.clear();
    wanted -= current.next(batch);
    nextAhead = 1;
    return batch.count() > 0;
  }

  /**
   * Adds entries to a batch until it is full or there are no more; gives their number. Not to be
   * mixed with single steps.
   */
  public int next(EntryBatch into) {
    int before = into.count();
    while (wanted > 0 && into.room() > 0) {
      context.poll();
      Cursor current = opened();
      if (current == null) {
        break;
      }
      wanted -= current.next(into);
      if (into.room() > 0) {
        closeRange();
      }
    }
    return into.count() - before;
  }

  /**
   * Moves over up to so many entries, mostly without a look at them.
   *
   * @return how many entries it moved; fewer than {@code max} mean the end
   */
  public long skip(long max) {
    long passed = 0;
    while (passed < max && isAhead()) {
      nextAhead++;
      passed++;
    }
    while (passed < max && wanted > 0) {
      StatementContext.check(context.cancel());
      Cursor current = opened();
      if (current == null) {
        break;
      }
      long asked = Math.min(Math.min(max - passed, wanted), SKIPPED_AT_ONCE);
      long moved = current.skip(asked);
      passed += moved;
      wanted -= moved;
      if (moved < asked) {
        closeRange();
      }
    }
    return passed;
  }

  /** The cursor over the current range, or the next one; null after the last one. */
  private @Nullable Cursor opened() {
    Cursor current = cursor;
    if (current == null) {
      KeyRange range = ranges.next();
      current = range == null ? null : open(range);
      cursor = current;
    }
    return current;
  }

  private Cursor open(KeyRange range) {
    return view.scan(
        keyspace,
        Scan.of(range)
            .withReversed(form.reversed())
            .withLimit(wanted)
            .withKeysOnly(form.keysOnly()));
  }

  /** The current key. */
  public Slice key() {
    EntryBatch batch = ahead;
    if (batch == null || batch.count() == 0) {
      return current().key();
    }
    batch.key(nextAhead - 1, key);
    return key;
  }

  /** The current value. */
  public Slice value() {
    EntryBatch batch = ahead;
    if (batch == null || batch.count() == 0) {
      return current().value();
    }
    batch.value(nextAhead - 1, value);
    return value;
  }

  private Cursor current() {
    Cursor current = cursor;
    if (current == null) {
      throw new IllegalStateException("the cursor stands at no entry");
    }
    return current;
  }

  @Override
  public void close() {
    wanted = 0;
    closeRange();
  }

  private void closeRange() {
    Cursor current = cursor;
    cursor = null;
    steps = 0;
    if (ahead != null) {
      ahead.clear();
    }
    if (current != null) {
      current.close();
    }
  }
}
