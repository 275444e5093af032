package dev.kevo.sql.exec;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.DateTimes;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.type.SqlTypeName;

/** Arithmetic on dates, times and intervals, in the representation of columns. */
public final class DateTimeMath {
  private static final String NAME = "the result";
  private static final int MONTHS_PER_YEAR = 12;

  private DateTimeMath() {}

  /** A date or time plus an interval, as the type of the result. */
  public static Object plus(
      Object start, ColumnType from, long interval, boolean months, ColumnType to) {
    try {
      if (from.typeName() == SqlTypeName.TIME) {
        return months
            ? start
            : (Object) Math.floorMod((Long) start + interval % DateTimes.DAY, DateTimes.DAY);
      }
      if (!months && to.typeName() == SqlTypeName.DATE) {
        // Only whole days move a date.
        return DateTimes.checkedDay((Integer) start + interval / DateTimes.DAY, NAME);
      }
      LocalDateTime at = local(start, from);
      LocalDateTime moved =
          months
              ? at.plusMonths(interval)
              : DateTimes.timestamp(Math.addExact(microsOf(start, from), interval));
      if (!months && isZoned(from)) {
        return DateTimes.checked(Math.addExact((Long) start, interval), NAME);
      }
      return fromLocal(moved, to);
    } catch (ArithmeticException | DateTimeException e) {
      throw SqlState.DATETIME_OVERFLOW.failure("the result is not between the years 1 and 9999", e);
    }
  }

  private static long microsOf(Object value, ColumnType type) {
    return type.typeName() == SqlTypeName.DATE
        ? ((Number) value).longValue() * DateTimes.DAY
        : (Long) value;
  }

  /** The interval from one date or time to another of the same type. */
  public static Object minus(Object end, Object start, ColumnType type, ColumnType interval) {
    if (interval.isMonths()) {
      return Math.toIntExact(wholeMonths(local(start, type), local(end, type)));
    }
    return Math.subtractExact(microsOf(end, type), microsOf(start, type));
  }

  private static long wholeMonths(LocalDateTime from, LocalDateTime to) {
    return ChronoUnit.MONTHS.between(from, to);
  }

  /** A sum of intervals of one kind; 22015 if it is out of range. */
  public static Object addIntervals(long a, long b, ColumnType type) {
    try {
      return ofInterval(Math.addExact(a, b), type);
    } catch (ArithmeticException e) {
      throw overflow(e);
    }
  }

  /** An interval so many times; 22015 if it is out of range. */
  public static Object times(long interval, BigDecimal factor, ColumnType type) {
    try {
      BigDecimal product = BigDecimal.valueOf(interval).multiply(factor);
      return ofInterval(product.setScale(0, RoundingMode.HALF_UP).longValueExact(), type);
    } catch (ArithmeticException e) {
      throw overflow(e);
    }
  }

  /** A part of an interval; 22012 if the divisor is zero. */
  public static Object divide(long interval, BigDecimal divisor, ColumnType type) {
    if (divisor.signum() == 0) {
      throw SqlState.DIVISION_BY_ZERO.failure("division by zero");
    }
    try {
      BigDecimal part = BigDecimal.valueOf(interval).divide(divisor, 0, RoundingMode.HALF_UP);
      return ofInterval(part.longValueExact(), type);
    } catch (ArithmeticException e) {
      throw overflow(e);
    }
  }

  private static RuntimeException overflow(ArithmeticException e) {
    return SqlState.INTERVAL_OVERFLOW.failure("the interval is out of range", e);
  }

  /** Cut to the type's last unit and checked for its digits. */
  private static Object ofInterval(long value, ColumnType type) {
    Object number = type.isMonths() ? (Object) Math.toIntExact(value) : (Object) value;
    Object fitted = ColumnValues.convert(number, type, NAME);
    return fitted == null ? number : fitted;
  }

  /** The moment, with the zone's local fields. */
  private static LocalDateTime local(Object value, ColumnType type) {
    return switch (type.typeName()) {
      case DATE -> DateTimes.timestamp(((Number) value).longValue() * DateTimes.DAY);
      case TIME -> DateTimes.timestamp((Long) value);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          LocalDateTime.ofInstant(DateTimes.moment((Long) value), DateTimes.zone());
      default -> DateTimes.timestamp((Long) value);
    };
  }

  private static Object fromLocal(LocalDateTime at, ColumnType type) {
    return switch (type.typeName()) {
      case DATE -> DateTimes.checkedDay(at.toLocalDate().toEpochDay(), NAME);
      case TIME -> at.toLocalTime().toNanoOfDay() / 1_000;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          DateTimes.micros(
              LocalDateTime.ofInstant(at.atZone(DateTimes.zone()).toInstant(), ZoneOffset.UTC),
              NAME);
      default -> DateTimes.micros(at, NAME);
    };
  }

