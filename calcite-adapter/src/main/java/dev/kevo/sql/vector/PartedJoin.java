package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import org.jspecify.annotations.Nullable;

/** A join whose inputs were parted into files by their keys; the files are joined in pairs. */
final class PartedJoin implements BatchCursor {
  private final Joined join;
  private final StatementContext context;
  private final int depth;
  private final Partitions left;
  private final Partitions right;
  private @Nullable BatchCursor current;
  private int begun;

  /**
   * Parts the inputs.
   *
   * @param kept the part of the right input that is in memory, which is released
   * @param rest the rest of it
   */
  PartedJoin(Joined join, StatementContext context, int depth, JoinBuild kept, BatchCursor rest) {
    this.join = join;
    this.context = context;
    this.depth = depth;
    this.right = new Partitions(join.right().types(), context.memory(), depth);
    Vector[] columns = kept.rows().columns();
    Vector[] key = pick(columns, join.rightKeys());
    for (int row = 0; row < kept.rows().size(); row++) {
      right.add(columns, key, row);
    }
    kept.release();
    addAll(rest, right, join.rightKeys());
    this.left = new Partitions(join.left().types(), context.memory(), depth);
    try (BatchCursor rows = join.left().open(context)) {
      addAll(rows, left, join.leftKeys());
    }
  }

  private static Vector[] pick(Vector[] columns, int[] which) {
    Vector[] picked = new Vector[which.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = columns[which[i]];
    }
    return picked;
  }

  private static void addAll(BatchCursor rows, Partitions into, int[] keyColumns) {
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      Vector[] columns = StoredRows.columnsOf(batch);
      Vector[] key = pick(columns, keyColumns);
      for (int k = 0; k < batch.count(); k++) {
        into.add(columns, key, batch.selected()[k]);
      }
    }
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      BatchCursor pair = current;
      if (pair == null) {
        if (begun == left.count()) {
          return null;
        }
        pair =
            new Joined(
                    join.kind(),
                    left.part(begun),
                    right.part(begun),
                    join.leftKeys(),
                    join.rightKeys(),
                    join.condition())
                .open(context, depth + 1);
        begun++;
        current = pair;
      }
      Batch batch = pair.next();
      if (batch != null) {
        return batch;
      }
      pair.close();
      current = null;
    }
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
  }
}
