package dev.kevo.sql.types;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;

/**
 * Intervals as what columns hold: those of years and months as months, those of days to seconds as
 * microseconds. Their text is what stands between the quotes of an interval literal, such as {@code
 * -1-02} or {@code 3 04:05:06.000007}.
 */
public final class Intervals {
  private static final int MONTHS_PER_YEAR = 12;
  private static final int NANOS_PER_MICRO = 1_000;

  /** The units of day-time intervals, from the largest. */
  private static final List<TimeUnit> UNITS =
      List.of(TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);

  private Intervals() {}

  /** The value that a column of that type holds: Integer or Long. */
  static Object convert(Object value, ColumnType type, String column) {
    return type.isMonths()
        ? (Object) toMonths(value, type, column)
        : (Object) toMicros(value, type, column);
  }

  private static int toMonths(Object value, ColumnType type, String column) {
    long months;
    if (value instanceof Integer number) {
      months = number;
    } else if (value instanceof Period period && period.get(ChronoUnit.DAYS) == 0) {
      months = period.toTotalMonths();
    } else if (value instanceof String text) {
      months = parseMonths(text, type, column);
    } else {
      throw ColumnValues.invalid(value, type.sqlName(), column);
    }
    long years = Math.abs(months) / MONTHS_PER_YEAR;
    checkDigits(
        type.typeName().getStartUnit() == TimeUnit.YEAR ? years : Math.abs(months), type, column);
    if ((int) months != months) {
      throw overflow(type, column);
    }
    // What is below the last unit is cut, as the fraction of a second is.
    boolean wholeYears = type.typeName().getEndUnit() == TimeUnit.YEAR;
    return (int) (wholeYears ? months - months % MONTHS_PER_YEAR : months);
  }

  private static long toMicros(Object value, ColumnType type, String column) {
    long micros;
    try {
      if (value instanceof Long number) {
        micros = number;
      } else if (value instanceof Duration duration) {
        micros =
            Math.addExact(
                Math.multiplyExact(duration.getSeconds(), DateTimes.SECOND),
                duration.getNano() / NANOS_PER_MICRO);
      } else if (value instanceof Period period && period.toTotalMonths() == 0) {
        micros = Math.multiplyExact(period.get(ChronoUnit.DAYS), DateTimes.DAY);
      } else if (value instanceof String text) {
        micros = parseMicros(text, type, column);
      } else {
        throw ColumnValues.invalid(value, type.sqlName(), column);
      }
    } catch (ArithmeticException e) {
      throw overflow(type, column);
    }
    TimeUnit start = type.typeName().getStartUnit();
    checkDigits(Math.abs(micros / micros(start)), type, column);
    TimeUnit end = type.typeName().getEndUnit();
    long unit = end == TimeUnit.SECOND ? fraction(type.scale()) : micros(end);
    return micros - micros % unit;
  }

  private static long fraction(int digits) {
    long unit = DateTimes.SECOND;
    for (int i = 0; i < digits && unit > 1; i++) {
      unit /= 10;
    }
    return unit;
  }

  private static void checkDigits(long first, ColumnType type, String column) {
    if (first >= 0 && String.valueOf(first).length() <= type.precision()) {
      return;
    }
    throw overflow(type, column);
  }

  private static SqlStateException overflow(ColumnType type, String column) {
    return SqlState.INTERVAL_OVERFLOW.failure(
        "the interval for " + column + " is out of the range of " + type.declaration());
  }

  /** Microseconds of a unit from SECOND to DAY. */
  static long micros(TimeUnit unit) {
    return switch (unit) {
      case DAY -> DateTimes.DAY;
      case HOUR -> 3_600 * DateTimes.SECOND;
      case MINUTE -> 60 * DateTimes.SECOND;
      default -> DateTimes.SECOND;
    };
  }

  private static long parseMonths(String text, ColumnType type, String column) {
    boolean both = type.typeName().getStartUnit() != type.typeName().getEndUnit();
    Matcher matcher =
        Pattern.compile(both ? "([+-]?)(\\d{1,10})-(\\d{1,2})" : "([+-]?)(\\d{1,10})")
            .matcher(text.strip());
    if (!matcher.matches()) {
      throw ColumnValues.invalidDateTime(text, type, column);
    }
    long first = Long.parseLong(matcher.group(2));
    long months = type.typeName().getStartUnit() == TimeUnit.YEAR ? first * MONTHS_PER_YEAR : first;
    if (both) {
      int rest = Integer.parseInt(matcher.group(3));
      if (rest >= MONTHS_PER_YEAR) {
        throw ColumnValues.invalidDateTime(text, type, column);
      }
      months += rest;
    }
    return matcher.group(1).equals("-") ? -months : months;
  }

