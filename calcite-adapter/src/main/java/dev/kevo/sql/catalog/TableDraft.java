package dev.kevo.sql.catalog;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that is being defined, column by column. For one thread. */
public final class TableDraft {
  /** The columns of a table. */
  public static final int COLUMNS_MAX = 1_600;

  private final long id;
  private final TableDef.Kind kind;
  private final String schema;
  private final String name;
  private final List<ColumnDef> columns = new ArrayList<>();
  private List<Integer> primaryKey = List.of();
  private @Nullable String primaryKeyName;

  /** A table without columns. */
  public TableDraft(long id, TableDef.Kind kind, String schema, String name) {
    this.id = id;
    this.kind = kind;
    this.schema = schema;
    this.name = name;
  }

  /** The table's id. */
  public long id() {
    return id;
  }

  /** The name of its schema. */
  public String schema() {
    return schema;
  }

  /** The number of columns so far, which is the id of the next one. */
  public int columnCount() {
    return columns.size();
  }

  /** Adds a column after the others. */
  public TableDraft column(
      String columnName, ColumnType type, @Nullable ColumnGeneration generation) {
    if (columns.size() == COLUMNS_MAX) {
      throw tooMany(COLUMNS_MAX + 1);
    }
    if (indexOf(columnName) >= 0) {
      throw SqlState.DUPLICATE_COLUMN.failure("column " + columnName + " is defined twice");
    }
    columns.add(new ColumnDef(columns.size(), columnName, type, generation, null, null));
    return this;
  }

  private static RuntimeException tooMany(int count) {
    return SqlState.LIMIT_EXCEEDED.failure(
        "a table has 1 to " + COLUMNS_MAX + " columns, not " + count);
  }

  private int indexOf(String columnName) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(columnName)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Makes columns that were added before the primary key, which makes them NOT NULL.
   *
   * @param constraintName null to make one up
   */
  public TableDraft primaryKey(@Nullable String constraintName, List<String> names) {
    if (!primaryKey.isEmpty()) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure("a table has one primary key at most");
    }
    List<Integer> key = new ArrayList<>();
    for (String column : names) {
      int index = indexOf(column);
      if (index < 0) {
        throw SqlState.UNDEFINED_COLUMN.failure(
            "the primary key's column " + column + " is missing");
      }
      if (key.contains(index)) {
        throw SqlState.DUPLICATE_COLUMN.failure("the primary key has column " + column + " twice");
      }
      key.add(index);
      ColumnDef def = columns.get(index);
      columns.set(index, def.withType(def.type().withNullable(false)));
    }
    primaryKey = key;
    primaryKeyName = constraintName == null ? "PK_" + name : constraintName;
    return this;
  }

  /** The table, which has a column at least. */
  public TableDef finish() {
    if (columns.isEmpty()) {
      throw tooMany(0);
    }
    return new TableDef(id, kind, schema, name, 1, columns, primaryKey, primaryKeyName);
  }
}
