package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution of an aggregation. */
final class AggregateCursor implements BatchCursor {
  private final Aggregated plan;
  private final StatementContext context;
  private final int depth;
  private final BatchCursor rows;
  private final KeyTable keys;
  private final Accumulator[] accumulators;

  /** Of a batch: the positions whose groups are in memory, and the groups' numbers. */
  private int[] kept = new int[0];

  private int[] groupOf = new int[0];

  private @Nullable Partitions parts;
  private @Nullable Vector[] result = new Vector[0];
  private int groups = -1;
  private int given;

  /** The file that is aggregated now, and how many were begun. */
  private @Nullable BatchCursor later;

  private int begun;

  AggregateCursor(Aggregated plan, StatementContext context, int depth) {
    this.plan = plan;
    this.context = context;
    this.depth = depth;
    this.rows = plan.input().open(context);
    this.keys = new KeyTable(plan.groupTypes(), context.memory());
    this.accumulators = new Accumulator[plan.aggregates().size()];
    for (int a = 0; a < accumulators.length; a++) {
      accumulators[a] = plan.aggregates().get(a).start(plan.input().types(), context.memory());
    }
  }

  @Override
  public @Nullable Batch next() {
    if (groups < 0) {
      aggregate();
    }
    int count = Math.min(Batch.ROWS_MAX, groups - given);
    return count > 0 ? give(count) : nextOfParts();
  }

  private void aggregate() {
    boolean scalar = plan.groups().length == 0;
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      if (groupOf.length < batch.count()) {
        kept = new int[scalar ? 0 : batch.count()];
        groupOf = new int[batch.count()];
      }
      Batch known = scalar ? batch : number(batch);
      int count = scalar ? 1 : keys.size();
      for (int a = 0; a < accumulators.length; a++) {
        plan.aggregates().get(a).add(accumulators[a], known, groupOf, count);
      }
    }
    if (keys.size() == 0 && plan.input() instanceof GroupingSets sets) {
      addGroupsOfNothing(sets);
    }
    groups = scalar ? 1 : keys.size();
    List<@Nullable Vector> columns = new ArrayList<>();
    for (int g = 0; g < plan.groups().length; g++) {
      columns.add(keys.keys().column(g));
    }
    for (Accumulator accumulator : accumulators) {
      accumulator.grow(groups);
      columns.add(accumulator.finish(groups));
    }
    result = columns.toArray(Vector[]::new);
  }

  private void addGroupsOfNothing(GroupingSets sets) {
    Batch none = sets.keysOfNothing();
    if (none != null) {
      Vector[] columns = StoredRows.columnsOf(none);
      for (int i = 0; i < none.count(); i++) {
        keys.findOrAdd(columns, i);
      }
    }
  }

  /** Finds the groups of a batch's rows; gives the rows whose groups are in memory. */
  private Batch number(Batch batch) {
    Vector[] key = new Vector[plan.groups().length];
    for (int g = 0; g < key.length; g++) {
      key[g] = batch.column(plan.groups()[g]);
    }
    boolean full = keys.keys().isFull();
    if (!full) {
      keys.findOrAddAll(key, batch, groupOf);
      return batch;
    }
    Vector[] row = declared(batch);
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = batch.selected()[k];
      int group = keys.find(key, i);
      if (group >= 0) {
        kept[count] = i;
        groupOf[count++] = group;
      } else {
        putAside(row, key, i);
      }
    }
    return count == batch.count() ? batch : batch.narrowed(kept, count);
  }

  /** A batch's columns, each in the lane of its type: see {@link Projected#compact}. */
  private Vector[] declared(Batch batch) {
    Vector[] columns = StoredRows.columnsOf(batch);
    for (int c = 0; c < columns.length; c++) {
      VectorType type = plan.input().types().get(c);
      Vector column = columns[c];
      if (column.type().lane() != type.lane()) {
        columns[c] = Vector.create(type, batch.capacity());
        for (int k = 0; k < batch.count(); k++) {
          int i = batch.selected()[k];
          columns[c].set(i, column.get(i));
        }
      }
    }
    return columns;
  }

  private void putAside(Vector[] row, Vector[] key, int position) {
    Partitions known = parts;
    if (known == null) {
      known = new Partitions(plan.input().types(), context.memory(), depth);
      parts = known;
    }
    known.add(row, key, position);
  }

  private Batch give(int count) {
    Vector[] columns = new Vector[result.length];
    for (int c = 0; c < columns.length; c++) {
      Vector from = result[c];
      if (from == null) {
        throw new AssertionError("column " + c + " is missing");
      }
      columns[c] = Vector.create(from.type(), count);
      for (int i = 0; i < count; i++) {
        columns[c].copy(i, from, given + i);
      }
    }
    given += count;
    return Batch.of(columns, count);
  }

  private @Nullable Batch nextOfParts() {
    Partitions files = parts;
    if (files == null) {
      return null;
    }
    if (begun == 0) {
      release();
    }
    while (true) {
      BatchCursor current = later;
      if (current == null) {
        if (begun == files.count()) {
          return null;
        }
        SpilledRows part = files.part(begun++);
        current = new Aggregated(part, plan.groups(), plan.aggregates()).open(context, depth + 1);
        later = current;
      }
      Batch batch = current.next();
      if (batch != null) {
        return batch;
      }
      current.close();
      later = null;
    }
  }

  @Override
  public void close() {
    rows.close();
    if (later != null) {
      later.close();
    }
    release();
  }

  private void release() {
    keys.keys().release();
    for (Accumulator accumulator : accumulators) {
      accumulator.release();
    }
  }
}
