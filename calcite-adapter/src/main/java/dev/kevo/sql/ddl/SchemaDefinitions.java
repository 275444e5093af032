package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.SchemaDef;
import dev.kevo.sql.parser.ddl.DropStatement;
import dev.kevo.sql.types.SqlState;
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

  void drop(SqlIdentifier identifier, DropStatement drop) {
    String name = DefinitionScope.simple(identifier);
    Catalog catalog = scope.catalog();
    Optional<SchemaDef> schema = catalog.schema(name);
    if (schema.isEmpty()) {
      if (drop.ifExists()) {
        return;
      }
      throw SqlState.NO_SUCH_SCHEMA.failure("schema " + name + " does not exist");
    }
    if (name.equals(Catalog.PUBLIC) || Catalog.isSystemSchema(name)) {
      throw SqlState.SYNTAX_OR_ACCESS.failure("schema " + name + " cannot be dropped");
    }
    if (!catalog.tables(name).isEmpty()) {
      throw SqlState.DEPENDENT_OBJECTS.failure("schema " + name + " is not empty");
    }
    scope.editor().remove(schema.get());
  }
}
