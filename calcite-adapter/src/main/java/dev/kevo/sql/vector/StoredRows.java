package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that are kept, by number: one growing vector per column. They are counted against the
 * statement's memory; who keeps them asks {@link #isFull} after each batch. Not thread-safe.
 */
final class StoredRows {
  private static final int FIRST = 64;

  /** Memory is taken in pieces of so many bytes. */
  private static final int PIECE_BYTES = 64 * 1024;

  private final WorkMemory memory;
  private final Vector[] columns;
  private int size;

  /** Bytes that are taken from the statement's memory. */
  private long taken;

  /** Bytes that rows have added since memory was taken last. */
  private long pending;

  private boolean full;

  StoredRows(List<VectorType> types, WorkMemory memory) {
    this.memory = memory;
    columns = types.stream().map(type -> Vector.create(type, FIRST)).toArray(Vector[]::new);
  }

  List<VectorType> types() {
    return Arrays.stream(columns).map(Vector::type).toList();
  }

  int size() {
    return size;
  }

  Vector column(int index) {
    return columns[index];
  }

  int width() {
    return columns.length;
  }

  /** Keeps a row of a batch. */
  void add(Vector[] row, int position) {
    for (int c = 0; c < columns.length; c++) {
      columns[c].copy(size, row[c], position);
      pending += columns[c].bytes(size);
    }
    size++;
    if (pending > PIECE_BYTES) {
      if (memory.tryTake(pending)) {
        taken += pending;
        pending = 0;
      } else {
        full = true;
      }
    }
  }

  /** Whether the memory is used up, so that no more than the batch at hand may be added. */
  boolean isFull() {
    return full;
  }

  /** Fails if the memory is used up: for rows that must be in memory. */
  void requireRoom() {
    if (full) {
      throw memory.exceeded();
    }
  }

  /** Gives the memory back, when the rows are no longer used. */
  void release() {
    memory.giveBack(taken);
    taken = 0;
    pending = 0;
    full = false;
  }

  /** Forgets the rows, to keep others. */
  void clear() {
    release();
    size = 0;
    for (Vector column : columns) {
      column.clearNulls();
    }
  }

  /** All columns, in which rows are positions. */
  Vector[] columns() {
    return columns;
  }

  /** Keeps all rows of a batch. */
  void addAll(Batch batch) {
    Vector[] row = columnsOf(batch);
    for (int k = 0; k < batch.count(); k++) {
      add(row, batch.selected()[k]);
    }
  }

  /** All columns of a batch. */
  static Vector[] columnsOf(Batch batch) {
    Vector[] row = new Vector[batch.width()];
    for (int c = 0; c < row.length; c++) {
      row[c] = batch.column(c);
    }
    return row;
  }

  /** The rows from one number on, at most a batch of them, in the order of a list of numbers. */
  Batch batch(int[] order, int from, int to) {
    int count = to - from;
    Vector[] gathered = new Vector[columns.length];
    for (int c = 0; c < columns.length; c++) {
      gathered[c] = Vector.create(columns[c].type(), count);
      for (int k = 0; k < count; k++) {
        gathered[c].copy(k, columns[c], order[from + k]);
      }
    }
    return Batch.of(gathered, count);
  }
}
