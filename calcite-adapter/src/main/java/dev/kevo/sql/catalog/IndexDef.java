package dev.kevo.sql.catalog;

import dev.kevo.sql.types.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index of a table; immutable, part of its {@link TableDef}. Columns are named by their
 * ids, so that the definition stays as it is when others come and go.
 *
 * @param id never given to another table or index
 * @param name unique among the indexes of the table's schema
 * @param keys what entries are sorted by, before the row's own key
 * @param unique whether no two rows may have the same keys, NULL in one of them aside
 * @param included ids of columns that entries carry besides
 * @param state how far it is built
 */
public record IndexDef(
    long id, String name, List<Key> keys, boolean unique, List<Integer> included, State state) {

  /** How far an index is built. */
  public enum State {
    /** Every change is noted beside it, and nothing but its build reads it. */
    BUILDING,
    /** It has an entry for every row. */
    READY
  }

  /**
   * One part of an index's key: a column, or the value of an expression over the row's columns.
   *
   * @param columnId the column's id, or -1 for an expression
   * @param expressionSql the expression, else null
   * @param expressionType the expression's type, else null
   * @param descending whether its order is turned round, NULL included
   */
  public record Key(
      int columnId,
      @Nullable String expressionSql,
      @Nullable ColumnType expressionType,
      boolean descending) {

    /** A column, the least value first. */
    public static Key ascending(int columnId) {
      return new Key(columnId, null, null, false);
    }

    /** Whether it is an expression. */
    public boolean isExpression() {
      return expressionSql != null;
    }
  }

  public IndexDef {
    keys = List.copyOf(keys);
    included = List.copyOf(included);
  }

  /** The same index under another name. */
  public IndexDef withName(String newName) {
    return new IndexDef(id, newName, keys, unique, included, state);
  }

  /** Whether queries may read it. */
  public boolean isReady() {
    return state == State.READY;
  }

  /** The same index under another id. */
  public IndexDef withId(long newId) {
    return new IndexDef(newId, name, keys, unique, included, state);
  }

  /** The same index with its keys written otherwise. */
  public IndexDef withKeys(List<Key> newKeys) {
    return new IndexDef(id, name, newKeys, unique, included, state);
  }

  /** The same index in another state. */
  public IndexDef withState(State newState) {
    return new IndexDef(id, name, keys, unique, included, newState);
  }
}
