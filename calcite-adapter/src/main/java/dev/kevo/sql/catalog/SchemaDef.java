package dev.kevo.sql.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A schema; immutable.
 *
 * @param id 0 if the system defines it: then it cannot be dropped
 * @param name its name
 * @param comment what COMMENT ON said of it, or null
 */
public record SchemaDef(long id, String name, @Nullable String comment) implements CatalogObject {
  /** The same schema with another comment. */
  public SchemaDef withComment(@Nullable String newComment) {
    return new SchemaDef(id, name, newComment);
  }
}
