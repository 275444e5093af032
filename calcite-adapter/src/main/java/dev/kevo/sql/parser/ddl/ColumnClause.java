package dev.kevo.sql.parser.ddl;

import dev.kevo.sql.types.SqlErrors;
import java.util.Arrays;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column of CREATE TABLE or ADD COLUMN; its constraints are elements beside it. */
public final class ColumnClause extends DefinitionNode {
  /**
   * GENERATED ... AS IDENTITY.
   *
   * @param always ALWAYS rather than BY DEFAULT
   * @param options those of its sequence
   */
  public record Identity(boolean always, SequenceClause options) {}

  /** What can be said of a column; the parser fills it. For one thread. */
  public static final class Options {
    private @Nullable Boolean nullable;
    private @Nullable SqlNode defaultValue;
    private @Nullable Identity identity;
    private @Nullable SqlNode computed;
    private @Nullable String path;

    /** PATH: where a mapped JSON value has it. */
    public void path(String given, SqlParserPos pos) {
      if (path != null) {
        throw SqlErrors.syntax("PATH is given twice", pos);
      }
      path = given;
    }

    /** NULL or NOT NULL. */
    public void nullable(boolean given, SqlParserPos pos) {
      if (nullable != null) {
        throw SqlErrors.syntax("NULL or NOT NULL is given twice", pos);
      }
      nullable = given;
    }

    private void requireNoValue(SqlParserPos pos) {
      if (defaultValue != null) {
        throw SqlErrors.syntax("DEFAULT is given already", pos);
      }
      if (identity != null || computed != null) {
        throw SqlErrors.syntax("GENERATED is given already", pos);
      }
    }

    /** DEFAULT. */
    public void defaultValue(SqlNode given, SqlParserPos pos) {
      requireNoValue(pos);
      defaultValue = given;
    }

    /** GENERATED ... AS IDENTITY. */
    public void identity(Identity given, SqlParserPos pos) {
      requireNoValue(pos);
      identity = given;
    }

    /** GENERATED ALWAYS AS (expression). */
    public void computed(SqlNode given, SqlParserPos pos) {
      requireNoValue(pos);
      computed = given;
    }
  }

  private final SqlIdentifier name;
  private final SqlDataTypeSpec type;
  private final Options options;

  public ColumnClause(SqlParserPos pos, SqlIdentifier name, SqlDataTypeSpec type, Options options) {
    super(pos, "COLUMN", Arrays.asList(name, type, options.defaultValue, options.computed));
    this.name = name;
    this.type = type;
    this.options = options;
  }

  /** Its name. */
  public String name() {
    return name.getSimple();
  }

  /** Its declared type. */
  public SqlDataTypeSpec type() {
    return type;
  }

  /** Whether NULL or NOT NULL was said, or null. */
  public @Nullable Boolean nullable() {
    return options.nullable;
  }

  /** What DEFAULT gives, or null. */
  public @Nullable SqlNode defaultValue() {
    return options.defaultValue;
  }

  /** How it is numbered, or null. */
  public @Nullable Identity identity() {
    return options.identity;
  }

  /** Where a mapped JSON value has it, or null. */
  public @Nullable String path() {
    return options.path;
  }

  /** What it is computed from, or null. */
  public @Nullable SqlNode computed() {
    return options.computed;
  }
}
