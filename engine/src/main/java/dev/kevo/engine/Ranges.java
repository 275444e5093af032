package dev.kevo.engine;

/** Checks the values of options. */
final class Ranges {
  private Ranges() {}

  /** Refuses a value that is not from {@code min} to {@code max}, both inclusive. */
  static void require(String name, long value, long min, long max) {
    if (value < min || value > max) {
      String upTo = max == Long.MAX_VALUE ? "or more" : "to " + max;
      throw new IllegalArgumentException(
          name + " is out of range: expected " + min + " " + upTo + ", found " + value);
    }
  }
}
