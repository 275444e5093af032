package dev.kevo.jdbc;

import static dev.kevo.jdbc.MemoryRows.bigint;
import static dev.kevo.jdbc.MemoryRows.bool;
import static dev.kevo.jdbc.MemoryRows.integer;
import static dev.kevo.jdbc.MemoryRows.smallint;
import static dev.kevo.jdbc.MemoryRows.text;

import dev.kevo.jdbc.InformationSchema.Row;
import dev.kevo.jdbc.connect.ConnectionProperty;
import dev.kevo.sql.session.ResultColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connection can tell about its database: schemas, tables, columns, keys, types. */
final class KevoDatabaseMetaData extends DatabaseFacts {
  private static final List<String> TABLE_TYPES = List.of("SYSTEM TABLE", "TABLE", "VIEW");
  private static final short SEARCHABLE = typeSearchable;
  private static final int RADIX = 10;

  private final KevoConnection connection;
  private final InformationSchema schema;

  KevoDatabaseMetaData(KevoConnection connection) {
    this.connection = connection;
    this.schema = new InformationSchema(connection);
  }

  // The connection.

  @Override
  public Connection getConnection() {
    return connection;
  }

  /** Without properties, so without a password. */
  @Override
  public String getURL() {
    return connection.settings().url();
  }

  @Override
  public String getUserName() {
    return connection.settings().text(ConnectionProperty.USER);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return connection.isReadOnly();
  }

