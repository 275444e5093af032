package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.CATALOG;
import static dev.kevo.sql.table.InformationSchema.define;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogObject;
import dev.kevo.sql.catalog.SchemaDef;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of INFORMATION_SCHEMA about schemas, tables, views and sequences. */
final class SchemaObjectTables {
  private static final String LOCAL_TEMPORARY = "LOCAL TEMPORARY";
  private static final int RADIX = 10;

  /** A table or a view. */
  private record Relation(
      String schema,
      String name,
      String type,
      @Nullable String atCommit,
      boolean insertable,
      @Nullable String remarks) {}

  /** A table or view that a view's query names. */
  private record Usage(ViewDef view, String schema, String name) {}

  static final List<SystemDef<Definitions>> ALL =
      List.of(
          define(
              "INFORMATION_SCHEMA_CATALOG_NAME",
              definitions -> List.of(CATALOG),
              new SystemColumns<String>().text("CATALOG_NAME", name -> name)),
          define(
              "SCHEMATA",
              Definitions::schemas,
              new SystemColumns<SchemaDef>()
                  .constant("CATALOG_NAME", CATALOG)
                  .text("SCHEMA_NAME", SchemaDef::name)
                  .absent(
                      "SCHEMA_OWNER",
                      "DEFAULT_CHARACTER_SET_CATALOG",
                      "DEFAULT_CHARACTER_SET_SCHEMA",
                      "DEFAULT_CHARACTER_SET_NAME",
                      "SQL_PATH")
                  .flag("IS_SYSTEM", schema -> Catalog.isSystemSchema(schema.name()))
                  .textOrNull("REMARKS", SchemaDef::comment)),
          define(
              "TABLES",
              SchemaObjectTables::relations,
              new SystemColumns<Relation>()
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", Relation::schema)
                  .text("TABLE_NAME", Relation::name)
                  .text("TABLE_TYPE", Relation::type)
                  .absent(
                      "SELF_REFERENCING_COLUMN_NAME",
                      "REFERENCE_GENERATION",
                      "USER_DEFINED_TYPE_CATALOG",
                      "USER_DEFINED_TYPE_SCHEMA",
                      "USER_DEFINED_TYPE_NAME")
                  .yesOrNo("IS_INSERTABLE_INTO", Relation::insertable)
                  .constant("IS_TYPED", "NO")
                  .textOrNull("COMMIT_ACTION", Relation::atCommit)
                  .textOrNull("REMARKS", Relation::remarks)),
          define(
              "VIEWS",
              Definitions::views,
              new SystemColumns<ViewDef>()
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", ViewDef::schema)
                  .text("TABLE_NAME", ViewDef::name)
                  .text("VIEW_DEFINITION", ViewDef::sql)
                  .constant("CHECK_OPTION", "NONE")
                  .constant("IS_UPDATABLE", "NO")
                  .constant("IS_INSERTABLE_INTO", "NO")
                  .constant("IS_TRIGGER_UPDATABLE", "NO")
                  .constant("IS_TRIGGER_DELETABLE", "NO")
                  .constant("IS_TRIGGER_INSERTABLE_INTO", "NO")
                  .textOrNull("REMARKS", ViewDef::comment)),
          define(
              "VIEW_TABLE_USAGE",
              SchemaObjectTables::usages,
              new SystemColumns<Usage>()
                  .constant("VIEW_CATALOG", CATALOG)
                  .text("VIEW_SCHEMA", usage -> usage.view().schema())
                  .text("VIEW_NAME", usage -> usage.view().name())
                  .constant("TABLE_CATALOG", CATALOG)
                  .text("TABLE_SCHEMA", Usage::schema)
                  .text("TABLE_NAME", Usage::name)),
          define(
              "SEQUENCES",
              Definitions::sequences,
              new SystemColumns<SequenceDef>()
                  .constant("SEQUENCE_CATALOG", CATALOG)
                  .text("SEQUENCE_SCHEMA", SequenceDef::schema)
                  .text("SEQUENCE_NAME", SequenceDef::name)
                  .text("DATA_TYPE", sequence -> type(sequence).sqlName())
                  .integer("NUMERIC_PRECISION", sequence -> type(sequence).columnSize())
                  .integer("NUMERIC_PRECISION_RADIX", sequence -> RADIX)
                  .integer("NUMERIC_SCALE", sequence -> 0)
                  .bigint("START_VALUE", sequence -> sequence.options().start())
                  .bigint("MINIMUM_VALUE", sequence -> sequence.options().min())
                  .bigint("MAXIMUM_VALUE", sequence -> sequence.options().max())
                  .bigint("INCREMENT", sequence -> sequence.options().increment())
                  .yesOrNo("CYCLE_OPTION", sequence -> sequence.options().cycle())
                  .integer("CACHE", sequence -> sequence.options().cache())
                  .textOrNull("REMARKS", SequenceDef::comment)));

  private SchemaObjectTables() {}

  private static ColumnType type(SequenceDef sequence) {
    return ColumnType.of(sequence.options().type());
  }

  private static List<Relation> relations(Definitions definitions) {
    List<Relation> relations = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      boolean insertable = table.kind() != TableDef.Kind.SYSTEM;
      relations.add(
          new Relation(
              table.schema(),
              table.name(),
              type(table),
              atCommit(table),
              insertable,
              remarks(table)));
    }
    for (ViewDef view : definitions.views()) {
      relations.add(new Relation(view.schema(), view.name(), "VIEW", null, false, view.comment()));
    }
    return relations;
  }

  private static @Nullable String atCommit(TableDef table) {
    if (!table.isTemporary()) {
      return null;
    }
    return table.isEmptiedAtCommit() ? "DELETE" : "PRESERVE";
  }

  private static String type(TableDef table) {
    if (table.isTemporary()) {
      return LOCAL_TEMPORARY;
    }
    return table.kind() == TableDef.Kind.SYSTEM ? "SYSTEM VIEW" : "BASE TABLE";
  }

  private static @Nullable String remarks(TableDef table) {
    return switch (table.kind()) {
      case KEYSPACE -> "The keyspace's entries as bytes";
      case KEYSPACE_TEXT -> "The keyspace's entries as UTF-8 text";
      default -> table.comment();
    };
  }

  private static List<Usage> usages(Definitions definitions) {
    List<Usage> usages = new ArrayList<>();
    for (ViewDef view : definitions.views()) {
      for (long id : view.uses()) {
        CatalogObject used = definitions.catalog().object(id).orElseThrow();
        if (used instanceof TableDef table) {
          usages.add(new Usage(view, table.schema(), table.name()));
        } else if (used instanceof ViewDef other) {
          usages.add(new Usage(view, other.schema(), other.name()));
        }
      }
    }
    return usages;
  }
}
