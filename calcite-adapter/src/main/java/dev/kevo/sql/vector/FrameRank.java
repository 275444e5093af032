package dev.kevo.sql.vector;

import dev.kevo.sql.types.SqlState;
import org.jspecify.annotations.Nullable;

/** Functions of a row's place in its partition. */
final class FrameRank implements WindowFunction {
  private final WindowCall call;
  private final FrameRows frame;
  private final KeptRows.@Nullable Pointer row;

  FrameRank(WindowCall call, FrameRows frame) {
    this.call = call;
    this.frame = frame;
    this.row = call.arguments().length == 0 ? null : frame.partition().pointer();
  }

  @Override
  public void restart() {}

  @Override
  public void eval(Vector result, int position) {
    long size = frame.partition().size();
    switch (call.function()) {
      case ROW_NUMBER -> put(result, position, frame.row() + 1);
      case RANK -> put(result, position, frame.peerStart() + 1);
      case DENSE_RANK -> put(result, position, frame.peerGroups());
      case NTILE -> put(result, position, tile(size));
      case PERCENT_RANK ->
          ((DoubleVector) result).values()[position] =
              size <= 1 ? 0 : (double) frame.peerStart() / (size - 1);
      default -> ((DoubleVector) result).values()[position] = (double) frame.peerEnd() / size;
    }
  }

  private static void put(Vector result, int position, long number) {
    ((LongVector) result).values()[position] = number;
  }

  /** The tile of a row when the rows are dealt out evenly, the first tiles getting one more. */
  private long tile(long size) {
    KeptRows.Pointer pointer = row;
    if (pointer == null) {
      throw new AssertionError("NTILE without argument");
    }
    pointer.moveTo(frame.row());
    Object argument = pointer.column(call.arguments()[0]).get(pointer.position());
    if (!(argument instanceof Number number) || number.longValue() < 1) {
      throw SqlState.INVALID_NTILE.failure("NTILE of " + argument);
    }
    long tiles = number.longValue();
    long each = size / tiles;
    long larger = size % tiles;
    long inLarger = larger * (each + 1);
    return frame.row() < inLarger
        ? frame.row() / (each + 1) + 1
        : larger + (frame.row() - inLarger) / each + 1;
  }
}
