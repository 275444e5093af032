package dev.kevo.sql.plan;

import dev.kevo.engine.Database;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.exec.KeyValueQuery;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.parser.ReservedWords;
import dev.kevo.sql.parser.SqlToken;
import dev.kevo.sql.table.TypedTable;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/**
 * Plans the simplest queries from their tokens alone: {@code SELECT * | column, ... FROM [schema.]t
 * WHERE key = ? [AND ...]} with the whole primary key. They are what a fresh process asks first and
 * what applications ask most; parser, validator and optimizer would load two thousand classes to
 * find the same plan. Whatever is not plainly such a query is left to them. Thread-safe.
 */
public final class PointQueries {
  private static final int TEXT_CHARS_MAX = 10_000;

  /** Functions without parentheses; they come before columns of their names. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "CURRENT_CATALOG",
          "CURRENT_DATE",
          "CURRENT_PATH",
          "CURRENT_ROLE",
          "CURRENT_SCHEMA",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "CURRENT_USER",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "PI",
          "SESSION_USER",
          "SYSTEM_USER",
          "USER");

  private final RelDataTypeFactory typeFactory;
  private final CatalogStore store;
  private final Database database;

  public PointQueries(RelDataTypeFactory typeFactory, CatalogStore store, Database database) {
    this.typeFactory = typeFactory;
    this.store = store;
    this.database = database;
  }

  /** The plan of a statement, or null if it is no such query. */
  public Plan.@Nullable Query plan(String sql, Catalog catalog, String defaultSchema) {
    List<SqlToken> tokens =
        sql.regionMatches(true, 0, "SELECT", 0, "SELECT".length()) && sql.length() <= TEXT_CHARS_MAX
            ? SqlToken.list(sql)
            : null;
    return tokens == null ? null : new Reading(tokens).query(catalog, defaultSchema);
  }

  /** Reads a query from left to right; for one thread. */
  private final class Reading {
    private final List<SqlToken> tokens;
    private int at;

    Reading(List<SqlToken> tokens) {
      this.tokens = tokens;
    }

    Plan.@Nullable Query query(Catalog catalog, String defaultSchema) {
      if (!take("SELECT")) {
        return null;
      }
      List<String> names = take("*") ? List.of() : names();
      String table = names == null || !take("FROM") ? null : name();
      String schema = defaultSchema;
      if (table != null && take(".")) {
        schema = table;
        table = name();
      }
      if (table == null || names == null || Catalog.isSystemSchema(schema)) {
        return null;
      }
      TableDef definition = catalog.table(schema, table).orElse(null);
      return definition == null || !definition.isTyped() || definition.hasRowId()
          ? null
          : query(definition, schema, names);
    }

    private Plan.@Nullable Query query(TableDef definition, String schema, List<String> names) {
      int[] columns = columns(definition, names);
      int[] parameters = columns == null || !take("WHERE") ? null : keyParameters(definition);
      take(";");
      return columns == null || parameters == null || at < tokens.size()
          ? null
          : PointQueries.this.query(definition, schema, columns, parameters);
    }

    /** For each key column the place of its parameter, or null. */
    private int @Nullable [] keyParameters(TableDef definition) {
      List<Integer> key = definition.primaryKey();
      int[] parameters = new int[key.size()];
      Arrays.fill(parameters, -1);
      for (int i = 0; i < parameters.length; i++) {
        String name = i == 0 || take("AND") ? name() : null;
        int place = name == null ? -1 : key.indexOf(ordinal(definition, name));
        if (place < 0
            || parameters[place] >= 0
            || !isPlain(definition.columns().get(key.get(place)).type())
            || !take("=")
            || !take("?")) {
          return null;
        }
        parameters[place] = i;
      }
      return parameters;
    }

    private @Nullable List<String> names() {
      List<String> names = new ArrayList<>();
      do {
        String name = name();
        if (name == null) {
          return null;
        }
        names.add(name);
      } while (take(","));
      return names;
    }

    private @Nullable String name() {
      SqlToken token = at < tokens.size() ? tokens.get(at) : SqlToken.NOTHING;
      boolean named =
          token.kind() == SqlToken.Kind.QUOTED
              || (token.kind() == SqlToken.Kind.WORD && !isSpecial(token.word()));
      at += named ? 1 : 0;
      return named ? token.word() : null;
    }

    private boolean take(String word) {
      boolean there = at < tokens.size() && tokens.get(at).is(word);
      at += there ? 1 : 0;
      return there;
    }
  }

  private static boolean isSpecial(String word) {
    return ReservedWords.contains(word) || FUNCTIONS.contains(word);
  }

  /** Types whose values are compared with a parameter's without a conversion. */
  private static boolean isPlain(ColumnType type) {
    return switch (type.typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, VARCHAR -> true;
      default -> false;
    };
  }

  private static int ordinal(TableDef definition, String name) {
    for (int i = 0; i < definition.columns().size(); i++) {
      if (definition.columns().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The places of the columns; null if one is not there, or twice, for then it gets a new name. */
  private static int @Nullable [] columns(TableDef definition, List<String> names) {
    int width = definition.columns().size();
    int[] columns = new int[names.isEmpty() ? width : names.size()];
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = names.isEmpty() ? i : ordinal(definition, names.get(i));
      if (columns[i] < 0 || !seen.add(columns[i])) {
        return null;
      }
    }
    return columns;
  }

  private Plan.Query query(TableDef definition, String schema, int[] columns, int[] parameters) {
    TypedTable table = new TypedTable(definition, store.keyspace(), database, null);
    List<RelDataTypeField> fields = table.getRowType(typeFactory).getFieldList();
    RelDataTypeFactory.Builder rowType = typeFactory.builder();
    List<@Nullable List<String>> origins = new ArrayList<>();
    for (int column : columns) {
      rowType.add(fields.get(column).getName(), fields.get(column).getType());
      origins.add(List.of(schema, definition.name(), fields.get(column).getName()));
    }
    RelDataType[] types = new RelDataType[parameters.length];
    Scalar[] operands = new Scalar[parameters.length];
    int[] equal = new int[parameters.length];
    for (int place = 0; place < parameters.length; place++) {
      int index = parameters[place];
      RelDataType type = fields.get(definition.primaryKey().get(place)).getType();
      types[index] = typeFactory.createTypeWithNullability(type, true);
      operands[place] = Scalar.parameter(index);
      equal[place] = place;
    }
    RelDataTypeFactory.Builder parameterTypes = typeFactory.builder();
    for (int i = 0; i < types.length; i++) {
      parameterTypes.add("?" + i, types[i]);
    }
    KeyBounds bounds = new KeyBounds(table, List.of(KeyBounds.Box.equalTo(equal)));
    TableScan scan = new TableScan(table, columns, null, bounds, false, null);
    return new Plan.Query(
        new KeyValueQuery(scan, operands, null, null, null, null),
        rowType.build(),
        origins,
        parameterTypes.build());
  }
}
