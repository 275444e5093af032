package dev.kevo.engine.value;

/**
 * How much of a value file one table refers to.
 *
 * @param fileNumber the value file's
 * @param values how many references to it the table holds
 * @param bytes the bytes of these values' records
 */
public record ValueUse(long fileNumber, long values, long bytes) {
  /** This use and another one of the same file. */
  public ValueUse plus(ValueUse other) {
    return new ValueUse(fileNumber, values + other.values, bytes + other.bytes);
  }
}
