package dev.kevo.sql.vector;

import java.util.List;

/** Puts the numbers of stored rows in the order of sort keys; rows that are equal keep theirs. */
final class RowOrder {
  private final StoredRows rows;
  private final List<SortKey> keys;

  /** By number: {@link SortRanks}. */
  private long[] ranks = new long[0];

  RowOrder(StoredRows rows, List<SortKey> keys) {
    this.rows = rows;
    this.keys = keys;
  }

  private int compare(int a, int b) {
    if (ranks[a] != ranks[b]) {
      return ranks[a] < ranks[b] ? -1 : 1;
    }
    for (SortKey key : keys) {
      Vector column = rows.column(key.column());
      int order = key.compare(column, a, column, b);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The numbers of all rows in order: a merge sort. */
  int[] sorted() {
    int[] numbers = new int[rows.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    if (ranks.length < numbers.length) {
      ranks = new long[numbers.length];
    }
    if (!keys.isEmpty()) {
      SortKey first = keys.get(0);
      SortRanks.write(first, rows.column(first.column()), numbers, numbers.length, ranks);
    }
    sort(numbers, numbers.clone(), 0, numbers.length);
    return numbers;
  }

  private void sort(int[] into, int[] from, int start, int end) {
    if (end - start <= 7) {
      insertionSort(into, start, end);
      return;
    }
    int middle = (start + end) >>> 1;
    sort(from, into, start, middle);
    sort(from, into, middle, end);
    if (compare(from[middle - 1], from[middle]) <= 0) {
      System.arraycopy(from, start, into, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = right >= end || (left < middle && compare(from[left], from[right]) <= 0);
      into[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private void insertionSort(int[] numbers, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      int number = numbers[i];
      int at = i;
      while (at > start && compare(numbers[at - 1], number) > 0) {
        numbers[at] = numbers[at - 1];
        at--;
      }
      numbers[at] = number;
    }
  }
}
