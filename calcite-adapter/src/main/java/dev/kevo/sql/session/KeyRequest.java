package dev.kevo.sql.session;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which values of the rows that an INSERT adds are wanted besides their number, as JDBC asks for
 * generated keys. Other statements give none.
 *
 * @param generated whether what the store generates is wanted: identity columns, those with a
 *     sequence as default, and the primary key's with a default, in this order
 * @param names columns that are wanted by name, as the catalogue has it or in any case
 * @param indexes columns that are wanted by their place in the table, counted from 1
 */
public record KeyRequest(boolean generated, List<String> names, List<Integer> indexes) {
  /** Nothing is wanted. */
  public static final KeyRequest NONE = new KeyRequest(false, List.of(), List.of());

  /** What the store generates. */
  public static final KeyRequest GENERATED = new KeyRequest(true, List.of(), List.of());

  public KeyRequest {
    names = List.copyOf(names);
    indexes = List.copyOf(indexes);
  }

  /** Whether nothing is wanted. */
  public boolean isNone() {
    return !generated && names.isEmpty() && indexes.isEmpty();
  }

  /** The names of the wanted columns; 42703 if one is not there. */
  List<String> columns(TableDef table) {
    Set<String> columns = new LinkedHashSet<>();
    if (generated) {
      addIf(columns, table, ColumnDef::isIdentity);
      addIf(columns, table, KeyRequest::isNumbered);
      addIf(
          columns,
          table,
          column -> column.defaultSql() != null && table.isKeyColumn(table.ordinal(column.id())));
    }
    for (String name : names) {
      columns.add(named(table, name));
    }
    for (int index : indexes) {
      if (index < 1 || index > table.columns().size()) {
        throw SqlState.UNDEFINED_COLUMN.failure(
            "table " + table.qualifiedName() + " has no column number " + index);
      }
      columns.add(table.columns().get(index - 1).name());
    }
    return new ArrayList<>(columns);
  }

  private interface Wanted {
    boolean test(ColumnDef column);
  }

  private static void addIf(Set<String> columns, TableDef table, Wanted wanted) {
    for (ColumnDef column : table.columns()) {
      if (wanted.test(column)) {
        columns.add(column.name());
      }
    }
  }

  private static boolean isNumbered(ColumnDef column) {
    return column.generation() instanceof ColumnGeneration.Default given && !given.uses().isEmpty();
  }

  private static String named(TableDef table, String name) {
    if (table.columnIndex(name) >= 0) {
      return name;
    }
    String upper = name.toUpperCase(Locale.ROOT);
    if (table.columnIndex(upper) < 0) {
      throw SqlState.UNDEFINED_COLUMN.failure(
          "table " + table.qualifiedName() + " has no column " + name);
    }
    return upper;
  }

  /** A text that tells a statement with this request from the same one without. */
  String cacheText(String sql) {
    return isNone() ? sql : sql + "\u0000" + generated + names + indexes;
  }
}
