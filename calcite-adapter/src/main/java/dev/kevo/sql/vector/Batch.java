package dev.kevo.sql.vector;

import org.jspecify.annotations.Nullable;

/**
 * Some rows as columns. A row is a position that all columns share; only selected positions count.
 * A column may be loaded when it is first asked for. Valid until its cursor moves on.
 */
public final class Batch {
  /** The most positions of a batch. */
  public static final int ROWS_MAX = 1024;

  private static final int[] IDENTITY = identity();

  private final @Nullable Vector[] columns;
  private final @Nullable ColumnLoader loader;
  private final int[] selected;
  private final int count;

  /** The batch whose columns these are; a narrowed batch loads none of its own. */
  private final Batch owner;

  /** Loads columns that a batch does not have yet. */
  interface ColumnLoader {
    /** The values of a column at the batch's selected positions. */
    Vector load(int column, Batch batch);
  }

  private Batch(
      @Nullable Vector[] columns,
      @Nullable ColumnLoader loader,
      int[] selected,
      int count,
      @Nullable Batch owner) {
    this.columns = columns;
    this.loader = loader;
    this.selected = selected;
    this.count = count;
    this.owner = owner == null ? this : owner;
  }

  private static int[] identity() {
    int[] positions = new int[ROWS_MAX];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    return positions;
  }

  /** The positions from 0 to {@code count} of columns. */
  static Batch of(Vector[] columns, int count) {
    return new Batch(columns, null, positions(count), count, null);
  }

  /** The positions from 0 to {@code count} of columns that are loaded when they are needed. */
  static Batch loading(int columnCount, ColumnLoader loader, int count) {
    return new Batch(new Vector[columnCount], loader, positions(count), count, null);
  }

  private static int[] positions(int count) {
    if (count > ROWS_MAX) {
      throw new IllegalArgumentException(count + " rows in one batch");
    }
    return IDENTITY;
  }

  /** The selected positions, of which the first {@link #count} count; ascending. */
  int[] selected() {
    return selected;
  }

  /** How many positions are selected. */
  int count() {
    return count;
  }

  /** How many positions vectors for this batch need. */
  int capacity() {
    return count == 0 ? 0 : selected[count - 1] + 1;
  }

  /** The number of columns. */
  int width() {
    return columns.length;
  }

  /** A column. */
  Vector column(int index) {
    Vector column = owner.columns[index];
    if (column == null) {
      ColumnLoader loading = owner.loader;
      if (loading == null) {
        throw new AssertionError("column " + index + " is missing");
      }
      column = loading.load(index, owner);
      owner.columns[index] = column;
    }
    return column;
  }

  /** Fewer rows of the same columns, for an expression; loads columns for all of this batch. */
  Batch narrowed(int[] positions, int newCount) {
    return new Batch(owner.columns, null, positions, newCount, owner);
  }

  /** Fewer rows, for the next operator; what is loaded from now on is loaded for these alone. */
  Batch filtered(int[] positions, int newCount) {
    return new Batch(owner.columns.clone(), owner.loader, positions, newCount, null);
  }

  /** The same rows with other columns. */
  Batch withColumns(Vector[] newColumns) {
    return new Batch(newColumns, null, selected, count, null);
  }
}
