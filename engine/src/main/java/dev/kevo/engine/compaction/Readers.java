package dev.kevo.engine.compaction;

import dev.kevo.engine.version.HistoryStart;
import dev.kevo.engine.version.Version;
import java.util.Arrays;

/** At which sequences somebody reads a keyspace, or may yet: what they see is kept. Immutable. */
public final class Readers {
  private final long[] snapshots;
  private final long historyFrom;

  private Readers(long[] snapshots, long historyFrom) {
    this.snapshots = snapshots;
    this.historyFrom = historyFrom;
  }

  /**
   * The readers of a keyspace.
   *
   * @param version a version of it; its {@link HistoryStart} counts
   * @param snapshots the sequences of all live snapshots, the newest published one included, noted
   *     after the version was; none if nobody reads yet
   */
  public static Readers of(Version version, long... snapshots) {
    long[] sorted = snapshots.clone();
    Arrays.sort(sorted);
    return new Readers(sorted, version.history().sequence());
  }

  /** The oldest sequence that somebody reads at. */
  public long oldest() {
    return snapshots.length == 0 ? historyFrom : Math.min(snapshots[0], historyFrom);
  }

  /** Whether somebody reads at or above {@code from} and below {@code to}. */
  boolean anyIn(long from, long to) {
    if (historyFrom < to) {
      return true;
    }
    int index = Arrays.binarySearch(snapshots, from);
    int place = index >= 0 ? index : -index - 1;
    return place < snapshots.length && snapshots[place] < to;
  }
}
