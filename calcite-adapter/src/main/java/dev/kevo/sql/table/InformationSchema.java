package dev.kevo.sql.table;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The tables of INFORMATION_SCHEMA, which describe all tables, themselves included. Columns follow
 * the SQL standard, plus what JDBC's metadata asks for beyond it.
 */
public final class InformationSchema {
  /** Gives the rows of a system table, one {@code Object[]} each, for what is defined. */
  interface Rows {
    void collect(TableDef table, Catalog catalog, List<@Nullable Object[]> into);
  }

  /** One of the tables, with what gives its rows; null for the schemas. */
  record SystemDef(TableDef table, @Nullable Rows rows) {}

  static final ColumnType TEXT = ColumnType.of(SqlTypeName.VARCHAR).withNullable(false);
  static final ColumnType TEXT_OR_NULL = ColumnType.of(SqlTypeName.VARCHAR);
  static final ColumnType INT = ColumnType.of(SqlTypeName.INTEGER).withNullable(false);
  static final ColumnType INT_OR_NULL = ColumnType.of(SqlTypeName.INTEGER);
  static final ColumnType FLAG = ColumnType.of(SqlTypeName.BOOLEAN).withNullable(false);

  private static final SystemDef SCHEMATA =
      define(
          "SCHEMATA",
          null,
          columns -> {
            columns.accept("CATALOG_NAME", TEXT_OR_NULL);
            columns.accept("SCHEMA_NAME", TEXT);
            columns.accept("IS_SYSTEM", FLAG);
          });

  private static final SystemDef TABLES =
      define(
          "TABLES",
          (table, catalog, rows) ->
              rows.add(
                  row(
                      null,
                      table.schema(),
                      table.name(),
                      table.kind() == TableDef.Kind.SYSTEM ? "SYSTEM TABLE" : "TABLE",
                      table.kind() == TableDef.Kind.SYSTEM ? "NO" : "YES",
                      remarks(table))),
          columns -> {
            columns.accept("TABLE_CATALOG", TEXT_OR_NULL);
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("TABLE_TYPE", TEXT);
            columns.accept("IS_INSERTABLE_INTO", TEXT);
            columns.accept("REMARKS", TEXT_OR_NULL);
          });

  private static final SystemDef COLUMNS =
      define(
          "COLUMNS",
          InformationSchema::columnRows,
          columns -> {
            columns.accept("TABLE_CATALOG", TEXT_OR_NULL);
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("COLUMN_NAME", TEXT);
            columns.accept("ORDINAL_POSITION", INT);
            columns.accept("COLUMN_DEFAULT", TEXT_OR_NULL);
            columns.accept("IS_NULLABLE", TEXT);
            columns.accept("DATA_TYPE", TEXT);
            columns.accept("CHARACTER_MAXIMUM_LENGTH", INT_OR_NULL);
            columns.accept("CHARACTER_OCTET_LENGTH", INT_OR_NULL);
            columns.accept("NUMERIC_PRECISION", INT_OR_NULL);
            columns.accept("NUMERIC_PRECISION_RADIX", INT_OR_NULL);
            columns.accept("NUMERIC_SCALE", INT_OR_NULL);
            columns.accept("DATETIME_PRECISION", INT_OR_NULL);
            columns.accept("INTERVAL_TYPE", TEXT_OR_NULL);
            columns.accept("INTERVAL_PRECISION", INT_OR_NULL);
            columns.accept("IS_IDENTITY", TEXT);
            columns.accept("IS_GENERATED", TEXT);
            columns.accept("JDBC_TYPE", INT);
            columns.accept("COLUMN_SIZE", INT);
            columns.accept("DECIMAL_DIGITS", INT_OR_NULL);
            columns.accept("REMARKS", TEXT_OR_NULL);
          });

  private static final List<SystemDef> ALL = all();

  private static List<SystemDef> all() {
    List<SystemDef> all = new ArrayList<>(List.of(COLUMNS, SCHEMATA, TABLES));
    all.addAll(ConstraintTables.ALL);
    all.sort(Comparator.comparing(def -> def.table().name()));
    return List.copyOf(all);
  }

  private InformationSchema() {}

