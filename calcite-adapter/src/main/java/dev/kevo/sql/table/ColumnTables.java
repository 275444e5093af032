package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.CATALOG;
import static dev.kevo.sql.table.InformationSchema.define;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of INFORMATION_SCHEMA about the columns of tables and views. */
final class ColumnTables {
  private static final Pattern NEXT_VALUE =
      Pattern.compile("\"?" + ColumnGeneration.NEXT_VALUE + "\"?\\((\\d+), \\d+\\)");

  /**
   * A column.
   *
   * @param position from 1
   * @param sequence what numbers an identity column, else null
   * @param updatable whether statements can set it
   */
  private record Column(
      String schema,
      String table,
      int position,
      ColumnDef def,
      @Nullable String defaultText,
      SequenceDef.@Nullable Options sequence,
      boolean updatable) {
    ColumnType type() {
      return def.type();
    }

    /** What tells it from other columns of the table, for ELEMENT_TYPES. */
    String identifier() {
      return String.valueOf(position);
    }

    boolean isArray() {
      return type().element() != null;
    }

    ColumnType element() {
      return Objects.requireNonNull(type().element());
    }

    @Nullable String identityGeneration() {
      return def.generation() instanceof ColumnGeneration.Identity identity
          ? identity.always() ? "ALWAYS" : "BY DEFAULT"
          : null;
    }

    @Nullable String expression() {
      return def.generation() instanceof ColumnGeneration.Computed computed ? computed.sql() : null;
    }
  }

  /** Reads an option of the sequence that numbers a column. */
  private interface Option {
    Object of(SequenceDef.Options options);
  }

  static final List<SystemDef<Definitions>> ALL =
      List.of(
          define("COLUMNS", ColumnTables::columns, columnsOfColumns()),
          define(
              "ELEMENT_TYPES",
              definitions -> columns(definitions).stream().filter(Column::isArray).toList(),
              columnsOfElementTypes()));

  private ColumnTables() {}

  private static SystemColumns<Column> columnsOfColumns() {
    SystemColumns<Column> columns =
        new SystemColumns<Column>()
            .constant("TABLE_CATALOG", CATALOG)
            .text("TABLE_SCHEMA", Column::schema)
            .text("TABLE_NAME", Column::table)
            .text("COLUMN_NAME", column -> column.def().name())
            .integer("ORDINAL_POSITION", Column::position)
            .textOrNull("COLUMN_DEFAULT", Column::defaultText)
            .yesOrNo("IS_NULLABLE", column -> column.type().nullable());
    TypeColumns.add(columns, Column::type);
    return columns
        .absent("DOMAIN_CATALOG", "DOMAIN_SCHEMA", "DOMAIN_NAME")
        .absent("UDT_CATALOG", "UDT_SCHEMA", "UDT_NAME")
        .absent("SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_NAME")
        .integerOrNull("MAXIMUM_CARDINALITY", column -> null)
        .text("DTD_IDENTIFIER", Column::identifier)
        .constant("IS_SELF_REFERENCING", "NO")
        .yesOrNo("IS_IDENTITY", column -> column.def().isIdentity())
        .textOrNull("IDENTITY_GENERATION", Column::identityGeneration)
        .bigintOrNull("IDENTITY_START", option(SequenceDef.Options::start))
        .bigintOrNull("IDENTITY_INCREMENT", option(SequenceDef.Options::increment))
        .bigintOrNull("IDENTITY_MAXIMUM", option(SequenceDef.Options::max))
        .bigintOrNull("IDENTITY_MINIMUM", option(SequenceDef.Options::min))
        .textOrNull("IDENTITY_CYCLE", option(options -> options.cycle() ? "YES" : "NO"))
        .text("IS_GENERATED", column -> column.def().isComputed() ? "ALWAYS" : "NEVER")
        .textOrNull("GENERATION_EXPRESSION", Column::expression)
        .constant("IS_SYSTEM_TIME_PERIOD_START", "NO")
        .constant("IS_SYSTEM_TIME_PERIOD_END", "NO")
        .absent("SYSTEM_TIME_PERIOD_TIMESTAMP_GENERATION")
        .yesOrNo("IS_UPDATABLE", Column::updatable)
        .text("TYPE_NAME", column -> column.type().sqlName())
        .text("DECLARED_TYPE", column -> column.type().declaration())
        .integer("JDBC_TYPE", column -> column.type().jdbcType())
        .integer("COLUMN_SIZE", column -> column.type().columnSize())
        .integerOrNull("DECIMAL_DIGITS", column -> TypeColumns.decimalDigits(column.type()))
        .textOrNull("REMARKS", column -> column.def().comment());
  }

  private static SystemColumns<Column> columnsOfElementTypes() {
    SystemColumns<Column> columns =
        new SystemColumns<Column>()
            .constant("OBJECT_CATALOG", CATALOG)
            .text("OBJECT_SCHEMA", Column::schema)
            .text("OBJECT_NAME", Column::table)
            .constant("OBJECT_TYPE", "TABLE")
            .text("COLLECTION_TYPE_IDENTIFIER", Column::identifier);
    TypeColumns.add(columns, Column::element);
    return columns
        .absent("UDT_CATALOG", "UDT_SCHEMA", "UDT_NAME")
        .absent("SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_NAME")
        .integerOrNull("MAXIMUM_CARDINALITY", column -> null)
        .text("DTD_IDENTIFIER", column -> column.identifier() + "_");
  }

  private static SystemColumns.Value<Column> option(Option option) {
    return column -> column.sequence() == null ? null : option.of(column.sequence());
  }

  private static List<Column> columns(Definitions definitions) {
    List<Column> columns = new ArrayList<>();
    for (TableDef table : definitions.tables()) {
      boolean updatable = table.kind() != TableDef.Kind.SYSTEM;
      int position = 1;
      for (ColumnDef def : table.columns()) {
        columns.add(
            new Column(
                table.schema(),
                table.name(),
                position++,
                def,
                def.isIdentity() ? null : defaultText(def.defaultSql(), definitions.catalog()),
                sequence(def, definitions),
                updatable && !def.isComputed()));
      }
    }
    for (ViewDef view : definitions.views()) {
      int position = 1;
      for (ViewDef.Column column : view.columns()) {
        ColumnDef def =
            new ColumnDef(position, column.name(), column.type()).withComment(column.comment());
        columns.add(new Column(view.schema(), view.name(), position++, def, null, null, false));
      }
    }
    return columns;
  }

  private static SequenceDef.@Nullable Options sequence(ColumnDef def, Definitions definitions) {
    return def.generation() instanceof ColumnGeneration.Identity identity
        ? definitions.sequence(identity.sequence()).map(SequenceDef::options).orElse(null)
        : null;
  }

  /** A default as a statement would give it: with names in the place of ids. */
  static @Nullable String defaultText(@Nullable String sql, Catalog catalog) {
    return sql == null
        ? null
        : NEXT_VALUE
            .matcher(sql)
            .replaceAll(call -> Matcher.quoteReplacement(name(call.group(1), catalog)));
  }

  private static String name(String id, Catalog catalog) {
    return catalog
        .sequence(Long.parseLong(id))
        .map(found -> "NEXT VALUE FOR \"" + found.schema() + "\".\"" + found.name() + "\"")
        .orElse("NULL");
  }
}