  private static boolean isZoned(ColumnType type) {
    return type.typeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  /** A field of a date, a time or an interval. */
  public static long extract(TimeUnit unit, Object value, ColumnType type) {
    if (type.isInterval()) {
      return extractInterval(unit, ((Number) value).longValue(), type);
    }
    boolean zoned = isZoned(type);
    LocalDateTime at = local(value, type);
    return switch (unit) {
      case YEAR -> at.getYear();
      case ISOYEAR -> at.get(IsoFields.WEEK_BASED_YEAR);
      case QUARTER -> at.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> at.getMonthValue();
      case WEEK -> at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case DAY -> at.getDayOfMonth();
      case DOY -> at.getDayOfYear();
      case DOW -> at.getDayOfWeek().getValue() % 7 + 1;
      case ISODOW -> at.getDayOfWeek().getValue();
      case DECADE -> Math.floorDiv(at.getYear(), 10);
      case CENTURY -> Math.floorDiv(at.getYear() - 1, 100) + 1;
      case MILLENNIUM -> Math.floorDiv(at.getYear() - 1, 1_000) + 1;
      case HOUR -> at.getHour();
      case MINUTE -> at.getMinute();
      case SECOND -> at.getSecond();
      case MILLISECOND -> at.getSecond() * 1_000L + at.getNano() / 1_000_000;
      case MICROSECOND -> at.getSecond() * DateTimes.SECOND + at.getNano() / 1_000;
      case NANOSECOND -> at.getSecond() * 1_000_000_000L + at.getNano();
      case EPOCH ->
          zoned ? Math.floorDiv((Long) value, DateTimes.SECOND) : at.toEpochSecond(ZoneOffset.UTC);
      default -> throw noField(unit, type);
    };
  }

  private static long extractInterval(TimeUnit unit, long value, ColumnType type) {
    if (type.isMonths()) {
      return switch (unit) {
        case YEAR -> value / MONTHS_PER_YEAR;
        case QUARTER -> value % MONTHS_PER_YEAR / 3 + 1;
        case MONTH -> value % MONTHS_PER_YEAR;
        case DECADE -> value / (10 * MONTHS_PER_YEAR);
        case CENTURY -> value / (100 * MONTHS_PER_YEAR);
        case MILLENNIUM -> value / (1_000 * MONTHS_PER_YEAR);
        default -> throw noField(unit, type);
      };
    }
    return switch (unit) {
      case DAY -> value / DateTimes.DAY;
      case HOUR -> value % DateTimes.DAY / (3_600 * DateTimes.SECOND);
      case MINUTE -> value / (60 * DateTimes.SECOND) % 60;
      case SECOND -> value / DateTimes.SECOND % 60;
      case MILLISECOND -> value / 1_000 % 60_000;
      case MICROSECOND -> value % (60 * DateTimes.SECOND);
      case NANOSECOND -> value % (60 * DateTimes.SECOND) * 1_000;
      case EPOCH -> value / DateTimes.SECOND;
      default -> throw noField(unit, type);
    };
  }

  private static RuntimeException noField(TimeUnit unit, ColumnType type) {
    return SqlState.INVALID_PARAMETER.failure(type.sqlName() + " has no field " + unit);
  }

  /** The beginning of the unit that a date or time lies in. */
  public static Object floor(Object value, TimeUnit unit, ColumnType type) {
    return fromLocal(floor(local(value, type), unit, type), type);
  }

  private static LocalDateTime floor(LocalDateTime at, TimeUnit unit, ColumnType type) {
    LocalDateTime day = at.truncatedTo(ChronoUnit.DAYS);
    return switch (unit) {
      case YEAR -> day.withDayOfYear(1);
      case ISOYEAR -> weekOne(at);
      case QUARTER -> day.withDayOfMonth(1).withMonth((at.getMonthValue() - 1) / 3 * 3 + 1);
      case MONTH -> day.withDayOfMonth(1);
      case WEEK -> day.minusDays(at.getDayOfWeek().getValue() % 7);
      case DAY -> day;
      case DECADE -> day.withDayOfYear(1).withYear(Math.max(1, at.getYear() / 10 * 10));
      case CENTURY -> day.withDayOfYear(1).withYear((at.getYear() - 1) / 100 * 100 + 1);
      case MILLENNIUM -> day.withDayOfYear(1).withYear((at.getYear() - 1) / 1_000 * 1_000 + 1);
      case HOUR -> at.truncatedTo(ChronoUnit.HOURS);
      case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES);
      case SECOND -> at.truncatedTo(ChronoUnit.SECONDS);
      case MILLISECOND -> at.truncatedTo(ChronoUnit.MILLIS);
      case MICROSECOND, NANOSECOND -> at;
      default -> throw noField(unit, type);
    };
  }

