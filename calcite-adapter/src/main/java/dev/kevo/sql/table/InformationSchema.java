package dev.kevo.sql.table;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of INFORMATION_SCHEMA, which describe everything that is defined, themselves included.
 * Tables and columns are those of the SQL standard, part 11; what JDBC's metadata asks for beyond
 * it comes after the standard's columns.
 */
public final class InformationSchema {
  /** The name of the one catalogue, which statements cannot give: it lets columns be joined. */
  public static final String CATALOG = "KEVO";

  private static final List<SystemDef<Definitions>> ALL = all();

  private static List<SystemDef<Definitions>> all() {
    List<SystemDef<Definitions>> all = new ArrayList<>();
    all.addAll(SchemaObjectTables.ALL);
    all.addAll(ColumnTables.ALL);
    all.addAll(ConstraintTables.ALL);
    all.addAll(ConstraintUsageTables.ALL);
    all.addAll(IndexTables.ALL);
    all.sort(Comparator.comparing(def -> def.table().name()));
    return List.copyOf(all);
  }

  private InformationSchema() {}

  /** A table with a row for each thing. */
  static <T> SystemDef<Definitions> define(
      String name, SystemDef.Things<Definitions, T> things, SystemColumns<T> columns) {
    return SystemDef.define(Catalog.INFORMATION_SCHEMA, name, things, columns);
  }

  /** The definitions of its tables, by name. */
  public static List<TableDef> definitions() {
    return ALL.stream().map(SystemDef::table).toList();
  }

  /**
   * Its tables, by name, for statements that are planned under that catalogue.
   *
   * @param catalog the catalogue of the statement's transaction
   * @param store where the keyspaces are found when a table is read
   */
  static Map<String, SystemTable> tables(Catalog catalog, CatalogStore store) {
    Definitions definitions = new Definitions(catalog, store);
    Map<String, SystemTable> tables = new LinkedHashMap<>();
    for (SystemDef<Definitions> def : ALL) {
      tables.put(def.table().name(), def.over(definitions));
    }
    return tables;
  }
}
