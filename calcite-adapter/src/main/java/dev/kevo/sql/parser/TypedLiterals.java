package dev.kevo.sql.parser;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.DateTimes;
import dev.kevo.sql.types.KevoTypeSystem;
import dev.kevo.sql.types.SqlStateException;
import dev.kevo.sql.types.Uuids;
import java.math.BigDecimal;
import java.util.Objects;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** What the grammar makes of literals that begin with the name of their type. */
public final class TypedLiterals {
  private static final int MILLIS_SCALE = 3;

  private TypedLiterals() {}

  /** The literal {@code tag 'text'}. */
  public static SqlLiteral of(String tag, String text, SqlParserPos pos) {
    return switch (tag) {
      case "UUID" -> {
        Object bytes = ColumnValues.convert(text, ColumnType.of(SqlTypeName.UUID), "literal");
        yield SqlLiteral.createUuid(Uuids.uuid((ByteString) Objects.requireNonNull(bytes)), pos);
      }
      case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" -> zoned(text, pos);
      case "DATETIME" -> SqlLiteral.createUnknown("TIMESTAMP", text, pos);
      default -> SqlLiteral.createUnknown(tag, text, pos);
    };
  }

  /** Kept as its moment in UTC. */
  private static SqlLiteral zoned(String text, SqlParserPos pos) {
    int digits = KevoTypeSystem.FRACTIONAL_DIGITS_MAX;
    ColumnType type = ColumnType.of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, digits);
    Object micros = ColumnValues.convert(text, type, "literal");
    String utc =
        DateTimes.text(Objects.requireNonNull(micros), ColumnType.of(SqlTypeName.TIMESTAMP, 6));
    return SqlLiteral.createTimestamp(
        SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, new TimestampString(utc), digits, pos);
  }

  /** An interval literal, with microseconds. */
  public static SqlIntervalLiteral interval(
      SqlParserPos pos, int sign, String text, SqlIntervalQualifier qualifier) {
    SqlIntervalLiteral literal = SqlParserUtil.parseIntervalLiteral(pos, sign, text, qualifier);
    if (!SqlTypeName.DAY_INTERVAL_TYPES.contains(qualifier.typeName())) {
      return literal;
    }
    ColumnType type =
        new ColumnType(
            qualifier.typeName(),
            KevoTypeSystem.INTERVAL_DIGITS_MAX,
            KevoTypeSystem.FRACTIONAL_DIGITS_MAX,
            true);
    try {
      Object micros = ColumnValues.convert(text, type, "literal");
      return new FineInterval(
          sign, text, qualifier, pos, (Long) Objects.requireNonNull(micros) * sign);
    } catch (SqlStateException e) {
      return literal; // the validator says what is wrong with it
    }
  }

  /** An interval literal that knows its microseconds; Calcite's own stops at milliseconds. */
  private static final class FineInterval extends SqlIntervalLiteral {
    private final int sign;
    private final String text;
    private final SqlIntervalQualifier qualifier;
    private final long micros;

    FineInterval(
        int sign, String text, SqlIntervalQualifier qualifier, SqlParserPos pos, long micros) {
      super(sign, text, qualifier, qualifier.typeName(), pos);
      this.sign = sign;
      this.text = text;
      this.qualifier = qualifier;
      this.micros = micros;
    }

    @Override
    public FineInterval clone(SqlParserPos pos) {
      return new FineInterval(sign, text, qualifier, pos, micros);
    }

    /** As a BigDecimal it is in milliseconds, with a fraction. */
    @Override
    public <T> @Nullable T getValueAs(Class<T> type) {
      return type == BigDecimal.class
          ? type.cast(BigDecimal.valueOf(micros, MILLIS_SCALE))
          : super.getValueAs(type);
    }
  }
}
