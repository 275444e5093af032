package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.parser.ddl.ColumnClause;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.DeclaredType;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Columns as statements describe them: their types, and where their values come from. */
final class ColumnDefinitions {
  private final DefinitionScope scope;

  ColumnDefinitions(DefinitionScope scope) {
    this.scope = scope;
  }

  /** The type of a column, NOT NULL if it says so or is numbered. */
  static ColumnType type(ColumnClause column) {
    Boolean nullable = column.nullable();
    if (column.identity() != null && Boolean.TRUE.equals(nullable)) {
      throw SqlErrors.at(
          SqlState.INVALID_TABLE_DEFINITION,
          "identity column " + column.name() + " cannot be NULL",
          column.getParserPosition());
    }
    boolean isNullable = column.identity() == null && (nullable == null || nullable);
    return DeclaredType.of(column.type().withNullable(isNullable));
  }

  /**
   * Where a column's values come from; null if it says nothing. Defines the sequence of an identity
   * column.
   *
   * @param columnId the column's id, which it need not have yet
   */
  @Nullable ColumnGeneration generation(
      ColumnClause column, ColumnType type, long table, String schema, int columnId) {
    SqlNode value = column.defaultValue();
    if (value != null) {
      return new ColumnExpressions(scope).defaultOf(value, type, column.name(), columnId);
    }
    if (column.identity() != null) {
      return identity(column.identity(), type, column.name(), table, schema);
    }
    // What it is computed from is looked up when all columns are there.
    return column.computed() == null ? null : new ColumnGeneration.Computed("NULL", List.of());
  }

  /** Makes a column an identity column. */
  ColumnGeneration.Identity identity(
      ColumnClause.Identity clause, ColumnType type, String column, long table, String schema) {
    SequenceDef sequence =
        new SequenceDefinitions(scope)
            .own(table, schema, column, SequenceOptions.typeOf(type, column), clause.options());
    return new ColumnGeneration.Identity(sequence.id(), clause.always());
  }
}
