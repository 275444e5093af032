package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.FLAG;
import static dev.kevo.sql.table.InformationSchema.INT;
import static dev.kevo.sql.table.InformationSchema.INT_OR_NULL;
import static dev.kevo.sql.table.InformationSchema.TEXT;
import static dev.kevo.sql.table.InformationSchema.TEXT_OR_NULL;
import static dev.kevo.sql.table.InformationSchema.define;
import static dev.kevo.sql.table.InformationSchema.row;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of INFORMATION_SCHEMA about constraints and indexes. Names of foreign keys and checks
 * are unique within their table only, so these have the table beside the name where the standard
 * has not; KEY_COLUMN_USAGE has the referenced column too.
 */
final class ConstraintTables {
  private static final InformationSchema.SystemDef TABLE_CONSTRAINTS =
      define(
          "TABLE_CONSTRAINTS",
          (table, catalog, rows) -> {
            if (table.primaryKeyName() != null) {
              rows.add(constraint(table, table.primaryKeyName(), "PRIMARY KEY"));
            }
            for (ConstraintDef constraint : table.constraints()) {
              rows.add(constraint(table, constraint.name(), type(constraint)));
            }
          },
          columns -> {
            columns.accept("CONSTRAINT_CATALOG", TEXT_OR_NULL);
            columns.accept("CONSTRAINT_SCHEMA", TEXT);
            columns.accept("CONSTRAINT_NAME", TEXT);
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("CONSTRAINT_TYPE", TEXT);
            columns.accept("IS_DEFERRABLE", TEXT);
            columns.accept("INITIALLY_DEFERRED", TEXT);
            columns.accept("ENFORCED", TEXT);
          });

  private static final InformationSchema.SystemDef KEY_COLUMN_USAGE =
      define(
          "KEY_COLUMN_USAGE",
          ConstraintTables::keyColumns,
          columns -> {
            columns.accept("CONSTRAINT_CATALOG", TEXT_OR_NULL);
            columns.accept("CONSTRAINT_SCHEMA", TEXT);
            columns.accept("CONSTRAINT_NAME", TEXT);
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("COLUMN_NAME", TEXT);
            columns.accept("ORDINAL_POSITION", INT);
            columns.accept("POSITION_IN_UNIQUE_CONSTRAINT", INT_OR_NULL);
            columns.accept("REFERENCED_TABLE_SCHEMA", TEXT_OR_NULL);
            columns.accept("REFERENCED_TABLE_NAME", TEXT_OR_NULL);
            columns.accept("REFERENCED_COLUMN_NAME", TEXT_OR_NULL);
          });

