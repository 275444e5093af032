package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.CATALOG;
import static dev.kevo.sql.table.InformationSchema.define;

import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of INFORMATION_SCHEMA about indexes, of which the standard has none. A primary key is
 * an index here, too: rows are sorted by it.
 */
final class IndexTables {
  private record Index(TableDef table, String name, boolean unique, String type, String state) {}

  /**
   * A column of an index.
   *
   * @param column its name, or an expression
   * @param order A or D; null for a column that is only carried along
   */
  private record Part(Index index, String column, int position, @Nullable String order) {
    boolean isIncluded() {
      return order == null;
    }
  }

  static final List<SystemDef<Definitions>> ALL =
      List.of(
          define(
              "INDEXES",
              IndexTables::indexes,
              new SystemColumns<Index>()
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", index -> index.table().schema())
                  .text("TABLE_NAME", index -> index.table().name())
                  .constant("INDEX_CATALOG", CATALOG)
                  .text("INDEX_SCHEMA", index -> index.table().schema())
                  .text("INDEX_NAME", Index::name)
                  .flag("IS_UNIQUE", Index::unique)
                  .text("INDEX_TYPE", Index::type)
                  .text("INDEX_STATE", Index::state)),
          define(
              "INDEX_COLUMNS",
              IndexTables::parts,
              new SystemColumns<Part>()
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", part -> part.index().table().schema())
                  .text("TABLE_NAME", part -> part.index().table().name())
                  .constant("INDEX_CATALOG", CATALOG)
                  .text("INDEX_SCHEMA", part -> part.index().table().schema())
                  .text("INDEX_NAME", part -> part.index().name())
                  .flag("IS_UNIQUE", part -> part.index().unique())
                  .text("COLUMN_NAME", Part::column)
                  .integer("ORDINAL_POSITION", Part::position)
                  .textOrNull("ASC_OR_DESC", Part::order)
                  .flag("IS_INCLUDED", Part::isIncluded)));

  private IndexTables() {}

  private static List<Index> indexes(Definitions definitions) {
    List<Index> indexes = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      if (table.primaryKeyName() != null) {
        indexes.add(primaryKey(table, table.primaryKeyName()));
      }
      table.indexes().forEach(index -> indexes.add(index(table, index)));
    }
    return indexes;
  }

  private static Index primaryKey(TableDef table, String name) {
    return new Index(table, name, true, "PRIMARY KEY", IndexDef.State.READY.name());
  }

  private static Index index(TableDef table, IndexDef index) {
    String type = index.unique() ? "UNIQUE" : "INDEX";
    return new Index(table, index.name(), index.unique(), type, index.state().name());
  }

  private static List<Part> parts(Definitions definitions) {
    List<Part> parts = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      if (table.primaryKeyName() != null) {
        Index key = primaryKey(table, table.primaryKeyName());
        int position = 1;
        for (int column : table.primaryKey()) {
          parts.add(new Part(key, table.columns().get(column).name(), position++, "A"));
        }
      }
      for (IndexDef def : table.indexes()) {
        Index index = index(table, def);
        int position = 1;
        for (IndexDef.Key key : def.keys()) {
          String sql = key.expressionSql();
          String column = sql == null ? table.columnOfId(key.columnId()).name() : sql;
          parts.add(new Part(index, column, position++, key.descending() ? "D" : "A"));
        }
        for (int id : def.included()) {
          parts.add(new Part(index, table.columnOfId(id).name(), position++, null));
        }
      }
    }
    return parts;
  }
}
