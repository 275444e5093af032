package dev.kevo.sql.exec;

import java.math.BigDecimal;
import java.util.List;

/** Comparing two values of one family as generated code does. */
public final class Comparing {
  private Comparing() {}

  /** Less than, equal to or greater than 0 as {@code a} is less than, equal to or greater. */
  @SuppressWarnings("unchecked")
  public static int compare(Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    }
    return a instanceof List<?> x && b instanceof List<?> y
        ? compareArrays(x, y)
        : ((Comparable<Object>) a).compareTo(b);
  }

  /** Element by element, NULL after every value; an array before those that it begins. */
  private static int compareArrays(List<?> a, List<?> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      Object x = a.get(i);
      Object y = b.get(i);
      int order = x == null || y == null ? Boolean.compare(x == null, y == null) : compare(x, y);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareNumbers(Number a, Number b) {
    if (isInteger(a) && isInteger(b)) {
      return Long.compare(a.longValue(), b.longValue());
    }
    if (isApproximate(a) || isApproximate(b)) {
      // Adding 0.0 makes -0.0 and 0.0 one number, as < and = see them.
      return Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
    }
    return decimal(a).compareTo(decimal(b));
  }

  /** Whether the value is no number, so that no comparison but {@code <>} holds. */
  public static boolean isNaN(Object value) {
    return (value instanceof Double d && d.isNaN()) || (value instanceof Float f && f.isNaN());
  }

  static boolean isInteger(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte;
  }

  /** Whether the value is a REAL or DOUBLE. */
  public static boolean isApproximate(Object value) {
    return value instanceof Double || value instanceof Float;
  }

  /** An exact number as a decimal. */
  public static BigDecimal decimal(Number value) {
    return value instanceof BigDecimal number ? number : BigDecimal.valueOf(value.longValue());
  }
}
