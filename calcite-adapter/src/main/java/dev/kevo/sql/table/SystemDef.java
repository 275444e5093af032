package dev.kevo.sql.table;

import dev.kevo.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the system's, with what makes its rows up.
 *
 * @param <S> what knows them
 */
record SystemDef<S>(TableDef table, Rows<S> rows) {
  /** Makes up the rows, one {@code Object[]} each. */
  interface Rows<S> {
    List<@Nullable Object[]> read(S source);
  }

  /** Finds what the rows are about. */
  interface Things<S, T> {
    Collection<T> of(S source);
  }

  /** A table with a row for each thing. */
  static <S, T> SystemDef<S> define(
      String schema, String name, Things<S, T> things, SystemColumns<T> columns) {
    TableDef table =
        new TableDef(
            0, TableDef.Kind.SYSTEM, schema, name, 1, columns.definitions(), List.of(), null);
    return new SystemDef<>(
        table,
        source -> {
          List<@Nullable Object[]> rows = new ArrayList<>();
          for (T thing : things.of(source)) {
            rows.add(columns.row(thing));
          }
          return rows;
        });
  }

  /** The table over a source. */
  SystemTable over(S source) {
    return new SystemTable(table, () -> rows.read(source));
  }
}
