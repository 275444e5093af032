package dev.kevo.sql.catalog;

import dev.kevo.sql.types.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What CREATE TABLE asks for.
 *
 * @param schema an existing schema that is not the system's
 * @param name the table's name
 * @param columns at least one
 * @param primaryKey names of columns in the key's order; empty for no primary key
 * @param primaryKeyName the constraint's name, or null to make one up
 */
public record NewTable(
    String schema,
    String name,
    List<Column> columns,
    List<String> primaryKey,
    @Nullable String primaryKeyName) {

  /**
   * A column asked for.
   *
   * @param name its name
   * @param type its type
   * @param defaultSql the SQL expression of its default value, checked by the caller, or null
   */
  public record Column(String name, ColumnType type, @Nullable String defaultSql) {}

  public NewTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }
}
