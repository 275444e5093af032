package dev.kevo.sql.table;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that is made up, each with what gives its value: all such tables say in
 * one place what a column is called and what is in it.
 *
 * @param <T> what a row is about
 */
final class SystemColumns<T> {
  private static final ColumnType TEXT = ColumnType.of(SqlTypeName.VARCHAR);
  private static final ColumnType INTEGER = ColumnType.of(SqlTypeName.INTEGER);
  private static final ColumnType BIGINT = ColumnType.of(SqlTypeName.BIGINT);
  private static final ColumnType BOOLEAN = ColumnType.of(SqlTypeName.BOOLEAN);
  private static final ColumnType BYTES = ColumnType.of(SqlTypeName.VARBINARY);
  private static final ColumnType MOMENT =
      ColumnType.of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3);
  private static final long MICROS_PER_MILLI = 1_000;

  private final List<ColumnDef> columns = new ArrayList<>();
  private final List<Value<T>> values = new ArrayList<>();

  /** The value of a column, represented as rows have it. */
  interface Value<T> {
    @Nullable Object of(T thing);
  }

  /** A yes or no. */
  interface Truth<T> {
    boolean of(T thing);
  }

  /** A moment, in milliseconds since 1970 in UTC. */
  interface Millis<T> {
    long of(T thing);
  }

  SystemColumns<T> text(String name, Value<T> value) {
    return add(name, TEXT.withNullable(false), value);
  }

  SystemColumns<T> textOrNull(String name, Value<T> value) {
    return add(name, TEXT, value);
  }

  /** Text that is the same in each row. */
  SystemColumns<T> constant(String name, String value) {
    return text(name, thing -> value);
  }

  /** Texts that are NULL in each row: the standard has them, for things that there are none of. */
  SystemColumns<T> absent(String... names) {
    for (String name : names) {
      textOrNull(name, thing -> null);
    }
    return this;
  }

  /** The text YES or NO. */
  SystemColumns<T> yesOrNo(String name, Truth<T> value) {
    return text(name, thing -> value.of(thing) ? "YES" : "NO");
  }

  SystemColumns<T> integer(String name, Value<T> value) {
    return add(name, INTEGER.withNullable(false), value);
  }

  SystemColumns<T> integerOrNull(String name, Value<T> value) {
    return add(name, INTEGER, value);
  }

  SystemColumns<T> bigint(String name, Value<T> value) {
    return add(name, BIGINT.withNullable(false), value);
  }

  SystemColumns<T> bigintOrNull(String name, Value<T> value) {
    return add(name, BIGINT, value);
  }

  SystemColumns<T> flag(String name, Truth<T> value) {
    return add(name, BOOLEAN.withNullable(false), value::of);
  }

  SystemColumns<T> bytes(String name, Value<T> value) {
    return add(name, BYTES.withNullable(false), value);
  }

  SystemColumns<T> moment(String name, Millis<T> value) {
    return add(name, MOMENT.withNullable(false), thing -> value.of(thing) * MICROS_PER_MILLI);
  }

  private SystemColumns<T> add(String name, ColumnType type, Value<T> value) {
    columns.add(new ColumnDef(columns.size(), name, type));
    values.add(value);
    return this;
  }

  /** Their definitions. */
  List<ColumnDef> definitions() {
    return List.copyOf(columns);
  }

  /** Their values for one thing. */
  @Nullable Object[] row(T thing) {
    @Nullable Object[] row = new @Nullable Object[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(i).of(thing);
    }
    return row;
  }
}
