package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** One thing that ALTER TABLE does. */
public sealed interface AlterTableAction {
  /** The expressions in it. */
  default List<SqlNode> nodes() {
    return List.of();
  }

  /**
   * ADD COLUMN.
   *
   * @param elements the column, then its constraints
   */
  record AddColumn(List<SqlNode> elements, boolean ifNotExists) implements AlterTableAction {
    public AddColumn {
      elements = List.copyOf(elements);
    }

    @Override
    public List<SqlNode> nodes() {
      return elements;
    }
  }

  /** ADD CONSTRAINT: a {@link ConstraintClause}, or Calcite's clause for a primary key. */
  record AddConstraint(SqlNode constraint) implements AlterTableAction {
    @Override
    public List<SqlNode> nodes() {
      return List.of(constraint);
    }
  }

  /** DROP CONSTRAINT. */
  record DropConstraint(SqlIdentifier constraint, boolean ifExists, boolean cascade)
      implements AlterTableAction {
    @Override
    public List<SqlNode> nodes() {
      return List.of(constraint);
    }
  }

  /** DROP PRIMARY KEY. */
  record DropPrimaryKey(boolean cascade) implements AlterTableAction {}

  /** RENAME CONSTRAINT. */
  record RenameConstraint(SqlIdentifier constraint, SqlIdentifier newName)
      implements AlterTableAction {
    @Override
    public List<SqlNode> nodes() {
      return List.of(constraint, newName);
    }
  }

  /** DROP COLUMN. */
  record DropColumn(SqlIdentifier column, boolean ifExists, boolean cascade)
      implements AlterTableAction {}

  /** RENAME COLUMN. */
  record RenameColumn(SqlIdentifier column, SqlIdentifier newName) implements AlterTableAction {
    @Override
    public List<SqlNode> nodes() {
      return List.of(column, newName);
    }
  }

  /** RENAME TO. */
  record RenameTable(SqlIdentifier newName) implements AlterTableAction {
    @Override
    public List<SqlNode> nodes() {
      return List.of(newName);
    }
  }

  /** SET SCHEMA. */
  record SetSchema(SqlIdentifier schema) implements AlterTableAction {
    @Override
    public List<SqlNode> nodes() {
      return List.of(schema);
    }
  }

  /**
   * ALTER COLUMN ... SET DEFAULT or DROP DEFAULT.
   *
   * @param value null to drop it
   */
  record SetDefault(SqlIdentifier column, @Nullable SqlNode value) implements AlterTableAction {
    @Override
    public List<SqlNode> nodes() {
      return value == null ? List.of() : List.of(value);
    }
  }

  /** ALTER COLUMN ... SET NOT NULL or DROP NOT NULL. */
  record SetNullable(SqlIdentifier column, boolean nullable) implements AlterTableAction {}

  /** ALTER COLUMN ... SET DATA TYPE. */
  record SetType(SqlIdentifier column, SqlDataTypeSpec type) implements AlterTableAction {}

  /** ALTER COLUMN ... ADD GENERATED ... AS IDENTITY. */
  record AddIdentity(SqlIdentifier column, ColumnClause.Identity identity)
      implements AlterTableAction {}

  /**
   * ALTER COLUMN ... SET options of its identity, RESTART, SET GENERATED.
   *
   * @param always what SET GENERATED says, or null
   */
  record AlterIdentity(SqlIdentifier column, @Nullable Boolean always, SequenceClause options)
      implements AlterTableAction {}

  /** ALTER COLUMN ... DROP IDENTITY. */
  record DropIdentity(SqlIdentifier column, boolean ifExists) implements AlterTableAction {}
}
