package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.INT;
import static dev.kevo.sql.table.InformationSchema.INT_OR_NULL;
import static dev.kevo.sql.table.InformationSchema.LONG_OR_NULL;
import static dev.kevo.sql.table.InformationSchema.TEXT;
import static dev.kevo.sql.table.InformationSchema.TEXT_OR_NULL;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.types.ColumnType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** COLUMNS: the columns of tables and views. */
final class ColumnsTable {
  private static final Pattern NEXT_VALUE =
      Pattern.compile("\"?" + ColumnGeneration.NEXT_VALUE + "\"?\\((\\d+), \\d+\\)");

  static final InformationSchema.SystemDef DEFINITION =
      InformationSchema.defineAll(
          "COLUMNS",
          ColumnsTable::collect,
          columns -> {
            columns.accept("TABLE_CATALOG", TEXT_OR_NULL);
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("COLUMN_NAME", TEXT);
            columns.accept("ORDINAL_POSITION", INT);
            columns.accept("COLUMN_DEFAULT", TEXT_OR_NULL);
            columns.accept("IS_NULLABLE", TEXT);
            columns.accept("DATA_TYPE", TEXT);
            columns.accept("CHARACTER_MAXIMUM_LENGTH", INT_OR_NULL);
            columns.accept("CHARACTER_OCTET_LENGTH", INT_OR_NULL);
            columns.accept("NUMERIC_PRECISION", INT_OR_NULL);
            columns.accept("NUMERIC_PRECISION_RADIX", INT_OR_NULL);
            columns.accept("NUMERIC_SCALE", INT_OR_NULL);
            columns.accept("DATETIME_PRECISION", INT_OR_NULL);
            columns.accept("INTERVAL_TYPE", TEXT_OR_NULL);
            columns.accept("INTERVAL_PRECISION", INT_OR_NULL);
            columns.accept("IS_IDENTITY", TEXT);
            columns.accept("IDENTITY_GENERATION", TEXT_OR_NULL);
            columns.accept("IDENTITY_START", LONG_OR_NULL);
            columns.accept("IDENTITY_INCREMENT", LONG_OR_NULL);
            columns.accept("IDENTITY_MINIMUM", LONG_OR_NULL);
            columns.accept("IDENTITY_MAXIMUM", LONG_OR_NULL);
            columns.accept("IDENTITY_CYCLE", TEXT_OR_NULL);
            columns.accept("IS_GENERATED", TEXT);
            columns.accept("GENERATION_EXPRESSION", TEXT_OR_NULL);
            columns.accept("JDBC_TYPE", INT);
            columns.accept("COLUMN_SIZE", INT);
            columns.accept("DECIMAL_DIGITS", INT_OR_NULL);
            columns.accept("REMARKS", TEXT_OR_NULL);
          });

  private ColumnsTable() {}

  private static void collect(Catalog catalog, CatalogStore store, List<@Nullable Object[]> rows) {
    for (String schema : catalog.schemas()) {
      for (TableDef table : InformationSchema.tablesOf(schema, catalog, store)) {
        for (int i = 0; i < table.columns().size(); i++) {
          rows.add(row(schema, table.name(), i, table.columns().get(i), catalog));
        }
      }
      for (ViewDef view : catalog.views(schema).values()) {
        for (int i = 0; i < view.columns().size(); i++) {
          ViewDef.Column column = view.columns().get(i);
          ColumnDef same =
              new ColumnDef(i, column.name(), column.type()).withComment(column.comment());
          rows.add(row(schema, view.name(), i, same, catalog));
        }
      }
    }
  }

  private static @Nullable Object[] row(
      String schema, String table, int index, ColumnDef column, Catalog catalog) {
    ColumnType type = column.type();
    boolean sized = type.isText() || type.isBinary();
    boolean numeric = SqlTypeName.NUMERIC_TYPES.contains(type.typeName());
    Integer digits = decimalDigits(type);
    ColumnGeneration generation = column.generation();
    ColumnGeneration.Identity identity =
        generation instanceof ColumnGeneration.Identity numbered ? numbered : null;
    SequenceDef.Options options =
        identity == null
            ? null
            : catalog.sequence(identity.sequence()).map(SequenceDef::options).orElse(null);
    return InformationSchema.row(
        null,
        schema,
        table,
        column.name(),
        index + 1,
        identity == null ? defaultText(column.defaultSql(), catalog) : null,
        InformationSchema.yesOrNo(type.nullable()),
        type.sqlName(),
        sized ? (Integer) type.columnSize() : null,
        octetLength(type),
        numeric ? (Integer) type.columnSize() : null,
        numeric ? (Integer) 10 : null,
        numeric ? digits : null,
        numeric ? null : digits,
        type.isInterval() ? type.sqlName().substring("INTERVAL ".length()) : null,
        type.isInterval() ? (Integer) type.precision() : null,
        InformationSchema.yesOrNo(identity != null),
        identity == null ? null : identity.always() ? "ALWAYS" : "BY DEFAULT",
        options == null ? null : (Long) options.start(),
        options == null ? null : (Long) options.increment(),
        options == null ? null : (Long) options.min(),
        options == null ? null : (Long) options.max(),
        options == null ? null : InformationSchema.yesOrNo(options.cycle()),
        column.isComputed() ? "ALWAYS" : "NEVER",
        generation instanceof ColumnGeneration.Computed computed ? computed.sql() : null,
        type.jdbcType(),
        type.columnSize(),
        digits,
        column.comment());
  }

  /** A default as a statement would give it: with names in the place of ids. */
  private static @Nullable String defaultText(@Nullable String sql, Catalog catalog) {
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

  private static @Nullable Integer octetLength(ColumnType type) {
    if (type.isBinary()) {
      return type.columnSize();
    }
    return type.isText()
        ? (Integer) (int) Math.min(4L * type.columnSize(), Integer.MAX_VALUE)
        : null;
  }

  /** The digits after the point that a number, a time or a timestamp can have. */
  private static @Nullable Integer decimalDigits(ColumnType type) {
    return switch (type.typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> 0;
      case DECIMAL -> type.scale();
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> type.decimalDigits();
      default -> type.isInterval() ? (Integer) type.decimalDigits() : null;
    };
  }
}
