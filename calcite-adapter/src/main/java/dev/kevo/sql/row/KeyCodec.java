package dev.kevo.sql.row;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TablePrefix;
import dev.kevo.sql.types.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a table or an index: its id, then the key's columns, encoded so that comparing bytes is
 * comparing columns as SQL does.
 *
 * <p>Values are in the representation that Calcite's executor uses: that of SqlResult, but {@link
 * ByteString} for binary columns, where byte[] is taken too. A value for a bound need not fit its
 * column (a longer text, a decimal of another scale, an unpadded CHAR), only be of its class: a
 * number for integer columns must fit its width, any Number does for REAL and DOUBLE. Immutable and
 * thread-safe.
 *
 * <pre>
 *   key     prefix column...                       {@link TablePrefix}, {@link OrderedBytes}
 *   column  value                                  of a type NOT NULL
 *           01 value | 02                          of a nullable type, 02 for NULL
 *           (01 value | 02)... 00                  of an ARRAY type, one for each element
 * </pre>
 *
 * All bytes of a descending column are turned round, which makes NULL, the greatest, come first.
 *
 * <p>NaN is a value here, equal to itself and greater than infinity, while comparing with it is
 * never true in SQL: a range of REAL or DOUBLE without upper bound must end after infinity.
 */
public final class KeyCodec {
  /**
   * A column of the key.
   *
   * @param type its type; if nullable, NULL is greater than every value
   * @param descending whether its order is turned round, NULL included
   */
  public record KeyColumn(ColumnType type, boolean descending) {}

  private static final int END = 0;
  private static final int VALUE_FOLLOWS = 1;
  private static final int NULL = 2;
  private static final int VARIABLE = -1;
  private static final int UUID_BYTES = 16;

  private final byte[] prefix;
  private final KeyColumn[] columns;

  /** How many bytes each column takes, or VARIABLE. */
  private final int[] widths;

  /** Where each column begins, or VARIABLE if a column of no fixed width is before it. */
  private final int[] offsets;

  private final int capacity;

  /** The keys under that id with these columns. */
  public KeyCodec(long id, List<KeyColumn> columns) {
    this.prefix = TablePrefix.of(id);
    this.columns = columns.toArray(new KeyColumn[0]);
    this.widths = new int[columns.size()];
    this.offsets = new int[columns.size()];
    int offset = prefix.length;
    int size = prefix.length;
    for (int i = 0; i < widths.length; i++) {
      offsets[i] = offset;
      ColumnType type = columns.get(i).type();
      int width = type.nullable() ? VARIABLE : fixedWidth(type.typeName());
      widths[i] = width;
      offset = offset == VARIABLE || width == VARIABLE ? VARIABLE : offset + width;
      size += width == VARIABLE ? 24 : width;
    }
    this.capacity = size;
  }

  /** The primary key of a typed table; of one without, the hidden row id as one BIGINT column. */
  public static KeyCodec of(TableDef table) {
    List<KeyColumn> columns = new ArrayList<>();
    if (table.hasRowId()) {
      columns.add(new KeyColumn(ColumnType.of(SqlTypeName.BIGINT).withNullable(false), false));
    }
    for (int index : table.primaryKey()) {
      ColumnDef column = table.columns().get(index);
      columns.add(new KeyColumn(column.type().withNullable(false), false));
    }
    return new KeyCodec(table.id(), columns);
  }

  /** The number of columns in the key. */
  public int columnCount() {
    return columns.length;
  }

  /** The columns in the key's order. */
  public List<KeyColumn> columns() {
    return List.of(columns);
  }

  /** All keys of the table or index. */
  public KeyRange range() {
    return KeyRange.prefix(prefix);
  }

  /** The whole key, from one value per key column. */
  public byte[] encode(@Nullable Object... values) {
    if (values.length != columns.length) {
      throw new IllegalArgumentException(
          "expected " + columns.length + " values, found " + values.length);
    }
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
    OrderedBytes key = new OrderedBytes(capacity);
    key.append(prefix);
    for (int i = 0; i < count; i++) {
      append(key, columns[i], values[i]);
    }
    return key.toByteArray();
  }

