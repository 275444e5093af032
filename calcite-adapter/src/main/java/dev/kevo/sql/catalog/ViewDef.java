package dev.kevo.sql.catalog;

import dev.kevo.sql.types.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view; immutable. It is expanded where it is used, with what its names mean then; a definition
 * that would break it is refused or takes it along.
 *
 * @param id its id
 * @param schema the name of its schema
 * @param name its name in the schema, in which no table has it
 * @param columns in their order
 * @param sql the query
 * @param path the schema in which the query's unqualified names are looked up
 * @param uses ids of the tables, views and sequences that the query names
 * @param comment what COMMENT ON said of it, or null
 */
public record ViewDef(
    long id,
    String schema,
    String name,
    List<Column> columns,
    String sql,
    String path,
    List<Long> uses,
    @Nullable String comment)
    implements CatalogObject {

  /**
   * A column of a view.
   *
   * @param name its name in the view
   * @param source its name in the query, which the query has once
   * @param type the type that the query gave when it was last checked
   * @param comment what COMMENT ON said of it, or null
   */
  public record Column(String name, String source, ColumnType type, @Nullable String comment) {
    /** The same column with another comment. */
    public Column withComment(@Nullable String newComment) {
      return new Column(name, source, type, newComment);
    }
  }

  public ViewDef {
    columns = List.copyOf(columns);
    uses = List.copyOf(uses);
  }

  /** The same view with other columns. */
  public ViewDef withColumns(List<Column> newColumns) {
    return new ViewDef(id, schema, name, newColumns, sql, path, uses, comment);
  }

  /** The same view with another comment. */
  public ViewDef withComment(@Nullable String newComment) {
    return new ViewDef(id, schema, name, columns, sql, path, uses, newComment);
  }

  /** The same view under another name. */
  public ViewDef withName(String newSchema, String newName) {
    return new ViewDef(id, newSchema, newName, columns, sql, path, uses, comment);
  }

  /** The name with its schema, for messages. */
  public String qualifiedName() {
    return schema + "." + name;
  }
}
