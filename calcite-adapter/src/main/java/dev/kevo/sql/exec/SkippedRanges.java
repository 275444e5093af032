package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.sql.row.KeyCodec;
import dev.kevo.sql.table.KeySpace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a skip scan: those that bounds give under each value that the key's leading columns
 * have. The values are found as it goes, each by a seek behind all keys of the one before.
 */
final class SkippedRanges implements RangeSequence {
  private final ReadView view;
  private final Keyspace keyspace;
  private final KeySpace space;
  private final KeyCodec codec;
  private final KeyBounds bounds;
  private final @Nullable Object[] operands;
  private final boolean reversed;

  /** The keys whose leading values have not been met. */
  private @Nullable KeyRange rest;

  private RangeSequence found = () -> null;

  SkippedRanges(
      ReadView view,
      Keyspace keyspace,
      KeyBounds bounds,
      @Nullable Object[] operands,
      boolean reversed) {
    this.view = view;
    this.keyspace = keyspace;
    this.space = bounds.space();
    this.bounds = bounds;
    this.operands = operands;
    this.reversed = reversed;
    KeyCodec known = space.keyCodec();
    if (known == null) {
      throw new IllegalArgumentException("keys without a codec cannot be skipped");
    }
    this.codec = known;
    this.rest = space.range();
  }

  @Override
  public @Nullable KeyRange next() {
    while (true) {
      KeyRange range = found.next();
      if (range != null) {
        return range;
      }
      @Nullable Object[] leading = nextLeading();
      if (leading == null) {
        return null;
      }
      List<KeyRange> ranges = bounds.ranges(operands, leading);
      found = RangeSequence.of(ranges, reversed);
    }
  }

  /** The next values of the leading columns; null if there are no more. */
  private @Nullable Object @Nullable [] nextLeading() {
    KeyRange left = rest;
    if (left == null) {
      return null;
    }
    Scan one = Scan.of(left).withReversed(reversed).withLimit(1).withKeysOnly(true);
    @Nullable Object[] leading = new Object[bounds.skipped()];
    try (Cursor cursor = view.scan(keyspace, one)) {
      if (!cursor.next()) {
        rest = null;
        return null;
      }
      for (int i = 0; i < leading.length; i++) {
        leading[i] = codec.decode(cursor.key(), i);
      }
    }
    rest = behind(left, leading);
    return leading;
  }

  private @Nullable KeyRange behind(KeyRange left, @Nullable Object[] leading) {
    if (reversed) {
      return new KeyRange(left.start(), space.keyFloor(leading, leading.length));
    }
    byte[] start = space.keyCeiling(leading, leading.length);
    return start == null ? null : new KeyRange(start, left.end());
  }
}