  /**
   * The bytes that every key begins with whose first columns have the {@code leading} values and
   * whose next one, an ascending text column, begins with {@code start}: what {@code LIKE 'start%'}
   * needs.
   */
  public byte[] encodeTextPrefix(@Nullable Object[] leading, int count, String start) {
    KeyColumn column = columns[count];
    if (!column.type().isText() || column.descending()) {
      throw new IllegalArgumentException("no ascending text column: " + column);
    }
    OrderedBytes key = new OrderedBytes(capacity + start.length());
    key.append(encodePrefix(leading, count));
    if (column.type().nullable()) {
      key.appendByte(VALUE_FOLLOWS);
    }
    key.appendTextStart(start);
    return key.toByteArray();
  }

  /** The key of a row under its hidden id. */
  byte[] encodeRowId(long rowId) {
    OrderedBytes key = new OrderedBytes(capacity);
    key.append(prefix);
    key.appendInteger(rowId, Long.BYTES);
    return key.toByteArray();
  }

  /** The key of a row, its columns taken from the row's. */
  byte[] encodeRow(@Nullable Object[] row, int[] keyColumns) {
    OrderedBytes key = new OrderedBytes(capacity);
    key.append(prefix);
    for (int i = 0; i < keyColumns.length; i++) {
      append(key, columns[i], row[keyColumns[i]]);
    }
    return key.toByteArray();
  }

  /**
   * Appends a column of a stored row, without an object for it where that can be.
   *
   * @param text to be used on the way
   */
  void append(OrderedBytes key, int place, RowReader row, int column, Slice text) {
    KeyColumn keyColumn = columns[place];
    ColumnType type = keyColumn.type();
    if (row.isNull(column)) {
      append(key, keyColumn, null);
      return;
    }
    int start = key.length();
    if (type.nullable()) {
      key.appendByte(VALUE_FOLLOWS);
    }
    switch (type.typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP ->
          appendInteger(key, type.typeName(), row.getLong(column));
      case FLOAT, DOUBLE -> key.appendDouble(row.getDouble(column));
      case CHAR, VARCHAR -> {
        if (!row.getBytes(column, text)
            || !key.appendPlainText(text.array(), text.offset(), text.length())) {
          appendValue(key, type, Objects.requireNonNull(row.get(column)));
        }
      }
      default -> appendValue(key, type, Objects.requireNonNull(row.get(column)));
    }
    if (keyColumn.descending()) {
      key.invertFrom(start);
    }
  }

  private static void append(OrderedBytes key, KeyColumn column, @Nullable Object value) {
    int start = key.length();
    if (column.type().nullable()) {
      key.appendByte(value == null ? NULL : VALUE_FOLLOWS);
    }
    if (value != null) {
      appendValue(key, column.type(), value);
    } else if (!column.type().nullable()) {
      throw new IllegalArgumentException("NULL in a key column that does not allow it");
    }
    if (column.descending()) {
      key.invertFrom(start);
    }
  }

  private static void appendValue(OrderedBytes key, ColumnType type, Object value) {
    switch (type.typeName()) {
      case BOOLEAN -> key.appendByte((Boolean) value ? 1 : 0);
      case REAL -> key.appendFloat(((Number) value).floatValue());
      case FLOAT, DOUBLE -> key.appendDouble(((Number) value).doubleValue());
      case DECIMAL -> key.appendDecimal((BigDecimal) value);
      case CHAR, VARCHAR -> key.appendText((String) value);
      case BINARY, VARBINARY ->
          key.appendBytes(value instanceof ByteString bytes ? bytes.getBytes() : (byte[]) value);
      case UUID -> key.append(((ByteString) value).getBytes());
      case ARRAY -> appendArray(key, type.element(), (List<?>) value);
      default -> appendInteger(key, type.typeName(), ((Number) value).longValue());
    }
  }

  private static void appendInteger(OrderedBytes key, SqlTypeName type, long number) {
    int width = fixedWidth(type);
    int unused = 64 - 8 * width;
    if ((number << unused) >> unused != number) {
      throw new IllegalArgumentException(number + " does not fit into " + type);
    }
    key.appendInteger(number, width);
  }

