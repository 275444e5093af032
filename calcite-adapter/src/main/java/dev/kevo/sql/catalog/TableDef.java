package dev.kevo.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a table; immutable.
 *
 * @param id never given to another table or index; 0 unless the kind is {@link Kind#TABLE}
 * @param kind what the table is made of
 * @param schema the name of its schema
 * @param name its name in the schema
 * @param version counts the changes of its definition from 1; rows carry the one they were written
 *     under
 * @param columns in their order
 * @param nextColumnId the id that the next column gets
 * @param primaryKey indexes into the columns, in the key's order; empty if it has none
 * @param primaryKeyName the constraint's name; null if there is no primary key
 * @param indexes its secondary indexes, those of unique constraints included
 * @param constraints its rules besides the primary key and NOT NULL
 * @param comment what COMMENT ON said of it, or null
 * @param mapping where its rows are found; null unless the kind is {@link Kind#MAPPED}
 * @param temporary whose table it is; null for everybody's
 */
public record TableDef(
    long id,
    Kind kind,
    String schema,
    String name,
    int version,
    List<ColumnDef> columns,
    int nextColumnId,
    List<Integer> primaryKey,
    @Nullable String primaryKeyName,
    List<IndexDef> indexes,
    List<ConstraintDef> constraints,
    @Nullable String comment,
    @Nullable MappingDef mapping,
    @Nullable TemporaryDef temporary)
    implements CatalogObject {

  /** What a table is made of. */
  public enum Kind {
    /** Typed rows under the table's id. */
    TABLE,
    /** Entries of a keyspace, as a pattern of their keys and a format of their values has them. */
    MAPPED,
    /** The entries of a keyspace, as bytes. */
    KEYSPACE,
    /** The entries of a keyspace, as UTF-8 text. */
    KEYSPACE_TEXT,
    /** Rows that the catalogue makes up. */
    SYSTEM
  }

  public TableDef {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    indexes = List.copyOf(indexes);
    constraints = List.copyOf(constraints);
  }

  /** A new table without indexes and constraints. */
  public TableDef(
      long id,
      Kind kind,
      String schema,
      String name,
      int version,
      List<ColumnDef> columns,
      List<Integer> primaryKey,
      @Nullable String primaryKeyName) {
    this(
        id,
        kind,
        schema,
        name,
        version,
        columns,
        columns.stream().mapToInt(column -> column.id() + 1).max().orElse(0),
        primaryKey,
        primaryKeyName,
        List.of(),
        List.of(),
        null,
        null,
        null);
  }

  /** The same table with other indexes and constraints. */
  public TableDef withRules(List<IndexDef> newIndexes, List<ConstraintDef> newConstraints) {
    return new TableDef(
        id,
        kind,
        schema,
        name,
        version,
        columns,
        nextColumnId,
        primaryKey,
        primaryKeyName,
        newIndexes,
        newConstraints,
        comment,
        mapping,
        temporary);
  }

  /** The next version of the table, with other columns; none of the primary key's is missing. */
  public TableDef withColumns(List<ColumnDef> newColumns) {
    List<Integer> newIds = newColumns.stream().map(ColumnDef::id).toList();
    return new TableDef(
        id,
        kind,
        schema,
        name,
        version + 1,
        newColumns,
        newIds.stream().mapToInt(newId -> Math.max(newId + 1, nextColumnId)).max().orElse(0),
        primaryKeyIds().stream().map(newIds::indexOf).toList(),
        primaryKeyName,
        indexes,
        constraints,
        comment,
        mapping,
        temporary);
  }

  /** The same table with one column in the place of the one that has its id. */
  public TableDef withColumn(ColumnDef column) {
    return withColumns(columns.stream().map(c -> c.id() == column.id() ? column : c).toList());
  }

  /** The same table under another primary key. */
  public TableDef withPrimaryKey(List<Integer> newKey, @Nullable String newName) {
    return new TableDef(
        id,
        kind,
        schema,
        name,
        version,
        columns,
        nextColumnId,
        newKey,
        newName,
        indexes,
        constraints,
        comment,
        mapping,
        temporary);
  }

  /** The same table under another name. */
  public TableDef withName(String newSchema, String newName) {
    return new TableDef(
        id,
        kind,
        newSchema,
        newName,
        version,
        columns,
        nextColumnId,
        primaryKey,
        primaryKeyName,
        indexes,
        constraints,
        comment,
        mapping,
        temporary);
  }

  /** The same table as a mapped one. */
  public TableDef withMapping(MappingDef newMapping) {
    return new TableDef(
        id,
        Kind.MAPPED,
        schema,
        name,
        version,
        columns,
        nextColumnId,
        primaryKey,
        primaryKeyName,
        indexes,
        constraints,
        comment,
        newMapping,
        temporary);
  }

  /** The same table as a temporary one. */
  public TableDef withTemporary(@Nullable TemporaryDef newTemporary) {
    return new TableDef(
        id,
        kind,
        schema,
        name,
        version,
        columns,
        nextColumnId,
        primaryKey,
        primaryKeyName,
        indexes,
        constraints,
        comment,
        mapping,
        newTemporary);
  }

  /** How a mapped table is mapped. */
  public MappingDef requireMapping() {
    if (mapping == null) {
      throw new IllegalStateException(qualifiedName() + " is no mapped table");
    }
    return mapping;
  }

  /** The same table with another comment. */
  public TableDef withComment(@Nullable String newComment) {
    return new TableDef(
        id,
        kind,
        schema,
        name,
        version,
        columns,
        nextColumnId,
        primaryKey,
        primaryKeyName,
        indexes,
        constraints,
        newComment,
        mapping,
        temporary);
  }

  /** The index of the column that has an id, which must be one of this table's. */
  public int ordinal(int columnId) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id() == columnId) {
        return i;
      }
    }
    throw new IllegalArgumentException(qualifiedName() + " has no column of id " + columnId);
  }

  /** The column that has an id, which must be one of this table's. */
  public ColumnDef columnOfId(int columnId) {
    return columns.get(ordinal(columnId));
  }

  /** The ids of the primary key's columns, in the key's order. */
  public List<Integer> primaryKeyIds() {
    return primaryKey.stream().map(i -> columns.get(i).id()).toList();
  }

  /**
   * Whether rows lie under a hidden row id, since there is no primary key. The id is a BIGINT that
   * {@link CatalogStore#nextRowId} gives.
   */
  public boolean hasRowId() {
    return isTyped() && primaryKey.isEmpty();
  }

  /** Whether its rows are typed and lie under its id. */
  public boolean isTyped() {
    return kind == Kind.TABLE;
  }

  /** Whether one session alone sees it, until that ends. */
  public boolean isTemporary() {
    return temporary != null;
  }

  /** The session that alone sees it, or {@link TemporaryDef#NO_SESSION} if all do. */
  public long session() {
    return temporary == null ? TemporaryDef.NO_SESSION : temporary.session();
  }

  /** Whether its rows last for a transaction only. */
  public boolean isEmptiedAtCommit() {
    return temporary != null && temporary.emptiedAtCommit();
  }

  /**
   * Why rows that were written under an earlier definition cannot be read under this one; null if
   * they can. Columns that were added since read as if they had been there with the value that
   * older rows got.
   */
  public @Nullable String unfitFor(TableDef earlier) {
    if (!primaryKeyIds().equals(earlier.primaryKeyIds())) {
      return "its primary key";
    }
    for (ColumnDef column : columns) {
      ColumnDef before =
          earlier.columns.stream().filter(c -> c.id() == column.id()).findFirst().orElse(null);
      if (before != null && !before.type().equals(column.type())) {
        return "column " + column.name();
      }
      // Rows that were there got numbers and computed values by being written anew.
      boolean filled = column.isIdentity() || column.isComputed();
      if (before == null && (filled || (column.absent() == null && !column.type().nullable()))) {
        return "column " + column.name() + " was added later";
      }
    }
    return null;
  }

  /** Whether an earlier definition had every index of this one, complete. */
  public boolean hasIndexesOf(TableDef earlier) {
    return indexes.stream()
        .filter(IndexDef::isReady)
        .allMatch(
            index ->
                earlier.indexes.stream()
                    .anyMatch(before -> before.id() == index.id() && before.isReady()));
  }

  /** The index of the column of that name, or -1. */
  public int columnIndex(String columnName) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(columnName)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the column at that index is part of the primary key. */
  public boolean isKeyColumn(int column) {
    return primaryKey.contains(column);
  }

  /** The name with its schema, for messages. */
  public String qualifiedName() {
    return schema + "." + name;
  }
}
