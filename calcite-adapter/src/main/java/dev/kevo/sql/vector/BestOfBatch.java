package dev.kevo.sql.vector;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the rows of a batch that come first in an order, without looking at more than the sort
 * columns. For one thread.
 */
final class BestOfBatch {
  /** Steps through a batch; each batch size has no factor in common with one of them. */
  private static final int STEP = 617;

  private static final int OTHER_STEP = 613;

  private final List<SortKey> keys;
  private final Vector[] columns;
  private final long[] lastRank = new long[1];
  private long[] ranks = new long[0];

  /** Of the rows found: their places among the selected ones, the one that comes last on top. */
  private int[] heap = new int[0];

  private int size;
  private int[] selected = new int[0];

  BestOfBatch(List<SortKey> keys) {
    this.keys = keys;
    this.columns = new Vector[keys.size()];
  }

  /**
   * Finds at most so many rows.
   *
   * @param last only rows that come before this one of {@code kept} count; -1 for all
   * @return their positions, ascending
   */
  int[] find(Batch batch, int most, StoredRows kept, int last) {
    int count = batch.count();
    selected = batch.selected();
    for (int c = 0; c < columns.length; c++) {
      columns[c] = batch.column(keys.get(c).column());
    }
    if (ranks.length < count) {
      ranks = new long[Batch.ROWS_MAX];
    }
    SortKey first = keys.get(0);
    SortRanks.write(first, columns[0], selected, count, ranks);
    if (last >= 0) {
      SortRanks.write(first, kept.column(first.column()), new int[] {last}, 1, lastRank);
    }
    int room = Math.min(most, count);
    if (heap.length < room) {
      heap = new int[room];
    }
    size = 0;
    if (room == count) {
      for (int place = 0; place < count; place++) {
        if (last < 0 || isBefore(place, kept, last)) {
          heap[size++] = place;
        }
      }
      return found();
    }
    // Not in the rows' own order, for rows that come better and better would all have to go in.
    int step = (count % STEP == 0 ? OTHER_STEP : STEP) % count;
    int place = 0;
    for (int n = 0; n < count; n++) {
      if (last < 0 || isBefore(place, kept, last)) {
        offer(place, room);
      }
      place += step;
      place = place >= count ? place - count : place;
    }
    return found();
  }

  private int[] found() {
    int[] found = new int[size];
    for (int i = 0; i < size; i++) {
      found[i] = selected[heap[i]];
    }
    Arrays.sort(found);
    return found;
  }

  private boolean isBefore(int place, StoredRows kept, int last) {
    if (ranks[place] != lastRank[0]) {
      return ranks[place] < lastRank[0];
    }
    for (int c = 0; c < columns.length; c++) {
      SortKey key = keys.get(c);
      int order = key.compare(columns[c], selected[place], kept.column(key.column()), last);
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private void offer(int place, int room) {
    if (size < room) {
      int child = size++;
      while (child > 0 && comesAfter(place, heap[(child - 1) / 2])) {
        heap[child] = heap[(child - 1) / 2];
        child = (child - 1) / 2;
      }
      heap[child] = place;
    } else if (comesAfter(heap[0], place)) {
      sink(place);
    }
  }

  /** Puts a row in the place of the top one. */
  private void sink(int place) {
    int parent = 0;
    for (int child = 1; child < size; child = 2 * parent + 1) {
      if (child + 1 < size && comesAfter(heap[child + 1], heap[child])) {
        child++;
      }
      if (!comesAfter(heap[child], place)) {
        break;
      }
      heap[parent] = heap[child];
      parent = child;
    }
    heap[parent] = place;
  }

  /** Rows that are equal come in the order in which they came. */
  private boolean comesAfter(int a, int b) {
    if (ranks[a] != ranks[b]) {
      return ranks[a] > ranks[b];
    }
    for (int c = 0; c < columns.length; c++) {
      int order = keys.get(c).compare(columns[c], selected[a], columns[c], selected[b]);
      if (order != 0) {
        return order > 0;
      }
    }
    return a > b;
  }
}
