package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.StatementContext;
import java.math.BigDecimal;
import java.util.List;

/**
 * The frame of one row after the other of a partition. Both ends only move forward, so that one
 * pass finds all frames. Not thread-safe.
 */
final class FrameRows {
  private final WindowFrame frame;
  private final List<SortKey> order;
  private final KeptRows partition;
  private final StatementContext context;
  private final KeptRows.Pointer current;
  private final KeptRows.Pointer ahead;
  private final KeptRows.Pointer lowerEnd;
  private final KeptRows.Pointer upperEnd;
  private final BigDecimal lowerDistance;
  private final BigDecimal upperDistance;
  private long row;
  private long peerStart;
  private long peerEnd;
  private long peerGroups;
  private long start;
  private long end;

  FrameRows(WindowFrame frame, List<SortKey> order, KeptRows partition, StatementContext context) {
    this.frame = frame;
    this.order = order;
    this.partition = partition;
    this.context = context;
    this.current = partition.pointer();
    this.ahead = partition.pointer();
    this.lowerEnd = partition.pointer();
    this.upperEnd = partition.pointer();
    this.lowerDistance = frame.lower().signedDistance(context);
    this.upperDistance = frame.upper().signedDistance(context);
  }

  /** Begins with another partition. */
  void restart() {
    row = -1;
    peerStart = 0;
    peerEnd = 0;
    peerGroups = 0;
    start = 0;
    end = 0;
  }

  /** Finds the frame of the next row. */
  void step() {
    row++;
    if (row >= peerEnd) {
      findPeers();
    }
    boolean byDistance = !frame.rows();
    start =
        switch (frame.lower().place()) {
          case PARTITION_START -> 0;
          case CURRENT -> byDistance ? peerStart : row;
          case PARTITION_END -> partition.size();
          default -> byDistance ? near(lowerEnd, start, lowerDistance, 0) : far(lowerDistance, 0);
        };
    end =
        switch (frame.upper().place()) {
          case PARTITION_START -> 0;
          case CURRENT -> byDistance ? peerEnd : row + 1;
          case PARTITION_END -> partition.size();
          default -> byDistance ? near(upperEnd, end, upperDistance, 1) : far(upperDistance, 1);
        };
  }

  private void findPeers() {
    peerStart = row;
    peerGroups++;
    if (order.isEmpty()) {
      peerEnd = partition.size();
      return;
    }
    peerEnd = row + 1;
    current.moveTo(row);
    while (peerEnd < partition.size()) {
      context.poll();
      ahead.moveTo(peerEnd);
      if (!isPeer()) {
        return;
      }
      peerEnd++;
    }
  }

  private boolean isPeer() {
    for (SortKey key : order) {
      Vector a = current.column(key.column());
      Vector b = ahead.column(key.column());
      if (!a.same(current.position(), b, ahead.position())) {
        return false;
      }
    }
    return true;
  }

  /** The row at a distance in rows. */
  private long far(BigDecimal distance, int more) {
    BigDecimal place = distance.add(BigDecimal.valueOf(row + more));
    if (place.signum() < 0) {
      return 0;
    }
    return place.compareTo(BigDecimal.valueOf(partition.size())) > 0
        ? partition.size()
        : place.longValue();
  }

  /**
   * The first row from one on that lies at least at a distance in value; or beyond it.
   *
   * @param beyond 1 for the first row beyond the distance
   */
  private long near(KeptRows.Pointer pointer, long from, BigDecimal distance, int beyond) {
    SortKey key = order.get(0);
    current.moveTo(row);
    Vector own = current.column(key.column());
    if (own.isNull(current.position())) {
      return beyond == 1 ? peerEnd : peerStart;
    }
    long at = from;
    while (at < partition.size()) {
      context.poll();
      pointer.moveTo(at);
      Vector other = pointer.column(key.column());
      if (other.isNull(pointer.position())) {
        if (!key.nullsFirst()) {
          return at;
        }
      } else if (distance(key, other, pointer.position(), own, distance) >= beyond) {
        return at;
      }
      at++;
    }
    return at;
  }

  /** The sign of how far a row lies beyond a distance from the current one. */
  private int distance(SortKey key, Vector other, int at, Vector own, BigDecimal distance) {
    BigDecimal wanted = key.descending() ? distance.negate() : distance;
    int sign;
    if (own instanceof DoubleVector doubles) {
      double limit = doubles.values()[current.position()] + wanted.doubleValue();
      sign = Double.compare(((DoubleVector) other).values()[at], limit);
    } else {
      BigDecimal limit = number(own, current.position()).add(wanted);
      sign = number(other, at).compareTo(limit);
    }
    return key.descending() ? -sign : sign;
  }

  private static BigDecimal number(Vector vector, int position) {
    return Comparing.decimal((Number) vector.box(position));
  }

  /** The first row of the frame. */
  long start() {
    return start;
  }

  /** The row after the frame's last one; not after {@link #start} if the frame is empty. */
  long end() {
    return end;
  }

  /** The first row that is sorted like this one. */
  long peerStart() {
    return peerStart;
  }

  /** The row after the last one that is sorted like this one. */
  long peerEnd() {
    return peerEnd;
  }

  /** How many different rows there were, as far as the order tells. */
  long peerGroups() {
    return peerGroups;
  }

  /** The rows of the partition. */
  KeptRows partition() {
    return partition;
  }

  /** Whether some rows of frames do not count. */
  boolean excludes() {
    return frame.exclusion() != WindowFrame.Exclusion.NONE;
  }

  /** Whether a row of the frame counts. */
  boolean includes(long other) {
    boolean peer = other >= peerStart && other < peerEnd;
    return switch (frame.exclusion()) {
      case NONE -> true;
      case CURRENT_ROW -> other != row;
      case GROUP -> !peer;
      case TIES -> !peer || other == row;
    };
  }

  /** The row whose frame it is. */
  long row() {
    return row;
  }
}
