package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;

/** Passes on each value of a group once, or each combination of values. */
final class DistinctAccumulator implements Accumulator {
  private static final VectorType GROUP = new VectorType(SqlTypeName.INTEGER, 0, Lane.LONG);

  private final Accumulator accumulator;
  private final KeyTable seen;
  private final int width;
  private LongVector group = new LongVector(GROUP, 1);

  DistinctAccumulator(Accumulator accumulator, List<VectorType> types, WorkMemory memory) {
    this.accumulator = accumulator;
    this.width = types.size();
    List<VectorType> key = new ArrayList<>(types);
    key.add(GROUP);
    this.seen = new KeyTable(key, memory);
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
    Vector[] key = Arrays.copyOf(arguments, width + 1);
    key[width] = group;
    int[] fresh = new int[count];
    int[] freshGroups = new int[count];
    int freshCount = 0;
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      group.values()[i] = groupOf[k];
      int before = seen.size();
      if (seen.findOrAdd(key, i) == before) {
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
