package dev.kevo.sql.row;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a table or an index: its id, then the key's columns, encoded so that comparing bytes is
 * comparing columns as SQL does.
 *
 * <p>Values are in the representation that Calcite's executor uses: that of SqlResult, but {@link
 * org.apache.calcite.avatica.util.ByteString} for binary columns, where byte[] is taken too.
 * Immutable and thread-safe.
 */
public final class KeyCodec {
  /**
   * A column of the key.
   *
   * @param type its type; if nullable, NULL is greater than every value
   * @param descending whether its order is turned round, NULL included
   */
  public record KeyColumn(ColumnType type, boolean descending) {}

  private final long id;
  private final List<KeyColumn> columns;

  /** The keys under that id with these columns. */
  public KeyCodec(long id, List<KeyColumn> columns) {
    this.id = id;
    this.columns = List.copyOf(columns);
  }

  /** The primary key of a typed table; of one without, the hidden row id as one BIGINT column. */
  public static KeyCodec of(TableDef table) {
    throw new UnsupportedOperationException(table.name());
  }

  /** The number of columns in the key. */
  public int columnCount() {
    return columns.size();
  }

  /** The columns in the key's order. */
  public List<KeyColumn> columns() {
    return columns;
  }

  /** All keys of the table or index. */
  public KeyRange range() {
    throw new UnsupportedOperationException(Long.toString(id));
  }

  /** The whole key, from one value per key column. */
  public byte[] encode(@Nullable Object... values) {
    return encodePrefix(values, values.length);
  }

  /**
   * The bytes that every key begins with whose first {@code count} columns have these values. With
   * {@link KeyRange#successorOfPrefix} it bounds ranges:
   *
   * <pre>
   *   a = x              KeyRange.prefix(encodePrefix(x))
   *   a &gt;= x             start = encodePrefix(x)
   *   a &gt;  x             start = successorOfPrefix(encodePrefix(x))
   *   a &lt;  x             end   = encodePrefix(x)
   *   a &lt;= x             end   = successorOfPrefix(encodePrefix(x))
   * </pre>
   *
   * (for descending columns start and end change places).
   */
  public byte[] encodePrefix(@Nullable Object[] values, int count) {
    throw new UnsupportedOperationException(values.length + " " + count);
  }

  /**
   * The bytes that every key begins with whose first columns have the {@code leading} values and
   * whose next one, a text column, begins with {@code start}: what {@code LIKE 'start%'} needs.
   */
  public byte[] encodeTextPrefix(@Nullable Object[] leading, int count, String start) {
    throw new UnsupportedOperationException(leading.length + start + count);
  }

  /** The value of one key column. */
  public @Nullable Object decode(Slice key, int column) {
    throw new UnsupportedOperationException(key.toString() + column);
  }
}
