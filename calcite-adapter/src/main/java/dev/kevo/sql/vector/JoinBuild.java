package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kept side of a hash join: rows, and for each key the chain of rows that have it. */
final class JoinBuild implements Partners {
  private final StoredRows rows;
  private final KeyTable keys;
  private final int[] keyColumns;

  /** By key number: the first row of its chain. */
  private int[] first = new int[64];

  /** By key number: the last row of its chain. */
  private int[] last = new int[64];

  /** How many keys have a chain: all that were added. */
  private int chains;

  /** By row: the next one of its chain, or -1. */
  private int[] next = new int[64];

  JoinBuild(List<VectorType> types, int[] keyColumns, WorkMemory memory) {
    this.rows = new StoredRows(types, memory);
    this.keyColumns = keyColumns;
    this.keys = new KeyTable(Arrays.stream(keyColumns).mapToObj(types::get).toList(), memory);
  }

  @Override
  public @Nullable BatchSource admit(Batch left, Vector[] key) {
    return null;
  }

  @Override
  public StoredRows rows() {
    return rows;
  }

  /** Whether the memory is used up. */
  boolean isFull() {
    return rows.isFull() || keys.keys().isFull();
  }

  @Override
  public void release() {
    rows.release();
    keys.keys().release();
  }

  /** Keeps a batch; rows with a NULL in their key are in no chain. */
  void add(Batch batch) {
    Vector[] row = StoredRows.columnsOf(batch);
    Vector[] key = new Vector[keyColumns.length];
    for (int c = 0; c < key.length; c++) {
      key[c] = row[keyColumns[c]];
    }
    for (int k = 0; k < batch.count(); k++) {
      int i = batch.selected()[k];
      int number = rows.size();
      rows.add(row, i);
      if (number == next.length) {
        next = Arrays.copyOf(next, 2 * number);
      }
      next[number] = -1;
      if (!Partners.hasNull(key, i)) {
        chain(keys.findOrAdd(key, i), number);
      }
    }
  }

  private void chain(int key, int row) {
    if (key == first.length) {
      first = Arrays.copyOf(first, 2 * key);
      last = Arrays.copyOf(last, 2 * key);
    }
    if (key == chains) {
      first[key] = row;
      chains++;
    } else {
      next[last[key]] = row;
    }
    last[key] = row;
  }

  @Override
  public int first(Vector[] key, int position) {
    if (Partners.hasNull(key, position)) {
      return -1;
    }
    int number = keys.find(key, position);
    return number < 0 ? -1 : first[number];
  }

  @Override
  public int next(int row) {
    return next[row];
  }
}
