package dev.kevo.sql.exec;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.sql.table.EncodedRow;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.RowDecoder;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reading a table: which columns of which keys in which direction. Immutable and thread-safe; each
 * execution opens a cursor of its own.
 *
 * @param table the table
 * @param columns the columns that a row has; not to be changed
 * @param index what it is read by; null for its own key
 * @param bounds the keys of the table or the index, or null for all
 * @param reversed whether the rows come from the last key to the first
 * @param filter what rows must fulfil besides, over the columns; or null
 * @param past the time that it is read as of; null for the statement's own view
 */
public record TableScan(
    KevoTable table,
    int[] columns,
    @Nullable TableIndex index,
    @Nullable KeyBounds bounds,
    boolean reversed,
    @Nullable Scalar filter,
    @Nullable PastTable past) {

  private static final Slice NOTHING = new Slice();

  /** A scan of what the statement sees. */
  public TableScan(
      KevoTable table,
      int[] columns,
      @Nullable TableIndex index,
      @Nullable KeyBounds bounds,
      boolean reversed,
      @Nullable Scalar filter) {
    this(table, columns, index, bounds, reversed, filter, null);
  }

  /** The same scan in a direction. */
  public TableScan withReversed(boolean newReversed) {
    return new TableScan(table, columns, index, bounds, newReversed, filter, past);
  }

  /** The same rows in the order of an index, which the bounds must not be about. */
  public TableScan withIndex(TableIndex newIndex) {
    return new TableScan(table, columns, newIndex, null, reversed, filter, past);
  }

  /** The same scan within bounds of the key that it reads by. */
  public TableScan withBounds(KeyBounds newBounds) {
    return new TableScan(table, columns, index, newBounds, reversed, filter, past);
  }

  /** The same scan with a filter. */
  public TableScan withFilter(Scalar newFilter) {
    return new TableScan(table, columns, index, bounds, reversed, newFilter, past);
  }

  /** The same scan of the table as it was; null for what the statement sees. */
  public TableScan asOf(@Nullable PastTable newPast) {
    return new TableScan(table, columns, index, bounds, reversed, filter, newPast);
  }

  private ReadView view(StatementContext context) {
    return past == null ? context.view() : context.past(past);
  }

  /**
   * Opens a cursor.
   *
   * @param operands the values that the bounds count on
   * @param limit at most so many entries are wanted
   */
  public RowCursor open(StatementContext context, @Nullable Object[] operands, long limit) {
    return open(context, operands, limit, null);
  }

  /**
   * Opens a cursor.
   *
   * @param used a closed cursor of some scan, which is opened again if it is one of this scan
   */
  RowCursor open(
      StatementContext context, @Nullable Object[] operands, long limit, @Nullable RowCursor used) {
    if (filter == null && used instanceof PointCursor point && point.isOf(this)) {
      point.reopen(view(context), bounds == null ? null : bounds.point(operands));
      return point;
    }
    return filter == null
        ? openAll(context, operands, limit)
        : new FilteredCursor(context, openAll(context, operands, Long.MAX_VALUE), filter);
  }

  private RowCursor openAll(StatementContext context, @Nullable Object[] operands, long limit) {
    if (index != null) {
      return new IndexRows(
          index, columns, context, view(context), sequence(context, operands), reversed, limit);
    }
    RowDecoder decoder = table.decoder(columns);
    if (bounds != null && bounds.arePoints()) {
      if (bounds.boxes().length == 1) {
        return new PointCursor(view(context), bounds.point(operands), decoder);
      }
      return new PointsCursor(context, bounds.points(operands), decoder);
    }
    // Where an entry may be no row, nobody knows how many make so many rows.
    long entries = table.boundsAreExact() ? limit : Long.MAX_VALUE;
    return new RangesCursor(
        entries(context, sequence(context, operands), entries, decoder.needsValue()), decoder);
  }

  /** Whether it reads whole ranges of the table's own entries, so that they can be had as such. */
  public boolean readsRanges() {
    boolean known = bounds == null || (bounds.skipped() == 0 && !bounds.arePoints());
    return index == null && filter == null && known;
  }

  /** Opens a cursor over the entries themselves, if it {@link #readsRanges}. */
  public EntryCursor entries(StatementContext context, @Nullable Object[] operands) {
    return entries(context, ranges(operands));
  }

  /** The ranges that it reads, ascending, if it {@link #readsRanges}. */
  public List<KeyRange> ranges(@Nullable Object[] operands) {
    return bounds == null ? List.of(table.range()) : bounds.ranges(operands);
  }

  /** Opens a cursor over the entries of some of its {@link #ranges}, or of parts of them. */
  public EntryCursor entries(StatementContext context, List<KeyRange> ranges) {
    return entries(context, RangeSequence.of(ranges, reversed), Long.MAX_VALUE, true);
  }

  private RangeSequence sequence(StatementContext context, @Nullable Object[] operands) {
    if (bounds != null && bounds.skipped() > 0) {
      return new SkippedRanges(view(context), table.keyspace(), bounds, operands, reversed);
    }
    List<KeyRange> known =
        index == null || bounds != null ? ranges(operands) : List.of(index.range());
    return RangeSequence.of(known, reversed);
  }

  private EntryCursor entries(
      StatementContext context, RangeSequence ranges, long limit, boolean needsValue) {
    Scan form = Scan.all().withReversed(reversed).withLimit(limit).withKeysOnly(!needsValue);
    return new EntryCursor(context, view(context), table.keyspace(), ranges, form);
  }

  /** Whether its rows are as many as some ranges have entries, so that none needs a look. */
  public boolean countsEntries() {
    return index != null
        ? filter == null && index.covers(columns)
        : readsRanges() && !table.decoder(columns).skipsEntries();
  }

  /** Whether at most one entry is read. */
  public boolean isPoint() {
    return index == null && bounds != null && bounds.arePoints() && bounds.boxes().length == 1;
  }

  private record FilteredCursor(StatementContext context, RowCursor rows, Scalar filter)
      implements RowCursor {
    @Override
    public boolean next() {
      while (rows.next()) {
        if (filter.eval(rows.row(), context) == Boolean.TRUE) {
          return true;
        }
      }
      return false;
    }

    @Override
    public @Nullable Object[] row() {
      return rows.row();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** At most one row. */
  private final class PointCursor implements RowCursor {
    private final RowDecoder decoder;
    private final Slice key = new Slice();
    private final Slice value = new Slice();
    private @Nullable ReadView view; // null when the row was looked for
    private byte @Nullable [] asked;
    private @Nullable Object @Nullable [] row;

    PointCursor(ReadView view, byte @Nullable [] asked, RowDecoder decoder) {
      this.decoder = decoder;
      reopen(view, asked);
    }

    @SuppressWarnings("ReferenceEquality") // an equal scan of another plan is another scan
    boolean isOf(TableScan scan) {
      return TableScan.this == scan;
    }

    void reopen(ReadView newView, byte @Nullable [] newAsked) {
      view = newView;
      asked = newAsked;
    }

    @Override
    public boolean next() {
      ReadView from = view;
      view = null;
      row = null;
      if (from == null || asked == null || !from.get(table.keyspace(), asked, value)) {
        return false;
      }
      key.set(asked, 0, asked.length);
      if (decoder instanceof EncodedRow encoded) {
        encoded.set(key, value);
        return true;
      }
      row = new Object[columns.length];
      return decoder.decode(key, value, row);
    }

    @Override
    public @Nullable Object[] row() {
      @Nullable Object[] decoded = row;
      if (decoded == null) {
        decoded = new Object[columns.length];
        decoder.decode(key, value, decoded);
        row = decoded;
      }
      return decoded;
    }

    @Override
    public @Nullable EncodedRow encoded() {
      return decoder instanceof EncodedRow encoded ? encoded : null;
    }

    @Override
    public void close() {
      view = null;
      row = null;
      value.set(NOTHING);
      if (decoder instanceof EncodedRow encoded) {
        encoded.clear();
      }
    }

    @Override
    public boolean isReusable() {
      return true;
    }
  }

  /** Rows under listed keys, in their order. */
  private final class PointsCursor implements RowCursor {
    private static final int BATCH = 256;

    private final StatementContext context;
    private final List<byte[]> keys;
    private final RowDecoder decoder;
    private final @Nullable Object[] row = new Object[columns.length];
    private final Slice key = new Slice();
    private final Slice value = new Slice();
    private List<byte @Nullable []> values = List.of();
    private int done;
    private int inBatch;

    PointsCursor(StatementContext context, List<byte[]> keys, RowDecoder decoder) {
      this.context = context;
      this.keys = keys;
      this.decoder = decoder;
    }

    @Override
    public boolean next() {
      while (done < keys.size()) {
        context.poll();
        if (inBatch == values.size()) {
          values = view(context).multiGet(table.keyspace(), batch());
          inBatch = 0;
        }
        byte[] found = values.get(inBatch++);
        byte[] asked = keyAt(done++);
        if (found != null) {
          key.set(asked, 0, asked.length);
          value.set(found, 0, found.length);
          if (decoder.decode(key, value, row)) {
            return true;
          }
        }
      }
      return false;
    }

    private byte[] keyAt(int index) {
      return keys.get(reversed ? keys.size() - 1 - index : index);
    }

    private List<byte[]> batch() {
      int count = Math.min(BATCH, keys.size() - done);
      List<byte[]> batch = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        batch.add(keyAt(done + i));
      }
      return batch;
    }

    @Override
    public @Nullable Object[] row() {
      return row;
    }

    @Override
    public void close() {
      done = keys.size();
    }
  }

  /** Rows of disjoint ranges, one after the other; a row that nobody asks for is not decoded. */
  private final class RangesCursor implements RowCursor {
    private final EntryCursor entries;
    private final RowDecoder decoder;
    private final @Nullable Object[] row = new Object[columns.length];
    private boolean decoded;

    RangesCursor(EntryCursor entries, RowDecoder decoder) {
      this.entries = entries;
      this.decoder = decoder;
    }

    @Override
    public boolean next() {
      decoded = false;
      if (!decoder.skipsEntries()) {
        return entries.next();
      }
      while (entries.next()) {
        if (decoder.decode(entries.key(), entries.value(), row)) {
          decoded = true;
          return true;
        }
      }
      return false;
    }

    @Override
    public long skip(long max) {
      if (decoder.skipsEntries()) {
        return RowCursor.super.skip(max);
      }
      decoded = false;
      return entries.skip(max);
    }

    @Override
    public @Nullable Object[] row() {
      if (!decoded) {
        decoder.decode(entries.key(), entries.value(), row);
        decoded = true;
      }
      return row;
    }

    @Override
    public @Nullable EncodedRow encoded() {
      if (decoded || !(decoder instanceof EncodedRow encoded)) {
        return null;
      }
      encoded.set(entries.key(), entries.value());
      return encoded;
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
