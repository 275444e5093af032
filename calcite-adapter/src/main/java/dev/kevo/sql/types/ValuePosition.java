package dev.kevo.sql.types;

/**
 * Where a value lies among others of its column, as a number: a greater value never has a lesser
 * one. Different values may have the same.
 */
public final class ValuePosition {
  /** So many characters of a text count. */
  public static final int CHARACTERS = 4;

  private static final double CHARACTER_VALUES = 1 << Character.SIZE;

  private ValuePosition() {}

  /** The position; NaN if values of this class have none. */
  public static double of(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof String text ? ofText(text) : Double.NaN;
  }

  private static double ofText(String text) {
    double position = 0;
    double unit = 1;
    for (int i = 0; i < Math.min(CHARACTERS, text.length()); i++) {
      unit /= CHARACTER_VALUES;
      position += text.charAt(i) * unit;
    }
    return position;
  }
}
