package dev.kevo.sql.plan;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.DateTimes;
import dev.kevo.sql.types.Uuids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Literals as the executor's values, and back. Calcite's literals of dates and times are texts with
 * any number of digits, those of day-time intervals milliseconds, here with a fraction.
 */
final class Literals {
  private static final int MILLIS_SCALE = 3;
  private static final int DIGITS_MAX = 6;

  private Literals() {}

  /** The value in the class that the literal's type has at run time; null for NULL. */
  static @Nullable Object value(RexLiteral literal) {
    if (literal.isNull()) {
      return null;
    }
    RelDataType type = literal.getType();
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(number(literal), type.getSqlTypeName());
      case DECIMAL -> number(literal).setScale(type.getScale(), RoundingMode.HALF_UP);
      case REAL, FLOAT, DOUBLE ->
          ColumnValues.convert(number(literal), ColumnType.of(type).withNullable(true), "literal");
      case CHAR, VARCHAR -> text(literal);
      case DATE -> literal.getValueAs(Integer.class);
      case TIME -> dateTime(literal.getValueAs(TimeString.class), SqlTypeName.TIME);
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          dateTime(literal.getValueAs(TimestampString.class), SqlTypeName.TIMESTAMP);
      case UUID -> Uuids.bytes(Objects.requireNonNull(literal.getValueAs(UUID.class)));
      default -> other(literal);
    };
  }

  private static @Nullable Object dateTime(@Nullable Object text, SqlTypeName type) {
    return ColumnValues.convert(String.valueOf(text), ColumnType.of(type, DIGITS_MAX), "literal");
  }

  private static @Nullable Object other(RexLiteral literal) {
    SqlTypeName type = literal.getType().getSqlTypeName();
    if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(type)) {
      return number(literal).intValueExact();
    }
    return SqlTypeName.DAY_INTERVAL_TYPES.contains(type)
        ? number(literal).scaleByPowerOfTen(MILLIS_SCALE).longValue()
        : literal.getValue3();
  }

  /** Whether {@link #value} knows the literal's type. */
  static boolean isSupported(RexLiteral literal) {
    return literal.isNull()
        || switch (literal.getType().getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, FLOAT, DOUBLE -> true;
          case CHAR, VARCHAR, BINARY, VARBINARY, BOOLEAN, UUID -> true;
          case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
          default -> SqlTypeName.INTERVAL_TYPES.contains(literal.getType().getSqlTypeName());
        };
  }

  /** The literal of a value of a type, or null if there is none. */
  static @Nullable RexNode literal(@Nullable Object value, RelDataType type, RexBuilder builder) {
    if (value == null) {
      return builder.makeNullLiteral(type);
    }
    RexNode literal =
        switch (type.getSqlTypeName()) {
          case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, CHAR, VARCHAR ->
              builder.makeLiteral(value, notNull(type, builder), false);
          case DATE -> builder.makeDateLiteral(DateString.fromDaysSinceEpoch((Integer) value));
          case TIME ->
              builder.makeTimeLiteral(
                  new TimeString(text(value, SqlTypeName.TIME)), type.getPrecision());
          case TIMESTAMP -> builder.makeTimestampLiteral(timestamp(value), type.getPrecision());
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              builder.makeTimestampWithLocalTimeZoneLiteral(timestamp(value), type.getPrecision());
          case BINARY, VARBINARY ->
              builder.makeLiteral((ByteString) value, notNull(type, builder), false);
          case REAL, FLOAT, DOUBLE ->
              Double.isFinite(((Number) value).doubleValue())
                  ? builder.makeLiteral(
                      new BigDecimal(value.toString()), notNull(type, builder), false)
                  : null;
          default -> interval(value, type, builder);
        };
    return literal == null || !type.isNullable()
        ? literal
        : builder.ensureType(type, literal, false);
  }

  private static RelDataType notNull(RelDataType type, RexBuilder builder) {
    return builder.getTypeFactory().createTypeWithNullability(type, false);
  }

  private static @Nullable RexNode interval(Object value, RelDataType type, RexBuilder builder) {
    SqlIntervalQualifier qualifier = type.getIntervalQualifier();
    if (qualifier == null) {
      return null;
    }
    long number = ((Number) value).longValue();
    return builder.makeIntervalLiteral(
        value instanceof Integer
            ? BigDecimal.valueOf(number)
            : BigDecimal.valueOf(number, MILLIS_SCALE),
        qualifier);
  }

  private static TimestampString timestamp(Object value) {
    return new TimestampString(text(value, SqlTypeName.TIMESTAMP));
  }

  private static String text(Object value, SqlTypeName type) {
    return DateTimes.text(value, ColumnType.of(type, DIGITS_MAX));
  }

  private static @Nullable String text(RexLiteral literal) {
    NlsString text = literal.getValueAs(NlsString.class);
    return text == null ? null : text.getValue();
  }

  /** In VALUES a literal has the column's type even if it does not fit: then it stays as it is. */
  private static Object integer(BigDecimal number, SqlTypeName type) {
    if (number.stripTrailingZeros().scale() > 0 || number.precision() - number.scale() > 18) {
      return number;
    }
    long value = number.longValue();
    return switch (type) {
      case TINYINT -> value == (byte) value ? (Object) (byte) value : number;
      case SMALLINT -> value == (short) value ? (Object) (short) value : number;
      case INTEGER -> value == (int) value ? (Object) (int) value : number;
      default -> value;
    };
  }

  private static BigDecimal number(RexLiteral literal) {
    Object value = literal.getValue();
    return value instanceof BigDecimal number ? number : new BigDecimal(String.valueOf(value));
  }
}
