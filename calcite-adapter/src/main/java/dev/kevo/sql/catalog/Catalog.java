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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that is defined, at one moment and for one session; immutable. Equal definitions have
 * equal tokens, so a plan made under one token stays right for as long as {@link
 * CatalogStore#current} gives it.
 *
 * <p>The tables of KEYSPACES come and go with the keyspaces and are not in here: {@link
 * CatalogStore#keyspaceTable} has them.
 */
public final class Catalog {
  /** The schema of tables that are named without one. */
  public static final String PUBLIC = "PUBLIC";

  /** The schema of the tables that describe the others. */
  public static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";

  /** The schema of the tables that tell what goes on. */
  public static final String SYS = "SYS";

  /** The schema in which each keyspace is a table of bytes. */
  public static final String KEYSPACES = "KEYSPACES";

  /** The schema in which each keyspace is a table of text. */
  public static final String KEYSPACES_TEXT = "KEYSPACES_TEXT";

  private static final List<String> SYSTEM_SCHEMAS =
      List.of(INFORMATION_SCHEMA, KEYSPACES, KEYSPACES_TEXT, SYS);

  private final CatalogToken token;
  private final NavigableMap<String, SchemaDef> schemas = new TreeMap<>();
  private final Map<String, NavigableMap<String, TableDef>> tables = new TreeMap<>();
  private final Map<String, NavigableMap<String, ViewDef>> views = new TreeMap<>();
  private final Map<String, NavigableMap<String, SequenceDef>> sequences = new TreeMap<>();
  private final Map<Long, CatalogObject> objects = new HashMap<>();
  private final Map<Long, List<Reference>> references = new HashMap<>();
  private final Map<Long, TableStatistics> statistics;

  /** By session, the tables that it alone sees. */
  private final Map<Long, List<TableDef>> temporary = new HashMap<>();

  /** By session, what {@link #seenBy} made of this. */
  private final Map<Long, Catalog> seen = new ConcurrentHashMap<>();

  Catalog(
      CatalogToken token,
      Collection<CatalogObject> objects,
      Map<Long, TableStatistics> statistics) {
    this.token = token;
    this.statistics = Map.copyOf(statistics);
    for (String system : SYSTEM_SCHEMAS) {
      schemas.put(system, new SchemaDef(0, system, null));
    }
    schemas.put(PUBLIC, new SchemaDef(0, PUBLIC, null));
    for (CatalogObject object : objects) {
      this.objects.put(object.id(), object);
      if (object instanceof SchemaDef schema) {
        schemas.put(schema.name(), schema);
      } else if (object instanceof TableDef table && table.isTemporary()) {
        temporary.computeIfAbsent(table.session(), session -> new ArrayList<>()).add(table);
      } else if (object instanceof TableDef table) {
        put(tables, table.schema(), table);
        addReferences(table);
      } else if (object instanceof ViewDef view) {
        put(views, view.schema(), view);
      } else if (object instanceof SequenceDef sequence && !sequence.isOwned()) {
        put(sequences, sequence.schema(), sequence);
      }
    }
  }

  /** What a session sees of another catalogue. */
  private Catalog(Catalog all, long session) {
    this(all.token.with(session), all.objects.values(), all.statistics);
    for (TableDef table : all.temporary(session)) {
      put(tables, table.schema(), table);
      addReferences(table);
    }
  }

  /** This with the temporary tables of a session, each before another table of its name. */
  Catalog seenBy(long session) {
    return !temporary.isEmpty() && temporary.containsKey(session)
        ? seen.computeIfAbsent(session, id -> new Catalog(this, id))
        : this;
  }

  /** The tables that a session alone sees. */
  public List<TableDef> temporary(long session) {
    return Collections.unmodifiableList(temporary.getOrDefault(session, List.of()));
  }

  private static <T extends CatalogObject> void put(
      Map<String, NavigableMap<String, T>> bySchema, String schema, T object) {
    bySchema.computeIfAbsent(schema, name -> new TreeMap<>()).put(object.name(), object);
  }

  private void addReferences(TableDef table) {
    for (ConstraintDef constraint : table.constraints()) {
      if (constraint instanceof ConstraintDef.ForeignKey key) {
        references
            .computeIfAbsent(key.referencedTable(), id -> new ArrayList<>())
            .add(new Reference(table, key));
      }
    }
  }

  private static <T> NavigableMap<String, T> in(
      Map<String, NavigableMap<String, T>> bySchema, String schema) {
    NavigableMap<String, T> found = bySchema.get(schema);
    return found == null
        ? Collections.emptyNavigableMap()
        : Collections.unmodifiableNavigableMap(found);
  }

  /** What tells this state of the definitions from every other one. */
  public CatalogToken token() {
    return token;
  }

  /** The names of all schemas, in order. */
  public NavigableSet<String> schemas() {
    return Collections.unmodifiableNavigableSet(schemas.navigableKeySet());
  }

  /** The schema of that name. */
  public Optional<SchemaDef> schema(String name) {
    return Optional.ofNullable(schemas.get(name));
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
    return object(id).filter(TableDef.class::isInstance).map(TableDef.class::cast);
  }

  /** What ANALYZE found in the table that has an id. */
  public Optional<TableStatistics> statistics(long tableId) {
    return Optional.ofNullable(statistics.get(tableId));
  }

  /** The sequence that has an id. */
  public Optional<SequenceDef> sequence(long id) {
    return object(id).filter(SequenceDef.class::isInstance).map(SequenceDef.class::cast);
  }

  /** The typed table of that name. */
  public Optional<TableDef> table(String schema, String name) {
    return Optional.ofNullable(tables(schema).get(name));
  }

  /** The typed tables of a schema by name; empty if there is no such schema. */
  public NavigableMap<String, TableDef> tables(String schema) {
    return in(tables, schema);
  }

  /** The view of that name. */
  public Optional<ViewDef> view(String schema, String name) {
    return Optional.ofNullable(views(schema).get(name));
  }

  /** The views of a schema by name; empty if there is no such schema. */
  public NavigableMap<String, ViewDef> views(String schema) {
    return in(views, schema);
  }

  /** The sequence of that name. */
  public Optional<SequenceDef> sequence(String schema, String name) {
    return Optional.ofNullable(sequences(schema).get(name));
  }

  /** The sequences of a schema by name; empty if there is no such schema. */
  public NavigableMap<String, SequenceDef> sequences(String schema) {
    return in(sequences, schema);
  }

  /** The object that has an id, which is not 0. */
  public Optional<CatalogObject> object(long id) {
    return Optional.ofNullable(objects.get(id));
  }

  /** All objects that the system does not define itself, in no order. */
  public Collection<CatalogObject> objects() {
    return Collections.unmodifiableCollection(objects.values());
  }
}
