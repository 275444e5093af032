package dev.kevo.sql.types;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Java's many dates and times as the days and milliseconds of columns. Instants and offsets become
 * local in the JVM's time zone, as JDBC's own classes are.
 */
final class DateTimes {
  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final long DAY_MIN = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long DAY_MAX = LocalDate.of(9999, 12, 31).toEpochDay();

  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendLiteral('-')
          .appendValue(ChronoField.MONTH_OF_YEAR, 1, 2, SignStyle.NOT_NEGATIVE)
          .appendLiteral('-')
          .appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NOT_NEGATIVE)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.HOUR_OF_DAY, 1, 2, SignStyle.NOT_NEGATIVE)
          .appendLiteral(':')
          .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
          .optionalStart()
          .appendLiteral(':')
          .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private DateTimes() {}

  /** Days since 1970-01-01. */
  static int toDate(Object value, String column) {
    LocalDate date;
    if (value instanceof LocalDate local) {
      date = local;
    } else if (value instanceof java.sql.Date sql) {
      date = sql.toLocalDate();
    } else if (value instanceof String text) {
      date = parseDateTime(text, "DATE", column).toLocalDate();
    } else if (value instanceof Integer days) {
      return checkDay(days, column);
    } else if (value instanceof Long millis) {
      return checkDay(Math.floorDiv(millis, MILLIS_PER_DAY), column);
    } else {
      LocalDateTime dateTime = dateTime(value);
      if (dateTime == null) {
        throw ColumnValues.invalid(value, "DATE", column);
      }
      date = dateTime.toLocalDate();
    }
    return checkDay(date.toEpochDay(), column);
  }

  /** Milliseconds of the day. */
  static int toTime(Object value, String column) {
    if (value instanceof Integer millis) {
      if (millis < 0 || millis >= MILLIS_PER_DAY) {
        throw SqlState.DATETIME_OVERFLOW.failure(
            "the value " + millis + " for " + column + " is no time of the day");
      }
      return millis;
    }
    LocalTime time;
    if (value instanceof LocalTime local) {
      time = local;
    } else if (value instanceof java.sql.Time sql) {
      time = Instant.ofEpochMilli(sql.getTime()).atZone(ZoneId.systemDefault()).toLocalTime();
    } else if (value instanceof OffsetTime offset) {
      time = offset.toLocalTime();
    } else if (value instanceof String text) {
      time = parseTime(text.strip(), column);
    } else if (value instanceof Long millis) {
      return (int) Math.floorMod(millis, MILLIS_PER_DAY);
    } else {
      LocalDateTime dateTime = dateTime(value);
      if (dateTime == null) {
        throw ColumnValues.invalid(value, "TIME", column);
      }
      time = dateTime.toLocalTime();
    }
    return (int) (time.toNanoOfDay() / 1_000_000);
  }

  /** Milliseconds since 1970-01-01T00:00, without zone. */
  static long toTimestamp(Object value, String column) {
    if (value instanceof Long millis) {
      checkDay(Math.floorDiv(millis, MILLIS_PER_DAY), column);
      return millis;
    }
    LocalDateTime dateTime;
    if (value instanceof String text) {
      dateTime = parseDateTime(text, "TIMESTAMP", column);
    } else if (value instanceof LocalDate date) {
      dateTime = date.atStartOfDay();
    } else if (value instanceof java.sql.Date sql) {
      dateTime = sql.toLocalDate().atStartOfDay();
    } else if (value instanceof Integer days) {
      return checkDay(days, column) * MILLIS_PER_DAY;
    } else {
      dateTime = dateTime(value);
      if (dateTime == null) {
        throw ColumnValues.invalid(value, "TIMESTAMP", column);
      }
    }
    checkDay(dateTime.toLocalDate().toEpochDay(), column);
    return dateTime.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** The SQL text of a date or time, or null if it is none. */
  static @Nullable String text(Object value) {
    if (value instanceof LocalDate
        || value instanceof java.sql.Date
        || value instanceof java.sql.Time
        || value instanceof java.sql.Timestamp) {
      return value.toString();
    }
    if (value instanceof LocalTime time) {
      return time.format(DateTimeFormatter.ISO_LOCAL_TIME);
    }
    LocalDateTime dateTime = dateTime(value);
    return dateTime == null
        ? null
        : dateTime.toLocalDate()
            + " "
            + dateTime.toLocalTime().format(DateTimeFormatter.ISO_LOCAL_TIME);
  }

  private static @Nullable LocalDateTime dateTime(Object value) {
    ZoneId zone = ZoneId.systemDefault();
    if (value instanceof LocalDateTime local) {
      return local;
    }
    if (value instanceof java.sql.Timestamp sql) {
      return sql.toLocalDateTime();
    }
    if (value instanceof Instant instant) {
      return LocalDateTime.ofInstant(instant, zone);
    }
    if (value instanceof OffsetDateTime offset) {
      return LocalDateTime.ofInstant(offset.toInstant(), zone);
    }
    if (value instanceof ZonedDateTime zoned) {
      return LocalDateTime.ofInstant(zoned.toInstant(), zone);
    }
    if (value instanceof Calendar calendar) {
      return LocalDateTime.ofInstant(calendar.toInstant(), zone);
    }
    if (value instanceof java.util.Date date
        && !(value instanceof java.sql.Date)
        && !(value instanceof java.sql.Time)) {
      return LocalDateTime.ofInstant(date.toInstant(), zone);
    }
    return null;
  }

  /** A date, or a date and a time with a space or a T between them. */
  private static LocalDateTime parseDateTime(String value, String type, String column) {
    String text = value.strip();
    int separator = text.indexOf(' ') >= 0 ? text.indexOf(' ') : text.indexOf('T');
    try {
      if (separator < 0) {
        return LocalDate.parse(text, DATE).atStartOfDay();
      }
      LocalDate date = LocalDate.parse(text.substring(0, separator), DATE);
      return date.atTime(LocalTime.parse(text.substring(separator + 1).strip(), TIME));
    } catch (DateTimeException e) {
      throw noDateTime(value, type, column, e);
    }
  }

  private static LocalTime parseTime(String text, String column) {
    try {
      return LocalTime.parse(text, TIME);
    } catch (DateTimeException e) {
      throw noDateTime(text, "TIME", column, e);
    }
  }

  private static SqlStateException noDateTime(
      String text, String type, String column, DateTimeException e) {
    return SqlState.BAD_DATETIME.failure(
        "the value " + ColumnValues.shown(text) + " for " + column + " is no " + type, e);
  }

  private static int checkDay(long day, String column) {
    if (day < DAY_MIN || day > DAY_MAX) {
      throw SqlState.DATETIME_OVERFLOW.failure(
          "the date for " + column + " is not between the years 1 and 9999");
    }
    return (int) day;
  }
}
