package dev.kevo.sql.catalog;

import dev.kevo.sql.parser.ddl.ReferentialAction;
import java.util.List;
import java.util.Map;

/**
 * A rule that all rows of a table keep; immutable, part of its {@link TableDef}. The primary key
 * and NOT NULL are not among these: the key is how rows are stored, NOT NULL a column's type.
 * Columns are named by their ids.
 */
public sealed interface ConstraintDef {
  /** Unique among the constraints of the table. */
  String name();

  /**
   * The ids of the table's columns that it is about, in its order; for a check those it mentions.
   */
  List<Integer> columns();

  /** The same constraint under another name; its index, if it has one, must take the name too. */
  ConstraintDef withName(String newName);

  /** The same constraint, for a table whose indexes have other ids: the new ones by the old. */
  default ConstraintDef withIndexes(Map<Long, Long> newIds) {
    return this;
  }

  /**
   * UNIQUE, kept by a unique index of the same name over the same columns.
   *
   * @param indexId the index's id
   */
  record Unique(String name, List<Integer> columns, long indexId) implements ConstraintDef {
    public Unique {
      columns = List.copyOf(columns);
    }

    @Override
    public ConstraintDef withName(String newName) {
      return new Unique(newName, columns, indexId);
    }

    @Override
    public ConstraintDef withIndexes(Map<Long, Long> newIds) {
      return new Unique(name, columns, newIds.getOrDefault(indexId, indexId));
    }
  }

  /**
   * CHECK: an expression over the row that must not be false.
   *
   * @param sql the expression
   */
  record Check(String name, List<Integer> columns, String sql) implements ConstraintDef {
    public Check {
      columns = List.copyOf(columns);
    }

    @Override
    public ConstraintDef withName(String newName) {
      return new Check(newName, columns, sql);
    }
  }

  /**
   * FOREIGN KEY, MATCH SIMPLE: rows without NULL in the columns have a row with the same values in
   * the referenced table.
   *
   * @param referencedTable that table's id; may be the table's own
   * @param referencedColumns the ids of its columns, its primary key's or a unique constraint's
   * @param onDelete what deleting the referenced row does
   * @param onUpdate what changing its referenced columns does
   * @param indexId the index over the columns that was made with it, or 0 if there was one
   */
  record ForeignKey(
      String name,
      List<Integer> columns,
      long referencedTable,
      List<Integer> referencedColumns,
      ReferentialAction onDelete,
      ReferentialAction onUpdate,
      long indexId)
      implements ConstraintDef {
    public ForeignKey {
      columns = List.copyOf(columns);
      referencedColumns = List.copyOf(referencedColumns);
    }

    @Override
    public ConstraintDef withName(String newName) {
      return new ForeignKey(
          newName, columns, referencedTable, referencedColumns, onDelete, onUpdate, indexId);
    }

    @Override
    public ConstraintDef withIndexes(Map<Long, Long> newIds) {
      return new ForeignKey(
          name,
          columns,
          referencedTable,
          referencedColumns,
          onDelete,
          onUpdate,
          newIds.getOrDefault(indexId, indexId));
    }
  }
}
