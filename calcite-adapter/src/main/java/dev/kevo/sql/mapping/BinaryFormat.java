package dev.kevo.sql.mapping;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Numbers one after the other, each as wide as its type: two's complement, IEEE 754, and one byte
 * for a BOOLEAN. A last column of text or bytes takes the rest.
 */
record BinaryFormat(List<MappedColumn> columns, ByteOrder order) implements ValueFormat {
  /** The bytes that a type takes; 0 for the rest, -1 if it has no such form. */
  static int width(ColumnType type) {
    return switch (type.typeName()) {
      case BOOLEAN, TINYINT -> 1;
      case SMALLINT -> 2;
      case INTEGER, REAL -> 4;
      case BIGINT, DOUBLE, FLOAT -> 8;
      case VARCHAR, VARBINARY -> 0;
      default -> -1;
    };
  }

  @Override
  public void read(Slice value, @Nullable Object[] row) {
    ByteBuffer bytes =
        ByteBuffer.wrap(value.array(), value.offset(), value.length()).slice().order(order);
    for (MappedColumn column : columns) {
      int width = width(column.type());
      if (bytes.remaining() < width) {
        throw wrongLength(value);
      }
      row[column.ordinal()] = column.convert(read(column.type(), bytes));
    }
    if (bytes.hasRemaining()) {
      throw wrongLength(value);
    }
  }

  private MalformedValueException wrongLength(Slice value) {
    int fixed = columns.stream().mapToInt(column -> width(column.type())).sum();
    return new MalformedValueException(
        SqlState.DATA_EXCEPTION, "the value has " + value.length() + " bytes, not " + fixed);
  }

  private static Object read(ColumnType type, ByteBuffer bytes) {
    return switch (type.typeName()) {
      case BOOLEAN -> bytes.get() != 0;
      case TINYINT -> bytes.get();
      case SMALLINT -> bytes.getShort();
      case INTEGER -> bytes.getInt();
      case BIGINT -> bytes.getLong();
      case REAL -> bytes.getFloat();
      case DOUBLE, FLOAT -> bytes.getDouble();
      default -> {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        yield type.isText() ? MappedColumn.utf8(new Slice(rest)) : new ByteString(rest);
      }
    };
  }

  @Override
  public byte[] write(@Nullable Object[] row, @Nullable Slice stored) {
    int length = 0;
    byte[] rest = {};
    for (MappedColumn column : columns) {
      Object value = row[column.ordinal()];
      if (value == null) {
        throw column.nullRefused();
      }
      if (width(column.type()) == 0) {
        rest =
            value instanceof ByteString binary
                ? binary.getBytes()
                : ((String) value).getBytes(StandardCharsets.UTF_8);
      }
      length += width(column.type());
    }
    ByteBuffer bytes = ByteBuffer.allocate(length + rest.length).order(order);
    for (MappedColumn column : columns) {
      Object value = row[column.ordinal()];
      switch (column.type().typeName()) {
        case BOOLEAN -> bytes.put((byte) (value == Boolean.TRUE ? 1 : 0));
        case TINYINT -> bytes.put(number(value).byteValue());
        case SMALLINT -> bytes.putShort(number(value).shortValue());
        case INTEGER -> bytes.putInt(number(value).intValue());
        case BIGINT -> bytes.putLong(number(value).longValue());
        case REAL -> bytes.putFloat(number(value).floatValue());
        case DOUBLE, FLOAT -> bytes.putDouble(number(value).doubleValue());
        default -> bytes.put(rest);
      }
    }
    return bytes.array();
  }

  private static Number number(@Nullable Object value) {
    return (Number) Objects.requireNonNull(value);
  }

  @Override
  public boolean holdsMore() {
    return false;
  }
}
