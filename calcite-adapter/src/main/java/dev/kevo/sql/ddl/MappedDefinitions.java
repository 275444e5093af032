package dev.kevo.sql.ddl;

import dev.kevo.engine.Keyspace;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.MappingDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableDraft;
import dev.kevo.sql.mapping.Mapping;
import dev.kevo.sql.parser.ddl.ColumnClause;
import dev.kevo.sql.parser.ddl.ConstraintClause;
import dev.kevo.sql.parser.ddl.CreateTableStatement;
import dev.kevo.sql.parser.ddl.MappingClause;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE ... MAP. */
final class MappedDefinitions {
  private static final String COMMA = ",";

  private final DefinitionScope scope;

  MappedDefinitions(DefinitionScope scope) {
    this.scope = scope;
  }

  /** A table whose columns are in the draft; the columns in the key are its primary key. */
  TableDef finish(TableDraft draft, CreateTableStatement.Content content) {
    MappingClause clause = Objects.requireNonNull(content.mapping());
    SqlNodeList elements = content.elements();
    if (content.query() != null || elements == null) {
      throw SqlErrors.syntax("a mapped table needs columns of its own", clause.position());
    }
    MappingDef mapping = mapping(clause, elements);
    TableDef columns = draft.finish();
    int[] key = Mapping.of(mapping, columns.columns()).key().columns();
    List<String> names = Arrays.stream(key).mapToObj(i -> columns.columns().get(i).name()).toList();
    if (columns.primaryKey().isEmpty()) {
      draft.primaryKey(null, names);
    } else if (!new HashSet<>(columns.primaryKey()).equals(asSet(key))) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure(
          "the primary key of a mapped table is what stands in its key: "
              + String.join(", ", names));
    }
    TableDef table = draft.finish();
    if (mapping.onMalformed() == MappingClause.OnMalformed.NULL) {
      requireNullable(table);
    }
    return table
        .withPrimaryKey(Arrays.stream(key).boxed().toList(), table.primaryKeyName())
        .withMapping(mapping);
  }

  private static Set<Integer> asSet(int[] values) {
    return new HashSet<>(Arrays.stream(values).boxed().toList());
  }

  private static void requireNullable(TableDef table) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (!table.isKeyColumn(i) && !table.columns().get(i).type().nullable()) {
        throw SqlState.INVALID_TABLE_DEFINITION.failure(
            "column "
                + table.columns().get(i).name()
                + " is NOT NULL, which ON MALFORMED NULL makes impossible");
      }
    }
  }

  private MappingDef mapping(MappingClause clause, SqlNodeList elements) {
    List<@Nullable String> paths = new ArrayList<>();
    boolean json = clause.format() == MappingClause.Format.JSON;
    for (SqlNode element : elements) {
      if (element instanceof ColumnClause column) {
        if (column.path() != null && !json) {
          throw SqlErrors.syntax("PATH is for VALUE JSON", column.getParserPosition());
        }
        if (column.identity() != null || column.computed() != null) {
          throw SqlErrors.at(
              SqlState.NOT_SUPPORTED,
              "a mapped table's columns cannot be generated",
              column.getParserPosition());
        }
        paths.add(column.path());
      } else if (element instanceof ConstraintClause constraint && constraint.condition() == null) {
        throw SqlErrors.at(
            SqlState.NOT_SUPPORTED,
            "a mapped table has no constraints but its key, NOT NULL and CHECK",
            constraint.getParserPosition());
      }
    }
    String delimiter = clause.delimiter();
    if (delimiter != null && (delimiter.isEmpty() || delimiter.contains("\""))) {
      throw SqlErrors.syntax("a delimiter has characters other than quotes", clause.position());
    }
    return new MappingDef(
        keyspace(clause.keyspace()),
        clause.keyPattern(),
        clause.format(),
        clause.format() != MappingClause.Format.DELIMITED
            ? ""
            : Objects.requireNonNullElse(delimiter, COMMA),
        clause.onMalformed(),
        paths);
  }

  private String keyspace(@Nullable SqlIdentifier name) {
    String wanted = name == null ? Keyspace.DEFAULT_NAME : name.getSimple();
    if (scope.store().keyspaceTable(Catalog.KEYSPACES, wanted).isEmpty()) {
      throw SqlState.UNDEFINED_OBJECT.failure("keyspace " + wanted + " does not exist");
    }
    return wanted;
  }

  /** Refuses what only tables of rows of their own can do. */
  static void requireUnmapped(TableDef table, String what) {
    if (table.mapping() != null) {
      throw SqlState.WRONG_OBJECT_TYPE.failure(
          table.qualifiedName() + " is a mapped table: " + what);
    }
  }
}
