package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.CatalogObject;
import dev.kevo.sql.catalog.SchemaDef;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.ddl.SqlCreateSchema;

/** CREATE and DROP SCHEMA. */
final class SchemaDefinitions {
  private final DefinitionScope scope;

  SchemaDefinitions(DefinitionScope scope) {
    this.scope = scope;
  }

  void create(SqlCreateSchema create) {
    String name = DefinitionScope.simple(create.name);
    if (scope.catalog().schemas().contains(name)) {
      if (create.ifNotExists) {
        return;
      }
      throw SqlState.DUPLICATE_SCHEMA.failure("schema " + name + " already exists");
    }
    CatalogEditor editor = scope.editor();
    editor.put(new SchemaDef(editor.nextId(), name, null));
  }

  void drop(DropStatement drop, SqlIdentifier identifier, Removal removal) {
    String name = DefinitionScope.simple(identifier);
    Catalog catalog = scope.catalog();
    Optional<SchemaDef> schema = catalog.schema(name);
    if (schema.isEmpty()) {
      if (drop.ifExists()) {
        return;
      }
      throw SqlErrors.at(
          SqlState.NO_SUCH_SCHEMA,
          "schema " + name + " does not exist",
          identifier.getParserPosition());
    }
    if (name.equals(Catalog.PUBLIC) || Catalog.isSystemSchema(name)) {
      throw SqlState.SYNTAX_OR_ACCESS.failure("schema " + name + " cannot be dropped");
    }
    List<CatalogObject> content = new ArrayList<>(catalog.tables(name).values());
    content.addAll(catalog.views(name).values());
    content.addAll(catalog.sequences(name).values());
    if (!content.isEmpty() && !drop.cascade()) {
      throw SqlState.DEPENDENT_OBJECTS.failure("schema " + name + " is not empty");
    }
    content.forEach(removal::add);
    removal.add(schema.get());
  }
}