  private static LocalDateTime weekOne(LocalDateTime at) {
    return Year.of(at.get(IsoFields.WEEK_BASED_YEAR))
        .atDay(4)
        .with(ChronoField.DAY_OF_WEEK, 1)
        .atStartOfDay();
  }

  /** The beginning of the next unit, or the value if it is the beginning of one. */
  public static Object ceil(Object value, TimeUnit unit, ColumnType type) {
    LocalDateTime at = local(value, type);
    LocalDateTime floor = floor(at, unit, type);
    if (floor.equals(at)) {
      return value;
    }
    LocalDateTime next =
        switch (unit) {
          case YEAR -> floor.plusYears(1);
          case ISOYEAR -> weekOne(floor.plusDays(371));
          case QUARTER -> floor.plusMonths(3);
          case MONTH -> floor.plusMonths(1);
          case WEEK -> floor.plusWeeks(1);
          case DAY -> floor.plusDays(1);
          case DECADE -> floor.plusYears(10 - floor.getYear() % 10);
          case CENTURY -> floor.plusYears(100);
          case MILLENNIUM -> floor.plusYears(1_000);
          case HOUR -> floor.plusHours(1);
          case MINUTE -> floor.plusMinutes(1);
          case SECOND -> floor.plusSeconds(1);
          default -> floor.plusNanos(1_000_000);
        };
    return fromLocal(next, type);
  }

  /** A date or time so many units later. */
  public static Object add(
      TimeUnit unit, long count, Object value, ColumnType from, ColumnType to) {
    try {
      int months = months(unit);
      if (months > 0) {
        return plus(value, from, Math.multiplyExact(count, (long) months), true, to);
      }
      long micros =
          unit == TimeUnit.NANOSECOND
              ? count / 1_000
              : Math.multiplyExact(count, microsOf(unit, to));
      return plus(value, from, micros, false, to);
    } catch (ArithmeticException e) {
      throw SqlState.DATETIME_OVERFLOW.failure("the result is not between the years 1 and 9999", e);
    }
  }

  /** The whole units from one date or time to another. */
  public static long difference(
      TimeUnit unit, Object start, ColumnType startType, Object end, ColumnType endType) {
    int months = months(unit);
    LocalDateTime from = local(start, startType);
    LocalDateTime to = local(end, endType);
    if (months > 0) {
      return wholeMonths(from, to) / months;
    }
    long micros =
        isZoned(startType) && isZoned(endType)
            ? (Long) end - (Long) start
            : DateTimes.micros(to, NAME) - DateTimes.micros(from, NAME);
    return unit == TimeUnit.NANOSECOND
        ? Math.multiplyExact(micros, 1_000L)
        : micros / microsOf(unit, startType);
  }

  private static int months(TimeUnit unit) {
    return switch (unit) {
      case MONTH -> 1;
      case QUARTER -> 3;
      case YEAR, ISOYEAR -> MONTHS_PER_YEAR;
      case DECADE -> 10 * MONTHS_PER_YEAR;
      case CENTURY -> 100 * MONTHS_PER_YEAR;
      case MILLENNIUM -> 1_000 * MONTHS_PER_YEAR;
      default -> 0;
    };
  }

  private static long microsOf(TimeUnit unit, ColumnType type) {
    return switch (unit) {
      case WEEK -> 7 * DateTimes.DAY;
      case DAY, DOW, DOY, ISODOW -> DateTimes.DAY;
      case HOUR -> 3_600 * DateTimes.SECOND;
      case MINUTE -> 60 * DateTimes.SECOND;
      case SECOND, EPOCH -> DateTimes.SECOND;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1;
      default -> throw noField(unit, type);
    };
  }

  /** The statement's moment as a value of a type, in the session's zone. */
  public static Object now(StatementContext context, ColumnType type) {
    LocalDateTime at = LocalDateTime.ofInstant(context.now(), DateTimes.zone());
    if (type.typeName() == SqlTypeName.TIME) {
      LocalTime time = at.toLocalTime();
      return DateTimes.truncated(time.toNanoOfDay() / 1_000, type.precision());
    }
    Object value = fromLocal(at, type);
    return value instanceof Long micros
        ? (Object) DateTimes.truncated(micros, type.precision())
        : value;
  }
}
