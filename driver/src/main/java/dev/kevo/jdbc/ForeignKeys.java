package dev.kevo.jdbc;

import dev.kevo.jdbc.InformationSchema.Row;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The foreign keys of a database in the shape of JDBC's metadata: one row per pair of columns. */
final class ForeignKeys {
  /** Where the columns are by which rows are chosen and sorted. */
  static final int PARENT_SCHEMA = 1;

  static final int PARENT_TABLE = 2;
  static final int CHILD_SCHEMA = 5;
  static final int CHILD_TABLE = 6;
  static final int KEY_SEQ = 8;
  static final int NAME = 11;

  private ForeignKeys() {}

  /** Says which pairs of tables are asked for. */
  interface Choice {
    boolean takes(String parentSchema, String parent, String childSchema, String child);
  }

  static List<@Nullable Object[]> read(InformationSchema schema, Choice choice)
      throws SQLException {
    Map<String, Row> keys = new HashMap<>();
    for (Row key : schema.read("REFERENTIAL_CONSTRAINTS")) {
      if (choice.takes(
          key.text("UNIQUE_CONSTRAINT_SCHEMA"),
          key.text("REFERENCED_TABLE_NAME"),
          key.text("CONSTRAINT_SCHEMA"),
          key.text("TABLE_NAME"))) {
        keys.put(id(key), key);
      }
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Row column : keys.isEmpty() ? List.<Row>of() : schema.read("KEY_COLUMN_USAGE")) {
      Row key = keys.get(id(column));
      if (key != null && column.textOrNull("REFERENCED_COLUMN_NAME") != null) {
        rows.add(row(key, column));
      }
    }
    return rows;
  }

  private static String id(Row row) {
    return row.text("CONSTRAINT_SCHEMA")
        + '\0'
        + row.text("TABLE_NAME")
        + '\0'
        + row.text("CONSTRAINT_NAME");
  }

  private static @Nullable Object[] row(Row key, Row column) {
    Integer position = column.number("ORDINAL_POSITION");
    return new @Nullable Object[] {
      null,
      key.text("UNIQUE_CONSTRAINT_SCHEMA"),
      key.text("REFERENCED_TABLE_NAME"),
      column.text("REFERENCED_COLUMN_NAME"),
      null,
      column.text("TABLE_SCHEMA"),
      column.text("TABLE_NAME"),
      column.text("COLUMN_NAME"),
      position == null ? null : (Short) position.shortValue(),
      rule(key.text("UPDATE_RULE")),
      rule(key.text("DELETE_RULE")),
      key.text("CONSTRAINT_NAME"),
      key.textOrNull("UNIQUE_CONSTRAINT_NAME"),
      (short) DatabaseMetaData.importedKeyNotDeferrable
    };
  }

  private static short rule(String rule) {
    return (short)
        switch (rule) {
          case "CASCADE" -> DatabaseMetaData.importedKeyCascade;
          case "SET NULL" -> DatabaseMetaData.importedKeySetNull;
          case "SET DEFAULT" -> DatabaseMetaData.importedKeySetDefault;
          case "RESTRICT" -> DatabaseMetaData.importedKeyRestrict;
          default -> DatabaseMetaData.importedKeyNoAction;
        };
  }
}
