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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Java's many dates and times as what columns hold: a DATE days since 1970-01-01, a TIME
 * microseconds of the day, a TIMESTAMP microseconds since 1970-01-01T00:00 without zone, a
 * TIMESTAMP WITH TIME ZONE microseconds since that moment in UTC. What has no zone and needs one
 * gets the session's, which is the JVM's.
 */
public final class DateTimes {
  /** Microseconds of a second. */
  public static final long SECOND = 1_000_000L;

  /** Microseconds of a day. */
  public static final long DAY = 86_400 * SECOND;

  private static final long DAY_MIN = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long DAY_MAX = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long NANOS_PER_MICRO = 1_000;

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

  /** A zone after a time: Z, an offset, or a name after a space. */
  private static final Pattern ZONE =
      Pattern.compile(
          "(?<=[0-9]) ?(Z|[+-][0-9]{1,2}(:?[0-9]{2}(:?[0-9]{2})?)?)$| ([A-Z]\\S*)$",
          Pattern.CASE_INSENSITIVE);

  private DateTimes() {}

  /** The zone of what has none. */
  public static ZoneId zone() {
    return ZoneId.systemDefault();
  }

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
      return checkedDay(days, column);
    } else {
      date = needed(dateTime(value), value, "DATE", column).toLocalDate();
    }
    return checkedDay(date.toEpochDay(), column);
  }

  /** Microseconds of the day, without those that the type has no digits for. */
  static long toTime(Object value, int digits, String column) {
    if (value instanceof Long micros) {
      if (micros < 0 || micros >= DAY) {
        throw SqlState.DATETIME_OVERFLOW.failure(
            "the value " + micros + " for " + column + " is no time of the day");
      }
      return truncated(micros, digits);
    }
    LocalTime time;
    if (value instanceof LocalTime local) {
      time = local;
    } else if (value instanceof java.sql.Time sql) {
      time = Instant.ofEpochMilli(sql.getTime()).atZone(zone()).toLocalTime();
    } else if (value instanceof OffsetTime offset) {
      time = offset.toLocalTime();
    } else if (value instanceof String text) {
      time = parseTime(text.strip(), column);
    } else {
      time = needed(dateTime(value), value, "TIME", column).toLocalTime();
    }
    return truncated(time.toNanoOfDay() / NANOS_PER_MICRO, digits);
  }

  /** Microseconds since 1970-01-01T00:00, without zone. */
  static long toTimestamp(Object value, int digits, String column) {
    if (value instanceof Long micros) {
      return truncated(checked(micros, column), digits);
    }
    LocalDateTime dateTime;
    if (value instanceof String text) {
      dateTime = parseDateTime(text, "TIMESTAMP", column);
    } else if (value instanceof LocalDate date) {
      dateTime = date.atStartOfDay();
    } else if (value instanceof java.sql.Date sql) {
      dateTime = sql.toLocalDate().atStartOfDay();
    } else {
      dateTime = needed(dateTime(value), value, "TIMESTAMP", column);
    }
    return truncated(micros(dateTime, column), digits);
  }

  /** Microseconds since 1970-01-01T00:00Z. */
  static long toInstant(Object value, int digits, String column) {
    if (value instanceof Long micros) {
      return truncated(checked(micros, column), digits);
    }
    Instant instant = instant(value);
    if (instant == null && value instanceof String text) {
      instant = parseInstant(text, column);
    }
    if (instant == null) {
      instant = instant(toTimestamp(value, KevoTypeSystem.FRACTIONAL_DIGITS_MAX, column));
    }
    return truncated(micros(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), column), digits);
  }

  /** The moment at which a local timestamp is in the session's zone. */
  private static Instant instant(long micros) {
    return timestamp(micros).atZone(zone()).toInstant();
  }

  /** The time of the day that a column holds. */
  public static LocalTime time(long micros) {
    return LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
  }

  /** The date and time that a column holds. */
  public static LocalDateTime timestamp(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND),
        (int) (Math.floorMod(micros, SECOND) * NANOS_PER_MICRO),
        ZoneOffset.UTC);
  }

  /** The moment that a column holds. */
  public static Instant moment(long micros) {
    return timestamp(micros).toInstant(ZoneOffset.UTC);
  }

  /** What a column holds of a date and time; 22008 outside the years 1 to 9999. */
  public static long micros(LocalDateTime at, String column) {
    checkedDay(at.toLocalDate().toEpochDay(), column);
    return micros(at);
  }

  /** What a column holds of a date and time that is in range. */
  static long micros(LocalDateTime at) {
    return at.toEpochSecond(ZoneOffset.UTC) * SECOND + at.get(ChronoField.MICRO_OF_SECOND);
  }

  /** A date in the years 1 to 9999, else 22008. */
  public static int checkedDay(long day, String column) {
    if (day < DAY_MIN || day > DAY_MAX) {
      throw SqlState.DATETIME_OVERFLOW.failure(
          "the date for " + column + " is not between the years 1 and 9999");
    }
    return (int) day;
  }

  /** A timestamp in the years 1 to 9999, else 22008. */
  public static long checked(long micros, String column) {
    checkedDay(Math.floorDiv(micros, DAY), column);
    return micros;
  }

  /** Microseconds cut to the digits of a second that the type has. */
  public static long truncated(long micros, int digits) {
    long unit =
        switch (digits) {
          case 0 -> SECOND;
          case 1 -> 100_000;
          case 2 -> 10_000;
          case 3 -> 1_000;
          case 4 -> 100;
          case 5 -> 10;
          default -> 1;
        };
    return unit == 1 ? micros : Math.floorDiv(micros, unit) * unit;
  }

  /** The SQL text of a date or time, or null if it is none. */
  static @Nullable String text(Object value) {
    if (value instanceof LocalDate || value instanceof java.sql.Date) {
      return value.toString();
    }
    if (value instanceof java.sql.Time time) {
      return time.toString();
    }
    if (value instanceof LocalTime time) {
      return text(time, KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
    }
    if (value instanceof Instant
        || value instanceof OffsetDateTime
        || value instanceof ZonedDateTime) {
      return zonedText(needed(instant(value)), KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
    }
    LocalDateTime at = dateTime(value);
    return at == null
        ? null
        : at.toLocalDate() + " " + text(at.toLocalTime(), KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
  }

  private static Instant needed(@Nullable Instant instant) {
    if (instant == null) {
      throw new AssertionError("no instant");
    }
    return instant;
  }

  /** The text of what a column of a date or time type holds, without zeros that say nothing. */
  public static String text(Object value, ColumnType type) {
    int digits = Math.max(0, type.precision());
    return switch (type.typeName()) {
      case DATE -> LocalDate.ofEpochDay(((Number) value).longValue()).toString();
      case TIME -> text(time((Long) value), digits);
      case TIMESTAMP -> {
        LocalDateTime at = timestamp((Long) value);
        yield at.toLocalDate() + " " + text(at.toLocalTime(), digits);
      }
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> zonedText(moment((Long) value), digits);
      default -> throw new AssertionError(type);
    };
  }

  private static String zonedText(Instant instant, int digits) {
    OffsetDateTime at = instant.atZone(zone()).toOffsetDateTime();
    String offset = at.getOffset().getTotalSeconds() == 0 ? "+00:00" : at.getOffset().getId();
    return at.toLocalDate() + " " + text(at.toLocalTime(), digits) + offset;
  }

  /** A time with at most so many digits of a second, without zeros at the end. */
  private static String text(LocalTime time, int digits) {
    StringBuilder text = new StringBuilder(15);
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    two(text, time.getSecond());
    if (digits > 0) {
      String fraction = String.valueOf(SECOND + time.get(ChronoField.MICRO_OF_SECOND));
      int end = 1 + digits;
      while (end > 1 && fraction.charAt(end - 1) == '0') {
        end--;
      }
      if (end > 1) {
        text.append('.').append(fraction, 1, end);
      }
    }
    return text.toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private static @Nullable Instant instant(Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof OffsetDateTime offset) {
      return offset.toInstant();
    }
    return value instanceof ZonedDateTime zoned ? zoned.toInstant() : null;
  }

  private static @Nullable LocalDateTime dateTime(Object value) {
    if (value instanceof LocalDateTime local) {
      return local;
    }
    if (value instanceof java.sql.Timestamp sql) {
      return sql.toLocalDateTime();
    }
    Instant instant = instant(value);
    if (instant != null) {
      return LocalDateTime.ofInstant(instant, zone());
    }
    if (value instanceof Calendar calendar) {
      return LocalDateTime.ofInstant(calendar.toInstant(), zone());
    }
    if (value instanceof java.util.Date date
        && !(value instanceof java.sql.Date)
        && !(value instanceof java.sql.Time)) {
      return LocalDateTime.ofInstant(date.toInstant(), zone());
    }
    return null;
  }

  private static LocalDateTime needed(
      @Nullable LocalDateTime at, Object value, String type, String column) {
    if (at == null) {
      throw ColumnValues.invalid(value, type, column);
    }
    return at;
  }

  /** A date, or a date and a time with a space or a T between them. */
  private static LocalDateTime parseDateTime(String value, String type, String column) {
    try {
      return dateTime(value.strip());
    } catch (DateTimeException e) {
      throw noDateTime(value, type, column, e);
    }
  }

  private static LocalDateTime dateTime(String text) {
    int separator = text.indexOf(' ') >= 0 ? text.indexOf(' ') : text.indexOf('T');
    if (separator < 0) {
      return LocalDate.parse(text, DATE).atStartOfDay();
    }
    LocalDate date = LocalDate.parse(text.substring(0, separator), DATE);
    return date.atTime(LocalTime.parse(text.substring(separator + 1).strip(), TIME));
  }

  /** A date and time with an offset or the name of a zone, or in the session's zone. */
  private static Instant parseInstant(String value, String column) {
    String text = value.strip();
    try {
      // Dashes of the date are no offsets: a zone can only stand behind a time.
      Matcher matcher = ZONE.matcher(text);
      if (text.indexOf(':') < 0 || !matcher.find()) {
        return dateTime(text).atZone(zone()).toInstant();
      }
      String offset = matcher.group(1);
      ZoneId zone = offset == null ? ZoneId.of(matcher.group(4)) : offset(offset);
      return dateTime(text.substring(0, matcher.start()).strip()).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw noDateTime(value, "TIMESTAMP WITH TIME ZONE", column, e);
    }
  }

  private static ZoneId offset(String text) {
    boolean oneDigit = text.length() == 2 || text.indexOf(':') == 2;
    String offset = oneDigit ? text.charAt(0) + "0" + text.substring(1) : text;
    return ZoneOffset.of(offset.toUpperCase(Locale.ROOT));
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
}
