package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;

/** Passes on each value of a group once. */
final class DistinctAccumulator implements Accumulator {
  private static final VectorType GROUP = new VectorType(SqlTypeName.INTEGER, 0, Lane.LONG);

  private final Accumulator accumulator;
  private final KeyTable seen;
  private LongVector group = new LongVector(GROUP, 1);

  DistinctAccumulator(Accumulator accumulator, VectorType type, WorkMemory memory) {
    this.accumulator = accumulator;
    this.seen = new KeyTable(List.of(GROUP, type), memory);
  }

  @Override
  public void grow(int groups) {
    accumulator.grow(groups);
  }

  @Override
  public void add(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    if (count == 0) {
      return;
    }
    int capacity = positions[count - 1] + 1;
    if (group.capacity() < capacity) {
      group = new LongVector(GROUP, capacity);
    }
    Vector[] pair = {group, arguments[0]};
    int[] fresh = new int[count];
    int[] freshGroups = new int[count];
    int freshCount = 0;
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      group.values()[i] = groupOf[k];
      int before = seen.size();
      if (seen.findOrAdd(pair, i) == before) {
        fresh[freshCount] = i;
        freshGroups[freshCount++] = groupOf[k];
      }
    }
    seen.keys().requireRoom();
    accumulator.add(arguments, fresh, freshCount, freshGroups);
  }

  @Override
  public Vector finish(int groups) {
    return accumulator.finish(groups);
  }

  @Override
  public void release() {
    seen.keys().release();
    accumulator.release();
  }
}