  /** The definitions of its tables, by name. */
  public static List<TableDef> definitions() {
    return ALL.stream().map(SystemDef::table).toList();
  }

  /**
   * One of its tables, for a statement that was planned under that catalogue.
   *
   * @param catalog the catalogue of the statement's transaction
   * @param store where the keyspaces are found when the table is read
   */
  public static Optional<ScannableTable> table(String name, Catalog catalog, CatalogStore store) {
    for (SystemDef def : ALL) {
      if (def.table().name().equals(name)) {
        return Optional.of(new SystemTable(def.table(), () -> rows(def, catalog, store)));
      }
    }
    return Optional.empty();
  }

  private static List<@Nullable Object[]> rows(SystemDef def, Catalog catalog, CatalogStore store) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String schema : catalog.schemas()) {
      if (def.rows() == null) {
        rows.add(row(null, schema, Catalog.isSystemSchema(schema)));
      } else {
        for (TableDef table : tablesOf(schema, catalog, store)) {
          def.rows().collect(table, catalog, rows);
        }
      }
    }
    return rows;
  }

  /** Every table of a schema: typed tables by name, keyspaces in the order of their creation. */
  public static List<TableDef> tablesOf(String schema, Catalog catalog, CatalogStore store) {
    return switch (schema) {
      case Catalog.INFORMATION_SCHEMA -> definitions();
      case Catalog.KEYSPACES, Catalog.KEYSPACES_TEXT -> store.keyspaceTables(schema);
      default -> List.copyOf(catalog.tables(schema).values());
    };
  }

  private static void columnRows(TableDef table, Catalog catalog, List<@Nullable Object[]> rows) {
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnDef column = table.columns().get(i);
      ColumnType type = column.type();
      boolean sized = type.isText() || type.isBinary();
      Integer length = sized ? (Integer) type.columnSize() : null;
      Integer digits = decimalDigits(type);
      rows.add(
          row(
              null,
              table.schema(),
              table.name(),
              column.name(),
              i + 1,
              column.defaultSql(),
              type.nullable() ? "YES" : "NO",
              type.sqlName(),
              length,
              octetLength(type),
              isNumeric(type) ? (Integer) type.columnSize() : null,
              isNumeric(type) ? (Integer) 10 : null,
              isNumeric(type) ? digits : null,
              isNumeric(type) ? null : digits,
              type.isInterval() ? type.sqlName().substring("INTERVAL ".length()) : null,
              type.isInterval() ? (Integer) type.precision() : null,
              "NO",
              "NEVER",
              type.jdbcType(),
              type.columnSize(),
              digits,
              null));
    }
  }

  private static @Nullable Integer octetLength(ColumnType type) {
    if (type.isBinary()) {
      return type.columnSize();
    }
    return type.isText()
        ? (Integer) (int) Math.min(4L * type.columnSize(), Integer.MAX_VALUE)
        : null;
  }

  private static boolean isNumeric(ColumnType type) {
    return SqlTypeName.NUMERIC_TYPES.contains(type.typeName());
  }

  /** The digits after the point that a number, a time or a timestamp can have. */
  private static @Nullable Integer decimalDigits(ColumnType type) {
    return switch (type.typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> 0;
      case DECIMAL -> type.scale();
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> type.decimalDigits();
      default -> type.isInterval() ? (Integer) type.decimalDigits() : null;
    };
  }

  private static @Nullable String remarks(TableDef table) {
    return switch (table.kind()) {
      case KEYSPACE -> "The keyspace's entries as bytes";
      case KEYSPACE_TEXT -> "The keyspace's entries as UTF-8 text";
      default -> null;
    };
  }

  static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  static SystemDef define(
      String name, @Nullable Rows rows, Consumer<BiConsumer<String, ColumnType>> columns) {
    List<ColumnDef> defs = new ArrayList<>();
    columns.accept((column, type) -> defs.add(new ColumnDef(defs.size(), column, type)));
    return new SystemDef(
        new TableDef(
            0, TableDef.Kind.SYSTEM, Catalog.INFORMATION_SCHEMA, name, 1, defs, List.of(), null),
        rows);
  }
}
