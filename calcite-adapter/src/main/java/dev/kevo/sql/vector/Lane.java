package dev.kevo.sql.vector;

/** How a vector keeps its values. */
public enum Lane {
  /** Integers, booleans as 0 and 1, dates, times, and decimals that fit as unscaled numbers. */
  LONG,
  /** Approximate numbers. */
  DOUBLE,
  /** Text as UTF-8, and bytes. */
  BYTES,
  /** Everything else, in the executor's classes. */
  OBJECT
}
