package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate of each row's frame. Rows that come into the frame are added, rows that leave it are
 * taken away again if the aggregate can do so; otherwise it starts anew.
 */
final class FrameAggregate implements WindowFunction {
  private static final int[] ONE_GROUP = new int[1];

  private final Aggregate aggregate;
  private final List<VectorType> input;
  private final FrameRows frame;
  private final StatementContext context;
  private final KeptRows.Pointer entering;
  private final KeptRows.Pointer leaving;
  private final int[] position = new int[1];
  private Accumulator accumulator;
  private @Nullable Vector known;

  /** The rows that are added up. */
  private long start;

  private long end;

  FrameAggregate(
      Aggregate aggregate, List<VectorType> input, FrameRows frame, StatementContext context) {
    this.aggregate = aggregate;
    this.input = input;
    this.frame = frame;
    this.context = context;
    this.entering = frame.partition().pointer();
    this.leaving = frame.partition().pointer();
    this.accumulator = started();
  }

  private Accumulator started() {
    Accumulator fresh = aggregate.start(input, context.memory());
    fresh.grow(1);
    return fresh;
  }

  private void startAnew(long at) {
    accumulator.release();
    accumulator = started();
    known = null;
    start = at;
    end = at;
  }

  @Override
  public void restart() {
    startAnew(0);
  }

  @Override
  public void eval(Vector result, int at) {
    long from = frame.start();
    long to = Math.max(from, frame.end());
    boolean slides = accumulator.removes() && from <= end;
    if (frame.excludes() || from < start || to < end || (from > start && !slides)) {
      startAnew(from);
    }
    for (; start < from; start++) {
      context.poll();
      change(leaving, start, false);
    }
    for (; end < to; end++) {
      context.poll();
      if (frame.includes(end)) {
        change(entering, end, true);
      }
    }
    Vector value = known;
    if (value == null) {
      value = accumulator.finish(1);
      known = value;
    }
    result.copy(at, value, 0);
  }

  private void change(KeptRows.Pointer pointer, long row, boolean add) {
    known = null;
    pointer.moveTo(row);
    Vector[] arguments = new Vector[aggregate.arguments().length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = pointer.column(aggregate.arguments()[i]);
    }
    position[0] = pointer.position();
    if (add) {
      accumulator.add(arguments, position, 1, ONE_GROUP);
    } else {
      accumulator.remove(arguments, position, 1, ONE_GROUP);
    }
  }

  @Override
  public void release() {
    accumulator.release();
  }
}
