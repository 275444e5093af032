package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.types.SqlState;
import org.jspecify.annotations.Nullable;

/** Functions that pick the value of another row: of the frame, or at a distance. */
final class FrameValue implements WindowFunction {
  private static final int DISTANCE = 1;
  private static final int DEFAULT = 2;

  private final WindowCall call;
  private final FrameRows frame;
  private final StatementContext context;
  private final KeptRows.Pointer own;
  private final KeptRows.Pointer other;

  FrameValue(WindowCall call, FrameRows frame, StatementContext context) {
    this.call = call;
    this.frame = frame;
    this.context = context;
    this.own = frame.partition().pointer();
    this.other = frame.partition().pointer();
  }

  @Override
  public void restart() {}

  @Override
  public void eval(Vector result, int position) {
    boolean byDistance =
        call.function() == WindowCall.Function.LAG || call.function() == WindowCall.Function.LEAD;
    long found = byDistance ? atDistance() : inFrame();
    if (found >= 0) {
      other.moveTo(found);
      result.copy(position, other.column(call.arguments()[0]), other.position());
    } else if (byDistance && call.arguments().length > DEFAULT) {
      own.moveTo(frame.row());
      result.copy(position, own.column(call.arguments()[DEFAULT]), own.position());
    } else {
      result.setNull(position);
    }
  }

  private @Nullable Number number(int argument) {
    own.moveTo(frame.row());
    return (Number) own.column(call.arguments()[argument]).get(own.position());
  }

  /** The row at the distance from this one, or -1. */
  private long atDistance() {
    long distance = 1;
    if (call.arguments().length > DISTANCE) {
      Number number = number(DISTANCE);
      if (number == null) {
        return -1;
      }
      distance = number.longValue();
    }
    boolean back = (call.function() == WindowCall.Function.LAG) == (distance >= 0);
    long steps = Math.abs(distance);
    if (!call.ignoresNulls() || steps == 0) {
      long found = back ? frame.row() - steps : frame.row() + steps;
      return found >= frame.partition().size() ? -1 : Math.max(-1, found);
    }
    return counted(
        back ? frame.row() - 1 : frame.row() + 1,
        back ? -1 : frame.partition().size(),
        back ? -1 : 1,
        steps,
        false);
  }

  /** The row of the frame, or -1. */
  private long inFrame() {
    long start = frame.start();
    long end = frame.end();
    if (end <= start) {
      return -1;
    }
    boolean last = call.function() == WindowCall.Function.LAST_VALUE;
    long nth = 1;
    if (call.function() == WindowCall.Function.NTH_VALUE) {
      Number number = number(DISTANCE);
      if (number == null || number.longValue() < 1) {
        throw SqlState.INVALID_NTH_VALUE.failure("NTH_VALUE of row " + number);
      }
      nth = number.longValue();
    }
    if (!call.ignoresNulls() && !frame.excludes()) {
      long found = last ? end - 1 : start + nth - 1;
      return found >= end ? -1 : found;
    }
    return last ? counted(end - 1, start - 1, -1, 1, true) : counted(start, end, 1, nth, true);
  }

  /** The n-th row that counts from one on, or -1 if another one is reached before. */
  private long counted(long from, long to, int step, long nth, boolean ofFrame) {
    long left = nth;
    for (long at = from; at != to; at += step) {
      context.poll();
      if (ofFrame && !frame.includes(at)) {
        continue;
      }
      if (call.ignoresNulls()) {
        other.moveTo(at);
        if (other.column(call.arguments()[0]).isNull(other.position())) {
          continue;
        }
      }
      if (--left == 0) {
        return at;
      }
    }
    return -1;
  }
}
