package dev.kevo.sql.exec;

import org.apache.calcite.linq4j.function.Strict;

/** Logarithms as SQL's functions; generated code calls them by name. */
public final class Logarithm {
  private Logarithm() {}

  /** The logarithm to base 10, which a quotient of natural ones would miss by a little. */
  @Strict
  public static double base10(double number) {
    return Math.log10(number);
  }
}
