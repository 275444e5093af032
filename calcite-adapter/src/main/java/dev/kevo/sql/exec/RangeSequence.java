package dev.kevo.sql.exec;

import dev.kevo.engine.KeyRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Disjoint ranges of keys, in the order in which they are read. For one thread. */
interface RangeSequence {
  /** The next range; null after the last. */
  @Nullable KeyRange next();

  /** Ranges that are known, ascending; reversed from the last to the first. */
  static RangeSequence of(List<KeyRange> ranges, boolean reversed) {
    return new RangeSequence() {
      private int given;

      @Override
      public @Nullable KeyRange next() {
        if (given == ranges.size()) {
          return null;
        }
        int index = given++;
        return ranges.get(reversed ? ranges.size() - 1 - index : index);
      }
    };
  }
}
