package dev.kevo.sql.types;

import dev.kevo.engine.Slice;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * CAST: from the representation of one type to that of another. It refuses what an assignment to a
 * column refuses, and differs from it in that it knows what a number stands for.
 */
public final class Casts {
  private static final String NAME = "CAST";

  private Casts() {}

  /**
   * The value in the other type.
   *
   * @throws SqlStateException as {@link ColumnValues#convert}; 42846 if no value of the one type is
   *     one of the other
   */
  public static @Nullable Object cast(@Nullable Object value, ColumnType from, ColumnType to) {
    return cast(value, from, to, NAME);
  }

  /**
   * The value in the other type, as {@link #cast(Object, ColumnType, ColumnType)} gives it.
   *
   * @param name what errors name as the place that the value is for, like a column
   */
  public static @Nullable Object cast(
      @Nullable Object value, ColumnType from, ColumnType to, String name) {
    if (value == null) {
      return null;
    }
    if (to.isText()) {
      return ColumnValues.convert(text(value, from), to, name);
    }
    if (isDateTime(from) || isDateTime(to)) {
      return dateTime(value, from, to, name);
    }
    if (from.isInterval() || to.isInterval()) {
      return interval(value, from, to, name);
    }
    if (from.typeName() == SqlTypeName.ARRAY && to.typeName() == SqlTypeName.ARRAY) {
      return array((List<?>) value, from, to, name);
    }
    boolean textToBytes = from.isText() && to.isBinary();
    Object converted = textToBytes ? ((String) value).getBytes(StandardCharsets.UTF_8) : value;
    if (to.typeName() == SqlTypeName.UUID
        && !from.isText()
        && !from.isBinary()
        && from.typeName() != SqlTypeName.UUID) {
      throw impossible(from, to);
    }
    return ColumnValues.convert(converted, to, name);
  }

  private static boolean isDateTime(ColumnType type) {
    return switch (type.typeName()) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  private static @Nullable Object dateTime(
      Object value, ColumnType from, ColumnType to, String name) {
    if (from.isText()) {
      return ColumnValues.convert(value, to, name);
    }
    if (!isDateTime(from) || !isDateTime(to)) {
      throw impossible(from, to);
    }
    if (from.typeName() == to.typeName()) {
      return ColumnValues.convert(value, to, name);
    }
    Object java = toJava(value, from);
    boolean noDate = from.typeName() == SqlTypeName.TIME;
    if (noDate || (from.typeName() == SqlTypeName.DATE && to.typeName() == SqlTypeName.TIME)) {
      throw impossible(from, to);
    }
    return ColumnValues.convert(java, to, name);
  }

  private static @Nullable Object interval(
      Object value, ColumnType from, ColumnType to, String name) {
    if (from.isInterval() && to.isInterval()) {
      if (from.isMonths() != to.isMonths()) {
        throw impossible(from, to);
      }
      return ColumnValues.convert(value, to, name);
    }
    if (from.isText()) {
      return ColumnValues.convert(value, to, name);
    }
    if (to.isInterval() && isNumber(from)) {
      ColumnType decimal =
          ColumnType.decimal(
              KevoTypeSystem.DECIMAL_PRECISION_MAX, KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
      Object number = ColumnValues.convert(value, decimal, name);
      return number == null ? null : Intervals.ofNumber((BigDecimal) number, to, name);
    }
    if (from.isInterval() && isNumber(to)) {
      return ColumnValues.convert(Intervals.number(value, from, name), to, name);
    }
    throw impossible(from, to);
  }

  private static boolean isNumber(ColumnType type) {
    return type.typeName().getFamily() == SqlTypeFamily.NUMERIC
        || SqlTypeName.NUMERIC_TYPES.contains(type.typeName());
  }

  private static List<@Nullable Object> array(
      List<?> values, ColumnType from, ColumnType to, String name) {
    ColumnType element = from.element();
    ColumnType target = to.element();
    if (element == null || target == null) {
      throw impossible(from, to);
    }
    List<@Nullable Object> cast = new ArrayList<>(values.size());
    for (Object value : values) {
      cast.add(cast(value, element, target, name));
    }
    return cast;
  }

  private static SqlStateException impossible(ColumnType from, ColumnType to) {
    return SqlState.CANNOT_CAST.failure("no " + from.sqlName() + " can be cast to " + to.sqlName());
  }

  /** The Java object that stands for a value in no other type's representation. */
  public static Object toJava(Object value, ColumnType type) {
    return switch (type.typeName()) {
      case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
      case TIME -> DateTimes.time((Long) value);
      case TIMESTAMP -> DateTimes.timestamp((Long) value);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DateTimes.moment((Long) value);
      case UUID -> Uuids.uuid((ByteString) value);
      default -> type.isInterval() ? Intervals.toJava(value, type) : value;
    };
  }

  /** The text of a value, as CAST to VARCHAR gives it. */
  public static String text(Object value, ColumnType type) {
    if (isDateTime(type)) {
      return DateTimes.text(value, type);
    }
    if (type.isInterval()) {
      return Intervals.text(value, type);
    }
    return switch (type.typeName()) {
      case UUID -> Uuids.uuid((ByteString) value).toString();
      case BINARY, VARBINARY -> utf8((ByteString) value);
      default -> {
        Object text = ColumnValues.convert(value, ColumnType.of(SqlTypeName.VARCHAR), NAME);
        yield String.valueOf(text);
      }
    };
  }

  private static String utf8(ByteString bytes) {
    String text = Utf8.decode(new Slice(bytes.getBytes()));
    if (text == null) {
      throw SqlState.BAD_CHARACTER.failure("the bytes are no UTF-8 text");
    }
    return text;
  }
}
