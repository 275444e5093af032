package dev.kevo.jdbc;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * Between the zoneless dates and times of SQL and java.sql's, which are moments: the time zone is
 * the calendar's, or the JVM's if there is no calendar.
 */
final class JavaDates {
  private JavaDates() {}

  static Date date(LocalDate date, @Nullable Calendar zone) {
    return zone == null ? Date.valueOf(date) : new Date(millis(date.atStartOfDay(), zone));
  }

  static Time time(LocalTime time, @Nullable Calendar zone) {
    LocalDateTime at = time.atDate(LocalDate.EPOCH);
    long millis =
        zone == null
            ? at.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli()
            : millis(at, zone);
    return new Time(millis);
  }

  @SuppressWarnings("JavaLocalDateTimeGetNano") // the seconds are in the milliseconds
  static Timestamp timestamp(LocalDateTime at, @Nullable Calendar zone) {
    if (zone == null) {
      return Timestamp.valueOf(at);
    }
    Timestamp timestamp = new Timestamp(millis(at, zone));
    timestamp.setNanos(at.getNano());
    return timestamp;
  }

  static LocalDate local(Date date, @Nullable Calendar zone) {
    return zone == null ? date.toLocalDate() : fields(date.getTime(), 0, zone).toLocalDate();
  }

  static LocalTime local(Time time, @Nullable Calendar zone) {
    if (zone != null) {
      return fields(time.getTime(), (int) Math.floorMod(time.getTime(), 1000L) * 1_000_000, zone)
          .toLocalTime();
    }
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(time.getTime()), ZoneId.systemDefault())
        .toLocalTime();
  }

  static LocalDateTime local(Timestamp timestamp, @Nullable Calendar zone) {
    return zone == null
        ? timestamp.toLocalDateTime()
        : fields(timestamp.getTime(), timestamp.getNanos(), zone);
  }

  private static long millis(LocalDateTime at, Calendar zone) {
    Calendar calendar = new GregorianCalendar(zone.getTimeZone());
    calendar.clear();
    calendar.set(
        at.getYear(),
        at.getMonthValue() - 1,
        at.getDayOfMonth(),
        at.getHour(),
        at.getMinute(),
        at.getSecond());
    return calendar.getTimeInMillis() + at.getNano() / 1_000_000;
  }

  private static LocalDateTime fields(long millis, int nanos, Calendar zone) {
    Calendar calendar = new GregorianCalendar(zone.getTimeZone());
    calendar.setTimeInMillis(millis);
    int year = calendar.get(Calendar.YEAR);
    return LocalDateTime.of(
        calendar.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
        calendar.get(Calendar.MONTH) + 1,
        calendar.get(Calendar.DAY_OF_MONTH),
        calendar.get(Calendar.HOUR_OF_DAY),
        calendar.get(Calendar.MINUTE),
        calendar.get(Calendar.SECOND),
        nanos);
  }
}
