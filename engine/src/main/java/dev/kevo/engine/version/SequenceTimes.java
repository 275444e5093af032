package dev.kevo.engine.version;

import dev.kevo.engine.version.VersionEdit.SequenceTime;
import java.util.ArrayList;
import java.util.List;

/**
 * When some sequences had been given out, ascending: how old an entry is at least. Immutable.
 *
 * @param times at most {@value #TIMES_MAX} of them; older ones are thinned out, which lets entries
 *     live longer, never shorter
 */
public record SequenceTimes(List<SequenceTime> times) {
  static final int TIMES_MAX = 256;

  /** Nothing is known. */
  public static final SequenceTimes NONE = new SequenceTimes(List.of());

  public SequenceTimes {
    times = List.copyOf(times);
  }

  /** These and a newer one. One that goes back, as when a clock is set back, is left out. */
  SequenceTimes with(SequenceTime added) {
    if (!times.isEmpty()) {
      SequenceTime last = times.get(times.size() - 1);
      if (added.sequence() <= last.sequence() || added.millis() <= last.millis()) {
        return this;
      }
    }
    List<SequenceTime> all = new ArrayList<>(times);
    all.add(added);
    if (all.size() > TIMES_MAX) {
      for (int i = TIMES_MAX / 2; i > 0; i -= 2) {
        all.remove(i - 1);
      }
    }
    return new SequenceTimes(all);
  }

  /** The newest sequence that was given out by then, or 0. */
  public long sequenceAt(long millis) {
    long sequence = 0;
    for (SequenceTime time : times) {
      if (time.millis() <= millis) {
        sequence = time.sequence();
      }
    }
    return sequence;
  }

  /** The last time noted, or 0. */
  public long lastMillis() {
    return times.isEmpty() ? 0 : times.get(times.size() - 1).millis();
  }

  /** The last sequence noted, or 0. */
  public long lastSequence() {
    return times.isEmpty() ? 0 : times.get(times.size() - 1).sequence();
  }
}
