package dev.kevo.engine.txn;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.KeyRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranges that a transaction relies on staying as it saw them, each with the sequence at which it
 * looked first. For one thread at a time.
 */
final class Expectations {
  private record Part(int keyspaceId, KeyRange range) {}

  private final Map<Part, Long> parts = new HashMap<>(4);

  /** The parts in the order in which they came. */
  private final List<Part> order = new ArrayList<>(4);

  void add(int keyspaceId, KeyRange range, long sequence) {
    Part part = new Part(keyspaceId, range);
    if (parts.putIfAbsent(part, sequence) == null) {
      order.add(part);
    }
  }

  int size() {
    return order.size();
  }

  /** Forgets all but the first {@code size}. */
  void truncate(int size) {
    for (int i = order.size() - 1; i >= size; i--) {
      parts.remove(order.remove(i));
    }
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Throws {@link ConflictException} if one of the ranges was changed. */
  void validate(Changes changes) {
    parts.forEach(
        (part, sequence) -> {
          if (isChanged(part, sequence, changes)) {
            throw new ConflictException("another transaction changed what this one relies on");
          }
        });
  }

  private static boolean isChanged(Part part, long sequence, Changes changes) {
    KeyRange range = part.range();
    byte[] key = range.start();
    return (key != null && range.equals(KeyRange.point(key)))
        ? changes.keyChangedSince(part.keyspaceId(), key, sequence)
        : changes.rangeChangedSince(part.keyspaceId(), range, sequence);
  }
}
