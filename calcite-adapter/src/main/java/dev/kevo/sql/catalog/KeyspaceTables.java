package dev.kevo.sql.catalog;

import dev.kevo.sql.types.ColumnType;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;

/** The definitions that a raw keyspace has in SQL: once as bytes, once as text. */
public final class KeyspaceTables {
  /** The column that holds the key; it is the primary key. */
  public static final String KEY = "KEY";

  /** The column that holds the value. */
  public static final String VALUE = "VALUE";

  private KeyspaceTables() {}

  /** The table {@code KEYSPACES.<name>} of bytes. */
  public static TableDef bytes(String keyspace) {
    return define(
        TableDef.Kind.KEYSPACE, Catalog.KEYSPACES, keyspace, ColumnType.of(SqlTypeName.VARBINARY));
  }

  /** The table {@code KEYSPACES_TEXT.<name>}: the same entries read and written as UTF-8. */
  public static TableDef text(String keyspace) {
    return define(
        TableDef.Kind.KEYSPACE_TEXT,
        Catalog.KEYSPACES_TEXT,
        keyspace,
        ColumnType.of(SqlTypeName.VARCHAR));
  }

  private static TableDef define(
      TableDef.Kind kind, String schema, String keyspace, ColumnType type) {
    ColumnType notNull = type.withNullable(false);
    return new TableDef(
        0,
        kind,
        schema,
        keyspace,
        1,
        List.of(new ColumnDef(0, KEY, notNull), new ColumnDef(1, VALUE, notNull)),
        List.of(0),
        "PRIMARY");
  }
}
