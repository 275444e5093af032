package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps over the entries of disjoint ranges, one after the other. Must be closed. */
public final class EntryCursor implements AutoCloseable {
  private final StatementContext context;
  private final ReadView view;
  private final Keyspace keyspace;
  private final List<KeyRange> ranges;
  private final Scan form;
  private long wanted;
  private int opened;
  private @Nullable Cursor cursor;

  /**
   * A cursor.
   *
   * @param view what it reads
   * @param ranges in ascending order
   * @param form the direction, the limit and whether keys are enough; its range does not count
   */
  EntryCursor(
      StatementContext context,
      ReadView view,
      Keyspace keyspace,
      List<KeyRange> ranges,
      Scan form) {
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
    while (wanted > 0) {
      Cursor current = cursor;
      if (current == null) {
        if (opened == ranges.size()) {
          return false;
        }
        current = open(opened++);
        cursor = current;
      }
      if (current.next()) {
        wanted--;
        return true;
      }
      current.close();
      cursor = null;
    }
    return false;
  }

  /** Adds entries to a batch until it is full or there are no more; gives their number. */
  public int next(EntryBatch into) {
    int before = into.count();
    while (wanted > 0 && into.room() > 0) {
      context.poll();
      Cursor current = cursor;
      if (current == null) {
        if (opened == ranges.size()) {
          break;
        }
        current = open(opened++);
        cursor = current;
      }
      wanted -= current.next(into);
      if (into.room() > 0) {
        current.close();
        cursor = null;
      }
    }
    return into.count() - before;
  }

  private Cursor open(int index) {
    KeyRange range = ranges.get(form.reversed() ? ranges.size() - 1 - index : index);
    return view.scan(
        keyspace,
        Scan.of(range)
            .withReversed(form.reversed())
            .withLimit(wanted)
            .withKeysOnly(form.keysOnly()));
  }

  /** The current key. */
  public Slice key() {
    return current().key();
  }

  /** The current value. */
  public Slice value() {
    return current().value();
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
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
