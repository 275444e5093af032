package dev.kevo.sql.table;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.SchemaDef;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that INFORMATION_SCHEMA describes: what is in the catalogue, the keyspaces, and the
 * system's own tables.
 *
 * @param catalog the catalogue of the transaction that asks
 * @param store where the keyspaces are found
 */
record Definitions(Catalog catalog, CatalogStore store) {
  List<SchemaDef> schemas() {
    return catalog.schemas().stream().map(name -> catalog.schema(name).orElseThrow()).toList();
  }

  /** All tables, by schema; keyspaces in the order of their creation, others by name. */
  List<TableDef> tables() {
    return perSchema(this::tablesOf);
  }

  private List<TableDef> tablesOf(String schema) {
    return switch (schema) {
      case Catalog.INFORMATION_SCHEMA -> InformationSchema.definitions();
      case Catalog.SYS -> SystemSchema.definitions();
      case Catalog.KEYSPACES, Catalog.KEYSPACES_TEXT -> store.keyspaceTables(schema);
      default -> List.copyOf(catalog.tables(schema).values());
    };
  }

  List<ViewDef> views() {
    return perSchema(schema -> List.copyOf(catalog.views(schema).values()));
  }

  /** The sequences that have a name of their own. */
  List<SequenceDef> sequences() {
    return perSchema(schema -> List.copyOf(catalog.sequences(schema).values()));
  }

  private <T> List<T> perSchema(Function<String, List<T>> things) {
    List<T> all = new ArrayList<>();
    for (String schema : catalog.schemas()) {
      all.addAll(things.apply(schema));
    }
    return all;
  }

  /** The table that a foreign key references. */
  TableDef table(long id) {
    return catalog.table(id).orElseThrow();
  }

  Optional<SequenceDef> sequence(long id) {
    return catalog.sequence(id);
  }
}
