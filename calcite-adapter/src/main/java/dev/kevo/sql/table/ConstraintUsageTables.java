package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.CATALOG;
import static dev.kevo.sql.table.InformationSchema.define;

import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of INFORMATION_SCHEMA about the columns and tables that constraints are about. */
final class ConstraintUsageTables {
  /**
   * A column of a key.
   *
   * @param position from 1
   * @param referenced what it references, if the key is a foreign one
   */
  private record KeyColumn(
      TableDef table,
      String constraint,
      String column,
      int position,
      @Nullable Referenced referenced) {}

  /**
   * A column of a referenced key.
   *
   * @param position its place there, from 1
   */
  private record Referenced(TableDef table, String column, int position) {}

  /** A column that a constraint depends on: of a foreign key, the referenced one. */
  private record ColumnUse(TableDef table, String column, String schema, String constraint) {}

  private record TableUse(TableDef table, String schema, String constraint) {}

  static final List<SystemDef<Definitions>> ALL =
      List.of(
          define(
              "KEY_COLUMN_USAGE",
              ConstraintUsageTables::keyColumns,
              new SystemColumns<KeyColumn>()
                  .constant("CONSTRAINT_CATALOG", CATALOG)
                  .text("CONSTRAINT_SCHEMA", column -> column.table().schema())
                  .text("CONSTRAINT_NAME", KeyColumn::constraint)
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", column -> column.table().schema())
                  .text("TABLE_NAME", column -> column.table().name())
                  .text("COLUMN_NAME", KeyColumn::column)
                  .integer("ORDINAL_POSITION", KeyColumn::position)
                  .integerOrNull("POSITION_IN_UNIQUE_CONSTRAINT", referenced(Referenced::position))
                  .textOrNull(
                      "REFERENCED_TABLE_SCHEMA", referenced(parent -> parent.table().schema()))
                  .textOrNull("REFERENCED_TABLE_NAME", referenced(parent -> parent.table().name()))
                  .textOrNull("REFERENCED_COLUMN_NAME", referenced(Referenced::column))),
          define(
              "CONSTRAINT_COLUMN_USAGE",
              ConstraintUsageTables::columnUses,
              new SystemColumns<ColumnUse>()
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", use -> use.table().schema())
                  .text("TABLE_NAME", use -> use.table().name())
                  .text("COLUMN_NAME", ColumnUse::column)
                  .constant("CONSTRAINT_CATALOG", CATALOG)
                  .text("CONSTRAINT_SCHEMA", ColumnUse::schema)
                  .text("CONSTRAINT_NAME", ColumnUse::constraint)),
          define(
              "CONSTRAINT_TABLE_USAGE",
              ConstraintUsageTables::tableUses,
              new SystemColumns<TableUse>()
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", use -> use.table().schema())
                  .text("TABLE_NAME", use -> use.table().name())
                  .constant("CONSTRAINT_CATALOG", CATALOG)
                  .text("CONSTRAINT_SCHEMA", TableUse::schema)
                  .text("CONSTRAINT_NAME", TableUse::constraint)));

  private ConstraintUsageTables() {}

  private static SystemColumns.Value<KeyColumn> referenced(SystemColumns.Value<Referenced> value) {
    return column -> column.referenced() == null ? null : value.of(column.referenced());
  }

  private static List<KeyColumn> keyColumns(Definitions definitions) {
    List<KeyColumn> columns = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      if (table.primaryKeyName() != null) {
        addKey(columns, table, table.primaryKeyName(), table.primaryKeyIds());
      }
      for (ConstraintDef constraint : table.constraints()) {
        if (constraint instanceof ConstraintDef.ForeignKey key) {
          addForeignKey(columns, table, key, ReferencedKey.of(key, definitions));
        } else if (constraint instanceof ConstraintDef.Unique) {
          addKey(columns, table, constraint.name(), constraint.columns());
        }
      }
    }
    return columns;
  }

  private static void addKey(
      List<KeyColumn> columns, TableDef table, String name, List<Integer> ids) {
    int position = 1;
    for (int id : ids) {
      columns.add(new KeyColumn(table, name, table.columnOfId(id).name(), position++, null));
    }
  }

  private static void addForeignKey(
      List<KeyColumn> columns, TableDef table, ConstraintDef.ForeignKey key, ReferencedKey parent) {
    for (int i = 0; i < key.columns().size(); i++) {
      int referenced = key.referencedColumns().get(i);
      columns.add(
          new KeyColumn(
              table,
              key.name(),
              table.columnOfId(key.columns().get(i)).name(),
              i + 1,
              new Referenced(
                  parent.table(),
                  parent.table().columnOfId(referenced).name(),
                  parent.columns().indexOf(referenced) + 1)));
    }
  }

  private static List<ColumnUse> columnUses(Definitions definitions) {
    List<ColumnUse> uses = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      if (table.primaryKeyName() != null) {
        addUses(uses, table, table.primaryKeyIds(), table, table.primaryKeyName());
      }
      for (ConstraintDef constraint : table.constraints()) {
        if (constraint instanceof ConstraintDef.ForeignKey key) {
          TableDef parent = definitions.table(key.referencedTable());
          addUses(uses, parent, key.referencedColumns(), table, key.name());
        } else {
          addUses(uses, table, constraint.columns(), table, constraint.name());
        }
      }
    }
    return uses;
  }

  private static void addUses(
      List<ColumnUse> uses, TableDef used, List<Integer> ids, TableDef owner, String constraint) {
    for (int id : ids) {
      uses.add(new ColumnUse(used, used.columnOfId(id).name(), owner.schema(), constraint));
    }
  }

  private static Set<TableUse> tableUses(Definitions definitions) {
    Set<TableUse> uses = new LinkedHashSet<>();
    for (ColumnUse use : columnUses(definitions)) {
      uses.add(new TableUse(use.table(), use.schema(), use.constraint()));
    }
    return uses;
  }
}
