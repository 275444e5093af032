package dev.kevo.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that is defined, at one moment; immutable. Equal definitions have equal tokens, so a
 * plan made under one token stays right for as long as {@link CatalogStore#current} gives it.
 *
 * <p>The tables of KEYSPACES come and go with the keyspaces and are not in here: {@link
 * CatalogStore#keyspaceTable} has them.
 */
public final class Catalog {
  /** The schema of tables that are named without one. */
  public static final String PUBLIC = "PUBLIC";

  /** The schema of the tables that describe the others. */
  public static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";

  /** The schema in which each keyspace is a table of bytes. */
  public static final String KEYSPACES = "KEYSPACES";

  /** The schema in which each keyspace is a table of text. */
  public static final String KEYSPACES_TEXT = "KEYSPACES_TEXT";

  private static final NavigableSet<String> SYSTEM_SCHEMAS =
      new TreeSet<>(List.of(INFORMATION_SCHEMA, KEYSPACES, KEYSPACES_TEXT));

  private final CatalogToken token;
  private final NavigableSet<String> schemas;
  private final Map<String, NavigableMap<String, TableDef>> tables;
  private final Map<Long, List<Reference>> references = new HashMap<>();

  Catalog(CatalogToken token, Collection<String> userSchemas, Collection<TableDef> tables) {
    this.token = token;
    NavigableSet<String> all = new TreeSet<>(SYSTEM_SCHEMAS);
    all.add(PUBLIC);
    all.addAll(userSchemas);
    this.schemas = Collections.unmodifiableNavigableSet(all);
    this.tables = new TreeMap<>();
    for (TableDef table : tables) {
      this.tables
          .computeIfAbsent(table.schema(), schema -> new TreeMap<>())
          .put(table.name(), table);
      for (ConstraintDef constraint : table.constraints()) {
        if (constraint instanceof ConstraintDef.ForeignKey key) {
          references
              .computeIfAbsent(key.referencedTable(), id -> new ArrayList<>())
              .add(new Reference(table, key));
        }
      }
    }
  }

  /** What tells this state of the definitions from every other one. */
  public CatalogToken token() {
    return token;
  }

  /** The names of all schemas, in order. */
  public NavigableSet<String> schemas() {
    return schemas;
  }

  /** Whether the schema belongs to the system, which alone makes tables in it. */
  public static boolean isSystemSchema(String schema) {
    return SYSTEM_SCHEMAS.contains(schema);
  }

  /** A foreign key with the table that has it. */
  public record Reference(TableDef table, ConstraintDef.ForeignKey key) {}

  /** The foreign keys that reference a table, its own among them. */
  public List<Reference> references(long tableId) {
    return references.getOrDefault(tableId, List.of());
  }

  /** The typed table with an index of that name, in that schema. */
  public Optional<TableDef> tableOfIndex(String schema, String index) {
    return tables(schema).values().stream()
        .filter(table -> table.indexes().stream().anyMatch(other -> other.name().equals(index)))
        .findAny();
  }

  /** The typed table that has an id. */
  public Optional<TableDef> table(long id) {
    return tables.values().stream()
        .flatMap(schema -> schema.values().stream())
        .filter(table -> table.id() == id)
        .findAny();
  }

  /** The typed table of that name. */
  public Optional<TableDef> table(String schema, String name) {
    return Optional.ofNullable(tables(schema).get(name));
  }

  /** The typed tables of a schema by name; empty if there is no such schema. */
  public NavigableMap<String, TableDef> tables(String schema) {
    NavigableMap<String, TableDef> found = tables.get(schema);
    return found == null
        ? Collections.emptyNavigableMap()
        : Collections.unmodifiableNavigableMap(found);
  }
}
