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
 * the SQL standard, plus what JDBC's metadata asks for beyond it. Each table has a class.
 */
public final class InformationSchema {
  /** Gives the rows of a system table, one {@code Object[]} each, for what is defined. */
  interface Rows {
    void collect(Catalog catalog, CatalogStore store, List<@Nullable Object[]> into);
  }

  /** Gives the rows of a system table that are about one table. */
  interface TableRows {
    void collect(TableDef table, Catalog catalog, List<@Nullable Object[]> into);
  }

  /** One of the tables, with what gives its rows. */
  record SystemDef(TableDef table, Rows rows) {}

  static final ColumnType TEXT = ColumnType.of(SqlTypeName.VARCHAR).withNullable(false);
  static final ColumnType TEXT_OR_NULL = ColumnType.of(SqlTypeName.VARCHAR);
  static final ColumnType INT = ColumnType.of(SqlTypeName.INTEGER).withNullable(false);
  static final ColumnType INT_OR_NULL = ColumnType.of(SqlTypeName.INTEGER);
  static final ColumnType LONG = ColumnType.of(SqlTypeName.BIGINT).withNullable(false);
  static final ColumnType LONG_OR_NULL = ColumnType.of(SqlTypeName.BIGINT);
  static final ColumnType FLAG = ColumnType.of(SqlTypeName.BOOLEAN).withNullable(false);

  private static final List<SystemDef> ALL = all();

  private static List<SystemDef> all() {
    List<SystemDef> all =
        new ArrayList<>(
            List.of(
                ColumnsTable.DEFINITION,
                SchemataTable.DEFINITION,
                SequencesTable.DEFINITION,
                TablesTable.DEFINITION,
                ViewsTable.DEFINITION));
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
    def.rows().collect(catalog, store, rows);
    return rows;
  }

  /** Every table of a schema: typed tables by name, keyspaces in the order of their creation. */
  public static List<TableDef> tablesOf(String schema, Catalog catalog, CatalogStore store) {
    return switch (schema) {
      case Catalog.INFORMATION_SCHEMA -> definitions();
      case Catalog.SYS -> SystemSchema.definitions();
      case Catalog.KEYSPACES, Catalog.KEYSPACES_TEXT -> store.keyspaceTables(schema);
      default -> List.copyOf(catalog.tables(schema).values());
    };
  }

  static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  static String yesOrNo(boolean yes) {
    return yes ? "YES" : "NO";
  }

  /** A table with rows for each table. */
  static SystemDef define(
      String name, TableRows rows, Consumer<BiConsumer<String, ColumnType>> columns) {
    return defineAll(
        name,
        (catalog, store, into) -> {
          for (String schema : catalog.schemas()) {
            tablesOf(schema, catalog, store).forEach(table -> rows.collect(table, catalog, into));
          }
        },
        columns);
  }

  /** A table with rows of any kind. */
  static SystemDef defineAll(
      String name, Rows rows, Consumer<BiConsumer<String, ColumnType>> columns) {
    List<ColumnDef> defs = new ArrayList<>();
    columns.accept((column, type) -> defs.add(new ColumnDef(defs.size(), column, type)));
    return new SystemDef(
        new TableDef(
            0, TableDef.Kind.SYSTEM, Catalog.INFORMATION_SCHEMA, name, 1, defs, List.of(), null),
        rows);
  }
}
