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
 * @param primaryKey indexes into the columns, in the key's order; empty if it has none
 * @param primaryKeyName the constraint's name; null if there is no primary key
 */
public record TableDef(
    long id,
    Kind kind,
    String schema,
    String name,
    int version,
    List<ColumnDef> columns,
    List<Integer> primaryKey,
    @Nullable String primaryKeyName) {

  /** What a table is made of. */
  public enum Kind {
    /** Typed rows under the table's id. */
    TABLE,
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
  }

  /**
   * Whether rows lie under a hidden row id, since there is no primary key. The id is a BIGINT that
   * {@link CatalogStore#nextRowId} gives.
   */
  public boolean hasRowId() {
    return kind == Kind.TABLE && primaryKey.isEmpty();
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
