package dev.kevo.sql.vector;

/** A column that rows are sorted by. */
public record SortKey(int column, boolean descending, boolean nullsFirst) {
  /** The order of two rows by this column. */
  int compare(Vector a, int i, Vector b, int j) {
    boolean firstNull = a.isNull(i);
    boolean secondNull = b.isNull(j);
    if (firstNull || secondNull) {
      return firstNull == secondNull ? 0 : firstNull == nullsFirst ? -1 : 1;
    }
    int order = a.compareValues(i, b, j);
    return descending ? -order : order;
  }
}
