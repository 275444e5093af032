package dev.kevo.sql.exec;

import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.RowDecoder;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of an index's entries: decoded from the entries if those hold all columns, else
 * fetched by batches. For one thread.
 */
final class IndexRows implements RowCursor {
  /** Rows that are fetched together, at first and at most. */
  private static final int BATCH_FIRST = 8;

  private static final int BATCH_MAX = 256;

  private final TableIndex index;
  private final KevoTable table;
  private final ReadView view;
  private final boolean covers;
  private final RowDecoder decoder;
  private final EntryCursor entries;
  private final @Nullable Object[] row;
  private final Slice key = new Slice();
  private final Slice value = new Slice();
  private final List<byte[]> keys = new ArrayList<>();
  private List<byte @Nullable []> values = List.of();
  private int inBatch;
  private int batchSize = BATCH_FIRST;
  private long wanted;

  /**
   * A cursor.
   *
   * @param columns of the table, that a row has
   * @param view what it reads
   * @param ranges of entries
   * @param limit at most so many rows are wanted
   */
  IndexRows(
      TableIndex index,
      int[] columns,
      StatementContext context,
      ReadView view,
      RangeSequence ranges,
      boolean reversed,
      long limit) {
    this.index = index;
    this.table = index.table();
    this.view = view;
    this.covers = index.covers(columns);
    this.decoder = covers ? index.decoder(columns) : table.decoder(columns);
    this.row = new Object[columns.length];
    this.wanted = limit;
    boolean keysOnly = covers ? !decoder.needsValue() : !index.definition().unique();
    Scan form = Scan.all().withReversed(reversed).withLimit(limit).withKeysOnly(keysOnly);
    this.entries = new EntryCursor(context, view, table.keyspace(), ranges, form);
  }

  @Override
  public boolean next() {
    if (wanted <= 0) {
      return false;
    }
    boolean found = covers ? nextEntry() : nextFetched();
    wanted = found ? wanted - 1 : 0;
    return found;
  }

  private boolean nextEntry() {
    return entries.next() && decoder.decode(entries.key(), entries.value(), row);
  }

  private boolean nextFetched() {
    if (inBatch == keys.size() && !fetch()) {
      return false;
    }
    byte[] found = values.get(inBatch);
    byte[] rowKey = keys.get(inBatch++);
    if (found == null) {
      throw TableRules.danglingEntry(index);
    }
    key.set(rowKey, 0, rowKey.length);
    value.set(found, 0, found.length);
    decoder.decode(key, value, row);
    return true;
  }

  private boolean fetch() {
    keys.clear();
    inBatch = 0;
    long count = Math.min(batchSize, wanted);
    batchSize = Math.min(2 * batchSize, BATCH_MAX);
    while (keys.size() < count && entries.next()) {
      keys.add(index.codec().rowKey(entries.key(), entries.value()));
    }
    values = view.multiGet(table.keyspace(), keys);
    return !keys.isEmpty();
  }

  /** Entries are rows: those that nobody looks at are not fetched. */
  @Override
  public long skip(long max) {
    if (inBatch < keys.size()) {
      return RowCursor.super.skip(max);
    }
    long passed = entries.skip(Math.min(max, wanted));
    wanted = passed < max ? 0 : wanted - passed;
    return passed;
  }

  @Override
  public @Nullable Object[] row() {
    return row;
  }

  @Override
  public void close() {
    wanted = 0;
    entries.close();
  }
}