  private static void appendArray(OrderedBytes key, @Nullable ColumnType element, List<?> values) {
    for (Object value : values) {
      key.appendByte(value == null ? NULL : VALUE_FOLLOWS);
      if (value != null && element != null) {
        appendValue(key, element, value);
      }
    }
    key.appendByte(END);
  }

  /**
   * Where the columns of a key end, counted from its start: behind it an index has the row's key.
   */
  int end(Slice key) {
    OrderedReader reader = new OrderedReader(key, prefix.length);
    for (KeyColumn column : columns) {
      skip(reader, column);
    }
    return reader.position();
  }

  /** The bytes that all keys begin with; not to be changed. */
  byte[] prefix() {
    return prefix;
  }

  /** The value of one key column. */
  public @Nullable Object decode(Slice key, int column) {
    if (offsets[column] != VARIABLE) {
      return read(new OrderedReader(key, offsets[column]), columns[column]);
    }
    int from = column;
    while (offsets[from] == VARIABLE) {
      from--;
    }
    OrderedReader reader = new OrderedReader(key, offsets[from]);
    for (int i = from; i < column; i++) {
      skip(reader, columns[i]);
    }
    return read(reader, columns[column]);
  }

  /** The value of one column of an integer, date or time type NOT NULL, without boxing. */
  public long decodeLong(Slice key, int column) {
    int offset = offsets[column];
    int width = widths[column];
    if (offset == VARIABLE || width == VARIABLE) {
      Object value = decode(key, column);
      if (value == null) {
        throw new IllegalStateException("NULL has no number");
      }
      return ((Number) value).longValue();
    }
    return OrderedReader.integer(key, offset, width, columns[column].descending());
  }

  private static @Nullable Object read(OrderedReader reader, KeyColumn column) {
    reader.setInverted(column.descending());
    if (column.type().nullable() && reader.readByte() == NULL) {
      return null;
    }
    return readValue(reader, column.type());
  }

  private static Object readValue(OrderedReader reader, ColumnType type) {
    return switch (type.typeName()) {
      case BOOLEAN -> reader.readByte() != 0;
      case TINYINT -> (byte) reader.readInteger(1);
      case SMALLINT -> (short) reader.readInteger(2);
      case INTEGER, DATE, INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH ->
          (int) reader.readInteger(4);
      case REAL -> reader.readFloat();
      case FLOAT, DOUBLE -> reader.readDouble();
      case DECIMAL -> reader.readDecimal(type.scale());
      case CHAR, VARCHAR -> reader.readText();
      case BINARY, VARBINARY -> reader.readBytes();
      case UUID -> reader.readBytes(UUID_BYTES);
      case ARRAY -> readArray(reader, type.element());
      default -> reader.readInteger(8);
    };
  }

  private static List<@Nullable Object> readArray(
      OrderedReader reader, @Nullable ColumnType element) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int next = reader.readByte(); next != END; next = reader.readByte()) {
      values.add(next == NULL || element == null ? null : readValue(reader, element));
    }
    return values;
  }

  private static void skip(OrderedReader reader, KeyColumn column) {
    reader.setInverted(column.descending());
    if (column.type().nullable() && reader.readByte() == NULL) {
      return;
    }
    switch (column.type().typeName()) {
      case DECIMAL -> reader.skipDecimal();
      case CHAR, VARCHAR -> reader.skipText();
      case BINARY, VARBINARY -> reader.skipBytes();
      case ARRAY -> readArray(reader, column.type().element());
      default -> reader.skip(fixedWidth(column.type().typeName()));
    }
  }

  private static int fixedWidth(SqlTypeName type) {
    return switch (type) {
      case BOOLEAN, TINYINT -> 1;
      case SMALLINT -> 2;
      case INTEGER, DATE, REAL, INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> 4;
      case DECIMAL, CHAR, VARCHAR, BINARY, VARBINARY, ARRAY -> VARIABLE;
      case UUID -> UUID_BYTES;
      default -> 8;
    };
  }
}
