package dev.kevo.sql.table;

import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.catalog.ViewDef;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * One state of the catalogue as the tree of schemas in which Calcite looks names up. The schemas of
 * raw keyspaces are looked up anew each time. Immutable and thread-safe.
 */
public final class SchemaTree {
  private final Catalog catalog;
  private final CalciteSchema root = CalciteSchema.createRootSchema(false, false);
  private final Map<Long, KevoTable> definedTables = new HashMap<>();

  /** The tree of a state of the catalogue. */
  public SchemaTree(Catalog catalog, CatalogStore store, Database database, SqlActivity activity) {
    this.catalog = catalog;
    for (String schema : catalog.schemas()) {
      root.plus()
          .add(
              schema,
              schema.equals(Catalog.SYS)
                  ? new FixedSchema(Map.copyOf(SystemSchema.tables(database, activity)))
                  : schema(store, database, schema));
    }
  }

  private AbstractSchema schema(CatalogStore store, Database database, String name) {
    if (name.equals(Catalog.KEYSPACES) || name.equals(Catalog.KEYSPACES_TEXT)) {
      return new RawSchema(store, database, name);
    }
    Map<String, Table> tables = new HashMap<>();
    if (name.equals(Catalog.INFORMATION_SCHEMA)) {
      tables.putAll(InformationSchema.tables(catalog, store));
    }
    for (TableDef table : catalog.tables(name).values()) {
      TableStatistics statistics = catalog.statistics(table.id()).orElse(null);
      KevoTable defined =
          table.mapping() == null
              ? new TypedTable(table, store.keyspace(), database, statistics)
              : new MappedTable(table, database, statistics);
      definedTables.put(table.id(), defined);
      tables.put(table.name(), defined);
    }
    for (ViewDef view : catalog.views(name).values()) {
      tables.put(view.name(), new ViewTable(view));
    }
    return new FixedSchema(Map.copyOf(tables));
  }

  /** The catalogue that this is. */
  public Catalog catalog() {
    return catalog;
  }

  /** The table that has an id, which must be one of the catalogue's. */
  public KevoTable table(long id) {
    KevoTable table = definedTables.get(id);
    if (table == null) {
      throw new IllegalArgumentException("there is no table of id " + id);
    }
    return table;
  }

  /** The root, which has all schemas. */
  public CalciteSchema root() {
    return root;
  }

  /** A root with all schemas and one more, whose tables are made up for one statement. */
  public CalciteSchema rootWith(String schema, Map<String, Table> tables) {
    CalciteSchema extended = CalciteSchema.createRootSchema(false, false);
    for (CalciteSchema known : root.getSubSchemaMap().values()) {
      extended.add(known.name, known.schema);
    }
    extended.add(schema, new FixedSchema(Map.copyOf(tables)));
    return extended;
  }

  private static final class FixedSchema extends AbstractSchema {
    private final Map<String, Table> tables;

    FixedSchema(Map<String, Table> tables) {
      this.tables = tables;
    }

    @Override
    protected Map<String, Table> getTableMap() {
      return tables;
    }
  }

  private static final class RawSchema extends AbstractSchema {
    private final CatalogStore store;
    private final Database database;
    private final String name;

    RawSchema(CatalogStore store, Database database, String name) {
      this.store = store;
      this.database = database;
      this.name = name;
    }

    @Override
    protected Map<String, Table> getTableMap() {
      Map<String, Table> tables = new LinkedHashMap<>();
      for (TableDef table : store.keyspaceTables(name)) {
        Keyspace keyspace = database.keyspace(table.name()).orElseThrow();
        tables.put(table.name(), new RawTable(table, keyspace, database));
      }
      return tables;
    }
  }
}
