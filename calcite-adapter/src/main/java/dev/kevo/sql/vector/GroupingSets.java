package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Each row once per grouping set: its own columns, then those of the groups, NULL where the set
 * does not have them, then the number of the set. What is grouped by the latter is grouped by all
 * sets at once.
 *
 * @param groups the input's columns that sets are made of
 * @param sets for each set, which of these it has
 */
public record GroupingSets(BatchSource input, int[] groups, List<boolean[]> sets)
    implements BatchSource {
  private static final VectorType NUMBER = new VectorType(SqlTypeName.INTEGER, 0, Lane.LONG);

  public GroupingSets {
    sets = List.copyOf(sets);
  }

  @Override
  public List<VectorType> types() {
    List<VectorType> types = new ArrayList<>(input.types());
    types.addAll(keyTypes());
    return types;
  }

  private List<VectorType> keyTypes() {
    List<VectorType> types = new ArrayList<>();
    for (int group : groups) {
      types.add(input.types().get(group));
    }
    types.add(NUMBER);
    return types;
  }

  /** The columns to group by. */
  public int[] keys() {
    int[] keys = new int[groups.length + 1];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = input.types().size() + i;
    }
    return keys;
  }

  /**
   * The keys of the groups that there are even of no rows, those of sets without columns; null if
   * there are none.
   */
  @Nullable Batch keysOfNothing() {
    Vector[] keys =
        keyTypes().stream().map(type -> Vector.create(type, sets.size())).toArray(Vector[]::new);
    int count = 0;
    for (int s = 0; s < sets.size(); s++) {
      if (isEmpty(sets.get(s))) {
        for (int g = 0; g < groups.length; g++) {
          keys[g].setNull(count);
        }
        ((LongVector) keys[groups.length]).values()[count++] = s;
      }
    }
    return count == 0 ? null : Batch.of(keys, count);
  }

  private static boolean isEmpty(boolean[] set) {
    for (boolean column : set) {
      if (column) {
        return false;
      }
    }
    return true;
  }

  @Override
  public BatchCursor open(StatementContext context) {
    BatchCursor rows = input.open(context);
    return new BatchCursor() {
      private @Nullable Batch batch;
      private int set;

      @Override
      public @Nullable Batch next() {
        Batch current = batch;
        if (current == null || set == sets.size()) {
          current = rows.next();
          batch = current;
          set = 0;
        }
        return current == null ? null : expanded(current, set++);
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  private Batch expanded(Batch batch, int set) {
    int width = batch.width();
    Vector[] columns = new Vector[width + groups.length + 1];
    for (int c = 0; c < width; c++) {
      columns[c] = batch.column(c);
    }
    for (int g = 0; g < groups.length; g++) {
      columns[width + g] =
          sets.get(set)[g]
              ? columns[groups[g]]
              : filled(input.types().get(groups[g]), batch.capacity(), -1);
    }
    columns[width + groups.length] = filled(NUMBER, batch.capacity(), set);
    return batch.withColumns(columns);
  }

  /** A vector of one number, or of NULL for -1. */
  private static Vector filled(VectorType type, int capacity, int number) {
    Vector vector = Vector.create(type, capacity);
    for (int i = 0; i < capacity; i++) {
      if (number < 0) {
        vector.setNull(i);
      } else {
        ((LongVector) vector).values()[i] = number;
      }
    }
    return vector;
  }
}
