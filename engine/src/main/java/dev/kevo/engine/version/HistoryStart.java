package dev.kevo.engine.version;

import java.time.Instant;

/**
 * From when on a keyspace keeps what was in it: every version of a key and every delete that some
 * reader from the sequence on sees.
 *
 * @param sequence what was committed at that time; {@link Long#MAX_VALUE} if nothing is kept
 * @param micros the time, since 1970
 */
public record HistoryStart(long sequence, long micros) {
  /** Only what is there now, and what open snapshots see, is kept. */
  public static final HistoryStart NONE = new HistoryStart(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Whether anything is kept. */
  public boolean isKept() {
    return sequence != Long.MAX_VALUE;
  }

  /** Whether the state of a sequence, which was the newest one at a time, is kept. */
  public boolean holds(long atSequence, long atMicros) {
    return atSequence >= sequence && atMicros >= micros;
  }

  /** The time. */
  public Instant time() {
    return timeOf(micros);
  }

  /** A time in microseconds since 1970. */
  public static Instant timeOf(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  /** The microseconds since 1970 that have passed at a time. */
  public static long microsOf(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
  }
}
