package dev.kevo.engine.iter;

import dev.kevo.engine.Slice;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.key.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The range deletes that one reader sees, from all places, asked entry by entry. It remembers the
 * fragments of the last key, so that neighbours cost two comparisons. For one thread.
 */
public final class RangeCover {
  private final RangeDeletes[] places;
  private final Visibility visibility;

  /** By place: the fragment of the last key, and what hides its entries there. */
  private final int[] fragments;

  private final long[] newest;
  private boolean begun;

  private RangeCover(List<RangeDeletes> places, Visibility visibility) {
    this.places = places.toArray(new RangeDeletes[0]);
    this.visibility = visibility;
    this.fragments = new int[this.places.length];
    this.newest = new long[this.places.length];
  }

  /** The range deletes of some places; null if there are none, which is the usual case. */
  public static @Nullable RangeCover of(List<RangeDeletes> places, Visibility visibility) {
    List<RangeDeletes> some = new ArrayList<>();
    for (RangeDeletes place : places) {
      if (!place.isEmpty()) {
        some.add(place);
      }
    }
    return some.isEmpty() ? null : new RangeCover(some, visibility);
  }

  /** Whether a delete that the reader sees is newer than an entry that it sees. */
  boolean hides(Slice key, long sequence) {
    boolean hidden = false;
    for (int i = 0; i < places.length; i++) {
      if (!begun || !isWithin(places[i], fragments[i], key)) {
        int fragment = places[i].fragment(key);
        fragments[i] = fragment;
        newest[i] = newestSeen(places[i], fragment);
      }
      hidden |= newest[i] > sequence;
    }
    begun = true;
    return hidden;
  }

  /** What hides entries of the key that was asked for last, and keys up to {@link #end}; or -1. */
  long newest() {
    long found = -1;
    for (long deleted : newest) {
      found = Math.max(found, deleted);
    }
    return found;
  }

  /** Up to which key, or null for none, all that was said of the last key holds. */
  byte @Nullable [] end() {
    byte[] nearest = null;
    for (int i = 0; i < places.length; i++) {
      byte[] end = places[i].end(fragments[i]);
      if (end != null && (nearest == null || Arrays.compareUnsigned(end, nearest) < 0)) {
        nearest = end;
      }
    }
    return nearest;
  }

  private long newestSeen(RangeDeletes place, int fragment) {
    long own = visibility.privateSequence();
    long found = own < 0 ? -1 : place.newest(fragment, own);
    return found >= Tag.PRIVATE_FIRST ? found : place.newest(fragment, visibility.sequence());
  }

  private static boolean isWithin(RangeDeletes place, int fragment, Slice key) {
    byte[] start = place.start(fragment);
    byte[] end = place.end(fragment);
    return (start == null || key.compareTo(start) >= 0) && (end == null || key.compareTo(end) < 0);
  }
}