  private static long parseMicros(String text, ColumnType type, String column) {
    List<TimeUnit> units = units(type);
    StringBuilder regex = new StringBuilder("([+-]?)");
    for (TimeUnit unit : units) {
      if (unit != units.get(0)) {
        regex.append(unit == TimeUnit.HOUR ? " +" : ":");
      }
      regex.append(unit == units.get(0) ? "(\\d{1,18})" : "(\\d{1,2})");
    }
    if (type.typeName().getEndUnit() == TimeUnit.SECOND) {
      regex.append("(?:\\.(\\d{0,9}))?");
    }
    Matcher matcher = Pattern.compile(regex.toString()).matcher(text.strip());
    if (!matcher.matches()) {
      throw ColumnValues.invalidDateTime(text, type, column);
    }
    long micros = 0;
    for (int i = 0; i < units.size(); i++) {
      long field = Long.parseLong(matcher.group(2 + i));
      if (i > 0 && field >= (units.get(i) == TimeUnit.HOUR ? 24 : 60)) {
        throw ColumnValues.invalidDateTime(text, type, column);
      }
      micros = Math.addExact(micros, Math.multiplyExact(field, micros(units.get(i))));
    }
    String fraction =
        matcher.groupCount() > 1 + units.size() ? matcher.group(2 + units.size()) : null;
    if (fraction != null) {
      micros = Math.addExact(micros, Long.parseLong((fraction + "000000").substring(0, 6)));
    }
    return matcher.group(1).equals("-") ? -micros : micros;
  }

  private static List<TimeUnit> units(ColumnType type) {
    return UNITS.subList(
        UNITS.indexOf(type.typeName().getStartUnit()),
        UNITS.indexOf(type.typeName().getEndUnit()) + 1);
  }

  /** The text of what a column of an interval type holds. */
  public static String text(Object value, ColumnType type) {
    long number = ((Number) value).longValue();
    String sign = number < 0 ? "-" : "";
    if (type.isMonths()) {
      long months = Math.abs(number);
      boolean both = type.typeName().getStartUnit() != type.typeName().getEndUnit();
      boolean inMonths = type.typeName().getStartUnit() == TimeUnit.MONTH;
      String first = sign + (inMonths ? months : months / MONTHS_PER_YEAR);
      return both ? first + "-" + two(months % MONTHS_PER_YEAR) : first;
    }
    StringBuilder text = new StringBuilder(sign);
    // The least long has no absolute value.
    BigDecimal rest = BigDecimal.valueOf(number).abs();
    List<TimeUnit> units = units(type);
    for (TimeUnit unit : units) {
      BigDecimal[] parts = rest.divideAndRemainder(BigDecimal.valueOf(micros(unit)));
      rest = parts[1];
      if (unit == units.get(0)) {
        text.append(parts[0].toBigInteger());
      } else {
        text.append(unit == TimeUnit.HOUR ? ' ' : ':').append(two(parts[0].longValue()));
      }
    }
    if (type.typeName().getEndUnit() == TimeUnit.SECOND && type.scale() > 0) {
      String fraction = String.valueOf(DateTimes.SECOND + rest.longValue());
      int end = 1 + Math.min(6, type.scale());
      while (end > 1 && fraction.charAt(end - 1) == '0') {
        end--;
      }
      text.append(end > 1 ? "." : "").append(fraction, 1, end);
    }
    return text.toString();
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }

  /** An interval of one field as the number of that field. */
  static BigDecimal number(Object value, ColumnType type, String column) {
    TimeUnit unit = type.typeName().getStartUnit();
    if (unit != type.typeName().getEndUnit()) {
      throw ColumnValues.invalid(text(value, type), "number", column);
    }
    BigDecimal number = BigDecimal.valueOf(((Number) value).longValue());
    return switch (unit) {
      case MONTH -> number;
      case YEAR -> number.divide(BigDecimal.valueOf(MONTHS_PER_YEAR), 6, RoundingMode.HALF_UP);
      default -> number.divide(BigDecimal.valueOf(micros(unit)), 6, RoundingMode.HALF_UP);
    };
  }

  /** So many of an interval's only or last field, as what its column holds. */
  static Object ofNumber(BigDecimal number, ColumnType type, String column) {
    TimeUnit unit = type.typeName().getEndUnit();
    BigDecimal size =
        switch (unit) {
          case MONTH -> BigDecimal.ONE;
          case YEAR -> BigDecimal.valueOf(MONTHS_PER_YEAR);
          default -> BigDecimal.valueOf(micros(unit));
        };
    try {
      BigDecimal units =
          unit == TimeUnit.SECOND ? number : number.setScale(0, RoundingMode.HALF_UP);
      long value = units.multiply(size).setScale(0, RoundingMode.HALF_UP).longValueExact();
      return convert(
          type.isMonths() ? (Object) Math.toIntExact(value) : (Object) value, type, column);
    } catch (ArithmeticException e) {
      throw overflow(type, column);
    }
  }

  /** The Java object: Period or Duration. */
  static Object toJava(Object value, ColumnType type) {
    if (type.isMonths()) {
      return Period.ofMonths(((Number) value).intValue()).normalized();
    }
    return duration((Long) value);
  }

  /** A day-time interval as a Duration. */
  public static Duration duration(long micros) {
    return Duration.ofSeconds(
        Math.floorDiv(micros, DateTimes.SECOND),
        Math.floorMod(micros, DateTimes.SECOND) * NANOS_PER_MICRO);
  }

  /** The microseconds of a Duration. */
  public static long micros(Duration duration) {
    try {
      return Math.addExact(
          Math.multiplyExact(duration.getSeconds(), DateTimes.SECOND),
          duration.getNano() / NANOS_PER_MICRO);
    } catch (ArithmeticException e) {
      throw new DateTimeException("the duration is out of range", e);
    }
  }
}
