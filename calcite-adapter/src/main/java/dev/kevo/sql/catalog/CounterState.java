package dev.kevo.sql.catalog;

import dev.kevo.sql.types.SqlState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a sequence has come, as it is stored.
 *
 * <pre>
 *   state   next (8 bytes, big-endian) exhausted (1 byte: 0 or 1)
 * </pre>
 *
 * @param next the next number that is not reserved
 * @param exhausted whether there is none in this direction, so that next means nothing
 */
record CounterState(long next, boolean exhausted) {
  private static final int BYTES = Long.BYTES + 1;

  static CounterState read(byte @Nullable [] stored, long start) {
    if (stored == null) {
      return new CounterState(start, false);
    }
    if (stored.length != BYTES) {
      throw Fields.corrupt("a counter has " + stored.length + " bytes");
    }
    return new CounterState(CatalogKeys.fixed64(stored, 0), stored[Long.BYTES] != 0);
  }

  byte[] write() {
    byte[] bytes = Arrays.copyOf(CatalogKeys.fixed64(next), BYTES);
    bytes[Long.BYTES] = (byte) (exhausted ? 1 : 0);
    return bytes;
  }

  /** The state one step after a number. */
  static CounterState after(long number, SequenceDef.Options options) {
    long next = number + options.increment();
    boolean overflow = options.increment() > 0 ? next < number : next > number;
    return new CounterState(next, overflow);
  }

  /**
   * The first number to give out; 2200H if there is none.
   *
   * @param name the sequence's, for the message
   */
  long first(SequenceDef.Options options, String name) {
    if (!exhausted && next >= options.min() && next <= options.max()) {
      return next;
    }
    if (!options.cycle()) {
      throw SqlState.SEQUENCE_EXHAUSTED.failure(
          "sequence " + name + " has no more numbers up to its limit");
    }
    return options.increment() > 0 ? options.min() : options.max();
  }

  /** How many steps can be made from a number within the limits; unsigned. */
  static long stepsFrom(long number, SequenceDef.Options options) {
    long increment = options.increment();
    return increment > 0
        ? Long.divideUnsigned(options.max() - number, increment)
        : Long.divideUnsigned(number - options.min(), -increment);
  }
}
