package dev.kevo.sql.row;

import dev.kevo.engine.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Encodes an index's entries from rows as they are stored, as {@link IndexCodec} does from values,
 * but without an object per value where the bytes allow. {@link #move} moves it from row to row.
 * Not thread-safe.
 */
public final class EntryEncoder {
  private static final byte[] NOTHING = new byte[0];

  private final IndexCodec codec;
  private final RowReader row;
  private final int[] keyColumns;
  private final OrderedBytes keyBytes = new OrderedBytes(64);
  private final OrderedBytes valueBytes = new OrderedBytes(64);
  private final Slice text = new Slice();
  private final Slice key = new Slice();
  private final Slice value = new Slice();

  EntryEncoder(IndexCodec codec, RowReader row, int[] keyColumns) {
    this.codec = codec;
    this.row = row;
    this.keyColumns = keyColumns;
  }

  /** Moves to a row. */
  public void move(Slice rowKey, Slice rowValue) {
    row.set(rowKey, rowValue);
    keyBytes.clear();
    keyBytes.append(codec.keys().prefix());
    boolean alone = codec.isUnique();
    for (int i = 0; i < keyColumns.length; i++) {
      codec.keys().append(keyBytes, i, row, keyColumns[i], text);
      alone &= !row.isNull(keyColumns[i]);
    }
    int skipped = codec.rowPrefixLength();
    int rowLength = rowKey.length() - skipped;
    valueBytes.clear();
    if (alone) {
      for (int i = IndexCodec.LENGTH_BYTES - 1; i >= 0; i--) {
        valueBytes.appendByte(rowLength >>> (8 * i));
      }
    }
    (alone ? valueBytes : keyBytes).append(rowKey.array(), rowKey.offset() + skipped, rowLength);
    valueBytes.append(carried());
    key.set(keyBytes.array(), 0, keyBytes.length());
    value.set(valueBytes.array(), 0, valueBytes.length());
  }

  private byte[] carried() {
    int[] columns = codec.includedColumns();
    if (columns.length == 0) {
      return NOTHING;
    }
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(columns[i]);
    }
    return codec.encodeIncluded(values);
  }

  /** The key of the row's entry, valid until the next move. */
  public Slice key() {
    return key;
  }

  /** The value of the row's entry, valid until the next move. */
  public Slice value() {
    return value;
  }
}
