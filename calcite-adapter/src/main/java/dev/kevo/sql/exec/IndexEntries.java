package dev.kevo.sql.exec;

import dev.kevo.sql.table.TableIndex;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What entries an index has for rows. Immutable and thread-safe. */
public final class IndexEntries {
  private final TableIndex index;
  private final @Nullable Scalar[] expressions;
  private final int[] inputs;

  /**
   * The entries of an index.
   *
   * @param expressions by key of the index, null for a plain column
   * @param inputs the columns that entries are made of; not to be changed
   */
  public IndexEntries(TableIndex index, @Nullable Scalar[] expressions, int[] inputs) {
    this.index = index;
    this.expressions = expressions.clone();
    this.inputs = inputs;
  }

  /**
   * An entry.
   *
   * @param alone whether no other row may have the same key
   */
  record Entry(byte[] key, byte[] value, boolean alone) {}

  /** The index. */
  public TableIndex index() {
    return index;
  }

  /** The columns that entries are made of; not to be changed. */
  public int[] inputs() {
    return inputs;
  }

  boolean isUnique() {
    return index.definition().unique();
  }

  /** The entry of a row. */
  Entry of(@Nullable Object[] row, byte[] rowKey, StatementContext context) {
    @Nullable Object[] keys = keys(row, context);
    try {
      return new Entry(
          index.codec().encodeKey(keys, rowKey),
          index.codec().encodeValue(keys, rowKey, row),
          index.codec().isAlone(keys));
    } catch (IllegalArgumentException e) {
      throw TableRules.tooLarge(index.definition().name(), e);
    }
  }

  /** The values of a row that the index sorts by. */
  @Nullable Object[] keys(@Nullable Object[] row, StatementContext context) {
    int[] columns = index.keyColumns();
    @Nullable Object[] keys = new Object[columns.length];
    for (int i = 0; i < keys.length; i++) {
      Scalar expression = expressions[i];
      keys[i] = expression == null ? row[columns[i]] : expression.eval(row, context);
    }
    return keys;
  }

  /** A row's keys, for messages. */
  String show(@Nullable Object[] row, StatementContext context) {
    @Nullable Object[] values = keys(row, context);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(index.keyName(i)).append(" = ");
      text.append(TableRules.show(values[i]));
    }
    return text.toString();
  }

  /** Whether rows that differ so may have different entries, apart from the rows' own keys. */
  boolean mayDiffer(@Nullable Object[] old, @Nullable Object[] row) {
    for (int column : inputs) {
      if (!Objects.equals(old[column], row[column])) {
        return true;
      }
    }
    return false;
  }

  /** Whether setting these columns can change what must be unique. */
  boolean isUniquenessTouchedBy(int[] columns) {
    if (isUnique()) {
      for (int column : columns) {
        for (int input : inputs) {
          if (input == column) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
