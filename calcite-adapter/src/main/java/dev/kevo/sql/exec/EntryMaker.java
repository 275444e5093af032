package dev.kevo.sql.exec;

import dev.kevo.engine.ReadView;
import dev.kevo.engine.Slice;
import dev.kevo.sql.row.EntryEncoder;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.RowDecoder;
import dev.kevo.sql.types.SqlStateException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index's entries of stored rows, decoding only what entries are made of. For one thread.
 */
final class EntryMaker {
  private final IndexEntries entries;
  private final StatementContext context;
  private final KevoTable table;
  private final int[] inputs;
  private final RowDecoder decoder;
  private final @Nullable EntryEncoder encoder;
  private final @Nullable Object[] values;
  private final @Nullable Object[] row;
  private Slice key = new Slice();
  private Slice value = new Slice();

  EntryMaker(IndexEntries entries, StatementContext context) {
    this.entries = entries;
    this.context = context;
    this.table = entries.index().table();
    this.inputs = entries.inputs();
    this.decoder = table.decoder(inputs.length == 0 ? table.keyColumns() : inputs);
    this.encoder = entries.index().encoder();
    this.values = new Object[Math.max(inputs.length, table.keyColumns().length)];
    this.row = new Object[table.columnCount()];
  }

  /** Moves to a row. */
  void move(Slice rowKey, Slice rowValue) {
    EntryEncoder direct = encoder;
    if (direct != null) {
      direct.move(rowKey, rowValue);
      key = direct.key();
      value = direct.value();
      return;
    }
    decode(rowKey, rowValue);
    IndexEntries.Entry entry = entries.of(row, rowKey.toByteArray(), context);
    key = new Slice(entry.key());
    value = new Slice(entry.value());
  }

  private void decode(Slice rowKey, Slice rowValue) {
    decoder.decode(rowKey, rowValue, values);
    for (int i = 0; i < inputs.length; i++) {
      row[inputs[i]] = values[i];
    }
  }

  /** The key of the row's entry, valid until the next move. */
  Slice key() {
    return key;
  }

  /** The value of the row's entry, valid until the next move. */
  Slice value() {
    return value;
  }

  /** Whether a row is there whose entry has that key. */
  boolean isEntryOf(byte[] entryKey, byte[] rowKey, ReadView view) {
    Slice found = new Slice();
    if (!view.get(table.keyspace(), rowKey, found)) {
      return false;
    }
    move(new Slice(rowKey), found);
    return key.contentEquals(entryKey);
  }

  /** The failure of a unique index, one of whose rows is that. */
  SqlStateException duplicate(byte[] rowKey, ReadView view) {
    Slice found = new Slice();
    if (!view.get(table.keyspace(), rowKey, found)) {
      throw TableRules.danglingEntry(entries.index());
    }
    decode(new Slice(rowKey), found);
    return TableRules.duplicate(
        table, entries.index().definition().name(), entries.show(row, context));
  }
}
