package dev.kevo.sql.vector;

import java.util.List;

/** Rows that are kept, by number: one growing vector per column. Not thread-safe. */
final class StoredRows {
  private static final int FIRST = 64;

  private final Vector[] columns;
  private int size;

  StoredRows(List<VectorType> types) {
    columns = types.stream().map(type -> Vector.create(type, FIRST)).toArray(Vector[]::new);
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
    }
    size++;
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