  private static final InformationSchema.SystemDef REFERENTIAL_CONSTRAINTS =
      define(
          "REFERENTIAL_CONSTRAINTS",
          (table, catalog, rows) -> {
            for (ConstraintDef constraint : table.constraints()) {
              if (constraint instanceof ConstraintDef.ForeignKey key) {
                TableDef parent = parent(key, catalog);
                rows.add(
                    row(
                        null,
                        table.schema(),
                        key.name(),
                        null,
                        parent.schema(),
                        referencedKey(parent, key),
                        "NONE",
                        key.onUpdate().sql(),
                        key.onDelete().sql(),
                        table.name(),
                        parent.name()));
              }
            }
          },
          columns -> {
            columns.accept("CONSTRAINT_CATALOG", TEXT_OR_NULL);
            columns.accept("CONSTRAINT_SCHEMA", TEXT);
            columns.accept("CONSTRAINT_NAME", TEXT);
            columns.accept("UNIQUE_CONSTRAINT_CATALOG", TEXT_OR_NULL);
            columns.accept("UNIQUE_CONSTRAINT_SCHEMA", TEXT);
            columns.accept("UNIQUE_CONSTRAINT_NAME", TEXT_OR_NULL);
            columns.accept("MATCH_OPTION", TEXT);
            columns.accept("UPDATE_RULE", TEXT);
            columns.accept("DELETE_RULE", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("REFERENCED_TABLE_NAME", TEXT);
          });

  private static final InformationSchema.SystemDef CHECK_CONSTRAINTS =
      define(
          "CHECK_CONSTRAINTS",
          (table, catalog, rows) -> {
            for (ConstraintDef constraint : table.constraints()) {
              if (constraint instanceof ConstraintDef.Check check) {
                rows.add(row(null, table.schema(), check.name(), check.sql(), table.name()));
              }
            }
          },
          columns -> {
            columns.accept("CONSTRAINT_CATALOG", TEXT_OR_NULL);
            columns.accept("CONSTRAINT_SCHEMA", TEXT);
            columns.accept("CONSTRAINT_NAME", TEXT);
            columns.accept("CHECK_CLAUSE", TEXT);
            columns.accept("TABLE_NAME", TEXT);
          });

  private static final InformationSchema.SystemDef INDEXES =
      define(
          "INDEXES",
          (table, catalog, rows) -> {
            if (table.primaryKeyName() != null) {
              rows.add(index(table, table.primaryKeyName(), true, "PRIMARY KEY", "READY"));
            }
            for (IndexDef index : table.indexes()) {
              rows.add(
                  index(
                      table,
                      index.name(),
                      index.unique(),
                      index.unique() ? "UNIQUE" : "INDEX",
                      index.state().name()));
            }
          },
          columns -> {
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("INDEX_SCHEMA", TEXT);
            columns.accept("INDEX_NAME", TEXT);
            columns.accept("IS_UNIQUE", FLAG);
            columns.accept("INDEX_TYPE", TEXT);
            columns.accept("INDEX_STATE", TEXT);
          });

  private static final InformationSchema.SystemDef INDEX_COLUMNS =
      define(
          "INDEX_COLUMNS",
          ConstraintTables::indexColumns,
          columns -> {
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("INDEX_SCHEMA", TEXT);
            columns.accept("INDEX_NAME", TEXT);
            columns.accept("IS_UNIQUE", FLAG);
            columns.accept("COLUMN_NAME", TEXT);
            columns.accept("ORDINAL_POSITION", INT);
            columns.accept("ASC_OR_DESC", TEXT_OR_NULL);
            columns.accept("IS_INCLUDED", FLAG);
          });

  static final List<InformationSchema.SystemDef> ALL =
      List.of(
          CHECK_CONSTRAINTS,
          INDEXES,
          INDEX_COLUMNS,
          KEY_COLUMN_USAGE,
          REFERENTIAL_CONSTRAINTS,
          TABLE_CONSTRAINTS);

  private ConstraintTables() {}

  private static String type(ConstraintDef constraint) {
    if (constraint instanceof ConstraintDef.Unique) {
      return "UNIQUE";
    }
    return constraint instanceof ConstraintDef.Check ? "CHECK" : "FOREIGN KEY";
  }

  private static @Nullable Object[] constraint(TableDef table, String name, String type) {
    return row(null, table.schema(), name, table.schema(), table.name(), type, "NO", "NO", "YES");
  }

  private static void keyColumns(TableDef table, Catalog catalog, List<@Nullable Object[]> rows) {
    if (table.primaryKeyName() != null) {
      List<Integer> ids = table.primaryKeyIds();
      for (int i = 0; i < ids.size(); i++) {
        rows.add(keyColumn(table, table.primaryKeyName(), ids, i, null, null, null));
      }
    }
    for (ConstraintDef constraint : table.constraints()) {
      List<Integer> ids = constraint.columns();
      for (int i = 0; i < ids.size(); i++) {
        if (constraint instanceof ConstraintDef.ForeignKey key) {
          TableDef parent = parent(key, catalog);
          int referenced = key.referencedColumns().get(i);
          String column = parent.columnOfId(referenced).name();
          int position = referencedColumns(parent, key).indexOf(referenced) + 1;
          rows.add(keyColumn(table, key.name(), ids, i, position, parent, column));
        } else if (constraint instanceof ConstraintDef.Unique) {
          rows.add(keyColumn(table, constraint.name(), ids, i, null, null, null));
        }
      }
    }
  }

  private static @Nullable Object[] keyColumn(
      TableDef table,
      String constraint,
      List<Integer> ids,
      int place,
      @Nullable Integer referencedPosition,
      @Nullable TableDef parent,
      @Nullable String referencedColumn) {
    return row(
        null,
        table.schema(),
        constraint,
        table.schema(),
        table.name(),
        table.columnOfId(ids.get(place)).name(),
        place + 1,
        referencedPosition,
        parent == null ? null : parent.schema(),
        parent == null ? null : parent.name(),
        referencedColumn);
  }

  private static TableDef parent(ConstraintDef.ForeignKey key, Catalog catalog) {
    return catalog.table(key.referencedTable()).orElseThrow();
  }

  /** The unique constraint of the referenced columns; empty if it is the primary key. */
  private static Optional<ConstraintDef> unique(TableDef parent, ConstraintDef.ForeignKey key) {
    HashSet<Integer> wanted = new HashSet<>(key.referencedColumns());
    if (wanted.equals(new HashSet<>(parent.primaryKeyIds()))) {
      return Optional.empty();
    }
    return parent.constraints().stream()
        .filter(ConstraintDef.Unique.class::isInstance)
        .filter(constraint -> wanted.equals(new HashSet<>(constraint.columns())))
        .findFirst();
  }

  private static @Nullable String referencedKey(TableDef parent, ConstraintDef.ForeignKey key) {
    return unique(parent, key).map(ConstraintDef::name).orElse(parent.primaryKeyName());
  }

  private static List<Integer> referencedColumns(TableDef parent, ConstraintDef.ForeignKey key) {
    return unique(parent, key).map(ConstraintDef::columns).orElse(parent.primaryKeyIds());
  }

  private static @Nullable Object[] index(
      TableDef table, String name, boolean unique, String type, String state) {
    return row(table.schema(), table.name(), table.schema(), name, unique, type, state);
  }

  private static void indexColumns(TableDef table, Catalog catalog, List<@Nullable Object[]> rows) {
    if (table.primaryKeyName() != null) {
      for (int i = 0; i < table.primaryKey().size(); i++) {
        String column = table.columns().get(table.primaryKey().get(i)).name();
        rows.add(indexColumn(table, table.primaryKeyName(), true, column, i + 1, "A", false));
      }
    }
    for (IndexDef index : table.indexes()) {
      int position = 1;
      for (IndexDef.Key key : index.keys()) {
        String sql = key.expressionSql();
        String column = sql == null ? table.columnOfId(key.columnId()).name() : sql;
        String order = key.descending() ? "D" : "A";
        rows.add(
            indexColumn(table, index.name(), index.unique(), column, position++, order, false));
      }
      for (int id : index.included()) {
        String column = table.columnOfId(id).name();
        rows.add(indexColumn(table, index.name(), index.unique(), column, position++, null, true));
      }
    }
  }

  private static @Nullable Object[] indexColumn(
      TableDef table,
      String index,
      boolean unique,
      String column,
      int position,
      @Nullable String order,
      boolean included) {
    return row(
        table.schema(),
        table.name(),
        table.schema(),
        index,
        unique,
        column,
        position,
        order,
        included);
  }
}