  // Schemas and tables.

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return result(List.of(text("TABLE_CAT")), List.of());
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    NamePattern schemas = NamePattern.of(schemaPattern);
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (isNoCatalog(catalog)) {
      for (Row row : schema.read("SCHEMATA")) {
        if (schemas.matches(row.text("SCHEMA_NAME"))) {
          rows.add(new @Nullable Object[] {row.text("SCHEMA_NAME"), null});
        }
      }
    }
    rows.sort(by(0));
    return result(List.of(text("TABLE_SCHEM"), text("TABLE_CATALOG")), rows);
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String type : TABLE_TYPES) {
      rows.add(new @Nullable Object[] {type});
    }
    return result(List.of(text("TABLE_TYPE")), rows);
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      String @Nullable [] types)
      throws SQLException {
    NamePattern schemas = NamePattern.of(schemaPattern);
    NamePattern tables = NamePattern.of(tablePattern);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Row row : isNoCatalog(catalog) ? schema.read("TABLES") : List.<Row>of()) {
      String type = tableType(row);
      if (schemas.matches(row.text("TABLE_SCHEMA"))
          && tables.matches(row.text("TABLE_NAME"))
          && (types == null || Arrays.asList(types).contains(type))) {
        rows.add(
            new @Nullable Object[] {
              null,
              row.text("TABLE_SCHEMA"),
              row.text("TABLE_NAME"),
              type,
              row.textOrNull("REMARKS"),
              null,
              null,
              null,
              null,
              null
            });
      }
    }
    rows.sort(by(3).thenComparing(by(1)).thenComparing(by(2)));
    return result(
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            text("TABLE_TYPE"),
            text("REMARKS"),
            text("TYPE_CAT"),
            text("TYPE_SCHEM"),
            text("TYPE_NAME"),
            text("SELF_REFERENCING_COL_NAME"),
            text("REF_GENERATION")),
        rows);
  }

  /** SQL says BASE TABLE where JDBC says TABLE. */
  private static String tableType(Row row) {
    String type = row.text("TABLE_TYPE").toUpperCase(Locale.ROOT);
    return switch (type) {
      case "BASE TABLE" -> "TABLE";
      case "SYSTEM VIEW" -> "SYSTEM TABLE";
      default -> type;
    };
  }

  // Columns.

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    NamePattern schemas = NamePattern.of(schemaPattern);
    NamePattern tables = NamePattern.of(tablePattern);
    NamePattern columns = NamePattern.of(columnPattern);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Row row : isNoCatalog(catalog) ? schema.read("COLUMNS") : List.<Row>of()) {
      if (schemas.matches(row.text("TABLE_SCHEMA"))
          && tables.matches(row.text("TABLE_NAME"))
          && columns.matches(row.text("COLUMN_NAME"))) {
        rows.add(column(row));
      }
    }
    rows.sort(by(1).thenComparing(by(2)).thenComparing(byNumber(16)));
    return result(
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            text("COLUMN_NAME"),
            integer("DATA_TYPE"),
            text("TYPE_NAME"),
            integer("COLUMN_SIZE"),
            integer("BUFFER_LENGTH"),
            integer("DECIMAL_DIGITS"),
            integer("NUM_PREC_RADIX"),
            integer("NULLABLE"),
            text("REMARKS"),
            text("COLUMN_DEF"),
            integer("SQL_DATA_TYPE"),
            integer("SQL_DATETIME_SUB"),
            integer("CHAR_OCTET_LENGTH"),
            integer("ORDINAL_POSITION"),
            text("IS_NULLABLE"),
            text("SCOPE_CATALOG"),
            text("SCOPE_SCHEMA"),
            text("SCOPE_TABLE"),
            smallint("SOURCE_DATA_TYPE"),
            text("IS_AUTOINCREMENT"),
            text("IS_GENERATEDCOLUMN")),
        rows);
  }

  private static @Nullable Object[] column(Row row) {
    String typeName = row.text("TYPE_NAME");
    boolean nullable = row.isYes("IS_NULLABLE");
    return new @Nullable Object[] {
      null,
      row.text("TABLE_SCHEMA"),
      row.text("TABLE_NAME"),
      row.text("COLUMN_NAME"),
      row.number("JDBC_TYPE"),
      typeName,
      row.number("COLUMN_SIZE"),
      null,
      row.number("DECIMAL_DIGITS"),
      RADIX,
      nullable ? columnNullable : columnNoNulls,
      row.textOrNull("REMARKS"),
      row.textOrNull("COLUMN_DEFAULT"),
      null,
      null,
      row.number("CHARACTER_OCTET_LENGTH"),
      row.number("ORDINAL_POSITION"),
      nullable ? "YES" : "NO",
      null,
      null,
      null,
      null,
      row.isYes("IS_IDENTITY") ? "YES" : "NO",
      "NO"
    };
  }

  // Keys and indexes.

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schemaName, String table) throws SQLException {
    Map<String, String> keys = new HashMap<>();
    for (Row row : isNoCatalog(catalog) ? schema.read("TABLE_CONSTRAINTS") : List.<Row>of()) {
      if (row.text("CONSTRAINT_TYPE").equals("PRIMARY KEY") && isOf(row, schemaName, table)) {
        keys.put(constraint(row), row.text("CONSTRAINT_NAME"));
      }
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Row row : keys.isEmpty() ? List.<Row>of() : schema.read("KEY_COLUMN_USAGE")) {
      if (keys.containsKey(constraint(row))) {
        Integer position = row.number("ORDINAL_POSITION");
        rows.add(
            new @Nullable Object[] {
              null,
              row.text("TABLE_SCHEMA"),
              row.text("TABLE_NAME"),
              row.text("COLUMN_NAME"),
              position == null ? null : (Short) position.shortValue(),
              row.text("CONSTRAINT_NAME")
            });
      }
    }
    rows.sort(by(1).thenComparing(by(2)).thenComparing(by(3)));
    return result(
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            text("COLUMN_NAME"),
            smallint("KEY_SEQ"),
            text("PK_NAME")),
        rows);
  }

  /** A table's name may be a pattern: tools ask for a whole schema at once. */
  private static boolean isOf(Row row, @Nullable String schemaName, @Nullable String table) {
    return NamePattern.of(schemaName).matches(row.text("TABLE_SCHEMA"))
        && NamePattern.of(table).matches(row.text("TABLE_NAME"));
  }

  private static String constraint(Row row) {
    return row.text("TABLE_SCHEMA")
        + '\0'
        + row.text("TABLE_NAME")
        + '\0'
        + row.text("CONSTRAINT_NAME");
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schemaName,
      @Nullable String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Row row : isNoCatalog(catalog) ? schema.read("INDEX_COLUMNS") : List.<Row>of()) {
      boolean isUnique = row.isYes("IS_UNIQUE");
      if (isOf(row, schemaName, table) && (isUnique || !unique) && !row.isYes("IS_INCLUDED")) {
        Integer position = row.number("ORDINAL_POSITION");
        rows.add(
            new @Nullable Object[] {
              null,
              row.text("TABLE_SCHEMA"),
              row.text("TABLE_NAME"),
              !isUnique,
              null,
              row.text("INDEX_NAME"),
              tableIndexOther,
              position == null ? null : (Short) position.shortValue(),
              row.text("COLUMN_NAME"),
              row.textOrNull("ASC_OR_DESC"),
              0L,
              0L,
              null
            });
      }
    }
    rows.sort(by(3).thenComparing(by(5)).thenComparing(byNumber(7)));
    return result(
        List.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            bool("NON_UNIQUE"),
            text("INDEX_QUALIFIER"),
            text("INDEX_NAME"),
            smallint("TYPE"),
            smallint("ORDINAL_POSITION"),
            text("COLUMN_NAME"),
            text("ASC_OR_DESC"),
            bigint("CARDINALITY"),
            bigint("PAGES"),
            text("FILTER_CONDITION")),
        rows);
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schemaName,
      String table,
      int scope,
      boolean nullable)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    try (ResultSet keys = getPrimaryKeys(catalog, schemaName, table)) {
      while (keys.next()) {
        rows.addAll(bestRow(keys));
      }
    }
    return result(
        List.of(
            smallint("SCOPE"),
            text("COLUMN_NAME"),
            integer("DATA_TYPE"),
            text("TYPE_NAME"),
            integer("COLUMN_SIZE"),
            integer("BUFFER_LENGTH"),
            smallint("DECIMAL_DIGITS"),
            smallint("PSEUDO_COLUMN")),
        rows);
  }

  private List<@Nullable Object[]> bestRow(ResultSet key) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    String columnName = key.getString("COLUMN_NAME");
    try (ResultSet columns =
        getColumns(null, key.getString("TABLE_SCHEM"), key.getString("TABLE_NAME"), columnName)) {
      while (columns.next()) {
        if (columns.getString("COLUMN_NAME").equals(columnName)) {
          rows.add(
              new @Nullable Object[] {
                (short) bestRowSession,
                columnName,
                columns.getInt("DATA_TYPE"),
                columns.getString("TYPE_NAME"),
                columns.getInt("COLUMN_SIZE"),
                null,
                columns.getShort("DECIMAL_DIGITS"),
                (short) bestRowNotPseudo
              });
        }
      }
    }
    return rows;
  }

  private static final List<ResultColumn> FOREIGN_KEY =
      List.of(
          text("PKTABLE_CAT"),
          text("PKTABLE_SCHEM"),
          text("PKTABLE_NAME"),
          text("PKCOLUMN_NAME"),
          text("FKTABLE_CAT"),
          text("FKTABLE_SCHEM"),
          text("FKTABLE_NAME"),
          text("FKCOLUMN_NAME"),
          smallint("KEY_SEQ"),
          smallint("UPDATE_RULE"),
          smallint("DELETE_RULE"),
          text("FK_NAME"),
          text("PK_NAME"),
          smallint("DEFERRABILITY"));

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schemaName, @Nullable String table)
      throws SQLException {
    return foreignKeys(
        isNoCatalog(catalog),
        (parentSchema, parent, childSchema, child) ->
            matches(schemaName, table, childSchema, child),
        by(ForeignKeys.PARENT_SCHEMA).thenComparing(by(ForeignKeys.PARENT_TABLE)));
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schemaName, @Nullable String table)
      throws SQLException {
    return foreignKeys(
        isNoCatalog(catalog),
        (parentSchema, parent, childSchema, child) ->
            matches(schemaName, table, parentSchema, parent),
        by(ForeignKeys.CHILD_SCHEMA).thenComparing(by(ForeignKeys.CHILD_TABLE)));
  }

  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      @Nullable String foreignTable)
      throws SQLException {
    return foreignKeys(
        isNoCatalog(parentCatalog) && isNoCatalog(foreignCatalog),
        (schemaOfParent, parent, childSchema, child) ->
            matches(parentSchema, parentTable, schemaOfParent, parent)
                && matches(foreignSchema, foreignTable, childSchema, child),
        by(ForeignKeys.CHILD_SCHEMA).thenComparing(by(ForeignKeys.CHILD_TABLE)));
  }

  private static boolean matches(
      @Nullable String schemaPattern, @Nullable String tablePattern, String in, String table) {
    return NamePattern.of(schemaPattern).matches(in) && NamePattern.of(tablePattern).matches(table);
  }

  private ResultSet foreignKeys(
      boolean any, ForeignKeys.Choice choice, Comparator<@Nullable Object[]> order)
      throws SQLException {
    List<@Nullable Object[]> rows = any ? ForeignKeys.read(schema, choice) : new ArrayList<>();
    // Two keys between the same tables follow one another, by their names.
    rows.sort(
        order.thenComparing(by(ForeignKeys.NAME)).thenComparing(byNumber(ForeignKeys.KEY_SEQ)));
    return result(FOREIGN_KEY, rows);
  }

  // Types.

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TypeInfo type : TypeInfo.ALL) {
      rows.add(
          new @Nullable Object[] {
            type.name(),
            type.jdbcType(),
            type.size(),
            type.quote(),
            type.quote(),
            type.parameters(),
            (short) typeNullable,
            TypeNames.isText(type.jdbcType()),
            SEARCHABLE,
            !TypeNames.isSigned(type.jdbcType()),
            false,
            false,
            type.name(),
            (short) 0,
            (short) type.maximumScale(),
            null,
            null,
            RADIX
          });
    }
    rows.sort(byNumber(1));
    return result(
        List.of(
            text("TYPE_NAME"),
            integer("DATA_TYPE"),
            integer("PRECISION"),
            text("LITERAL_PREFIX"),
            text("LITERAL_SUFFIX"),
            text("CREATE_PARAMS"),
            smallint("NULLABLE"),
            bool("CASE_SENSITIVE"),
            smallint("SEARCHABLE"),
            bool("UNSIGNED_ATTRIBUTE"),
            bool("FIXED_PREC_SCALE"),
            bool("AUTO_INCREMENT"),
            text("LOCAL_TYPE_NAME"),
            smallint("MINIMUM_SCALE"),
            smallint("MAXIMUM_SCALE"),
            integer("SQL_DATA_TYPE"),
            integer("SQL_DATETIME_SUB"),
            integer("NUM_PREC_RADIX")),
        rows);
  }

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String name : List.of("ApplicationName", "ClientHostname", "ClientUser")) {
      rows.add(new @Nullable Object[] {name, 255, "", "Kept for who asks."});
    }
    return result(
        List.of(text("NAME"), integer("MAX_LEN"), text("DEFAULT_VALUE"), text("DESCRIPTION")),
        rows);
  }

  // What there is none of. A column is its name, and its type unless that is text.

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none(
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 "
            + "RESERVED3 REMARKS PROCEDURE_TYPE:s SPECIFIC_NAME");
  }

  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE:s "
            + "DATA_TYPE:i TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s "
            + "REMARKS COLUMN_DEF SQL_DATA_TYPE:i SQL_DATETIME_SUB:i "
            + "CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SPECIFIC_NAME");
  }

  @Override
  public ResultSet getFunctions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none(
        "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:s " + "SPECIFIC_NAME");
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:s "
            + "DATA_TYPE:i TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s "
            + "REMARKS CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE "
            + "SPECIFIC_NAME");
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE " + "IS_GRANTABLE");
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE " + "IS_GRANTABLE");
  }

  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none(
        "SCOPE:s COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i "
            + "BUFFER_LENGTH:i DECIMAL_DIGITS:s PSEUDO_COLUMN:s");
  }

  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none("TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM " + "SUPERTYPE_NAME");
  }

  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none("TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME");
  }

  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE:i ATTR_TYPE_NAME "
            + "ATTR_SIZE:i DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS "
            + "ATTR_DEF SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i "
            + "ORDINAL_POSITION:i IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE "
            + "SOURCE_DATA_TYPE:s");
  }

  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i COLUMN_SIZE:i "
            + "DECIMAL_DIGITS:i NUM_PREC_RADIX:i COLUMN_USAGE REMARKS "
            + "CHAR_OCTET_LENGTH:i IS_NULLABLE");
  }

  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      int @Nullable [] types)
      throws SQLException {
    return none("TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE:i REMARKS " + "BASE_TYPE:s");
  }

  private ResultSet none(String columns) throws SQLException {
    List<ResultColumn> described = new ArrayList<>();
    for (String column : columns.split(" ")) {
      int colon = column.indexOf(':');
      String name = colon < 0 ? column : column.substring(0, colon);
      described.add(
          column.endsWith(":s")
              ? smallint(name)
              : column.endsWith(":i") ? integer(name) : text(name));
    }
    return result(described, List.of());
  }

  // Results.

  private ResultSet result(List<ResultColumn> columns, List<@Nullable Object[]> rows)
      throws SQLException {
    if (connection.isClosed()) {
      throw JdbcErrors.connectionClosed();
    }
    return MemoryRows.of(new KevoStatement(connection), columns, rows);
  }

  /** There are no catalogs: what asks for one gets nothing. */
  private static boolean isNoCatalog(@Nullable String catalog) {
    return catalog == null || catalog.isEmpty() || catalog.equals("%");
  }

  private static Comparator<@Nullable Object[]> by(int column) {
    return Comparator.comparing(row -> String.valueOf(row[column]));
  }

  private static Comparator<@Nullable Object[]> byNumber(int column) {
    return Comparator.comparingLong(
        row -> row[column] instanceof Number number ? number.longValue() : -1);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return JdbcErrors.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
