package dev.kevo.sql.table;

import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseStats;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of SYS: what the store and the sessions do at this moment, and have done so far. */
public final class SystemSchema {
  /** What they tell of. */
  record Running(Database database, SqlActivity activity) {
    DatabaseStats stats() {
      return database.stats();
    }
  }

  private static final List<SystemDef<Running>> ALL = all();

  private static List<SystemDef<Running>> all() {
    List<SystemDef<Running>> all = new ArrayList<>(StoreTables.ALL);
    all.addAll(SessionTables.ALL);
    all.sort(Comparator.comparing(def -> def.table().name()));
    return List.copyOf(all);
  }

  private SystemSchema() {}

  /** A table with a row for each thing. */
  static <T> SystemDef<Running> define(
      String name, SystemDef.Things<Running, T> things, SystemColumns<T> columns) {
    return SystemDef.define(Catalog.SYS, name, things, columns);
  }

  /** The definitions of its tables, by name. */
  public static List<TableDef> definitions() {
    return ALL.stream().map(SystemDef::table).toList();
  }

  /** Its tables, by name. */
  static Map<String, SystemTable> tables(Database database, SqlActivity activity) {
    Running running = new Running(database, activity);
    Map<String, SystemTable> tables = new LinkedHashMap<>();
    for (SystemDef<Running> def : ALL) {
      tables.put(def.table().name(), def.over(running));
    }
    return tables;
  }
}
