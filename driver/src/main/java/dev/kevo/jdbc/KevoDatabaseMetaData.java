package dev.kevo.jdbc;

import static dev.kevo.jdbc.MemoryRows.integer;
import static dev.kevo.jdbc.MemoryRows.smallint;
import static dev.kevo.jdbc.MemoryRows.text;

import dev.kevo.jdbc.connect.ConnectionProperty;
import dev.kevo.sql.session.ResultColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection can tell about its database. Everything that is defined is asked of
 * INFORMATION_SCHEMA, so that this and a query of it never say different things.
 *
 * <p>There are no catalogues: who asks for one gets nothing. Where JDBC wants a table's exact name,
 * a pattern is taken, too: tools ask for a whole schema at once.
 */
final class KevoDatabaseMetaData
    implements ProductFacts, NameFacts, SqlFacts, TransactionFacts, LimitFacts, AbsentObjects {
  private static final List<String> TABLE_TYPES =
      List.of("LOCAL TEMPORARY", "SYSTEM TABLE", "TABLE", "VIEW");

  private final KevoConnection connection;

  KevoDatabaseMetaData(KevoConnection connection) {
    this.connection = connection;
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

  // Schemas, tables and columns.

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
    return result(
        MetaDataQuery.of(MetaDataQuery.SCHEMAS)
            .inCatalog(catalog)
            .where("SCHEMA_NAME", schemaPattern)
            .orderBy("TABLE_SCHEM"));
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
    return result(
        MetaDataQuery.of(MetaDataQuery.TABLES)
            .inCatalog(catalog)
            .where("TABLE_SCHEM", schemaPattern)
            .where("TABLE_NAME", tablePattern)
            .whereOneOf("TABLE_TYPE", types)
            .orderBy("TABLE_TYPE, TABLE_SCHEM, TABLE_NAME"));
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return result(
        MetaDataQuery.of(MetaDataQuery.COLUMNS)
            .inCatalog(catalog)
            .where("TABLE_SCHEMA", schemaPattern)
            .where("TABLE_NAME", tablePattern)
            .where("COLUMN_NAME", columnPattern)
            .orderBy("TABLE_SCHEM, TABLE_NAME, ORDINAL_POSITION"));
  }

  // Keys and indexes.

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schemaName, @Nullable String table)
      throws SQLException {
    return result(
        MetaDataQuery.of(MetaDataQuery.PRIMARY_KEYS)
            .inCatalog(catalog)
            .where("k.TABLE_SCHEMA", schemaName)
            .where("k.TABLE_NAME", table)
            .orderBy("TABLE_SCHEM, TABLE_NAME, COLUMN_NAME"));
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schemaName,
      @Nullable String table,
      int scope,
      boolean nullable)
      throws SQLException {
    return result(
        MetaDataQuery.of(MetaDataQuery.ROW_IDENTIFIERS)
            .inCatalog(catalog)
            .where("k.TABLE_SCHEMA", schemaName)
            .where("k.TABLE_NAME", table)
            .orderBy("k.TABLE_SCHEMA, k.TABLE_NAME, k.ORDINAL_POSITION"));
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schemaName,
      @Nullable String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    return result(
        MetaDataQuery.of(MetaDataQuery.INDEXES)
            .inCatalog(catalog)
            .where("TABLE_SCHEMA", schemaName)
            .where("TABLE_NAME", table)
            .where(unique ? "IS_UNIQUE" : "TRUE")
            .orderBy("NON_UNIQUE, TABLE_SCHEM, TABLE_NAME, INDEX_NAME, ORDINAL_POSITION"));
  }

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schemaName, @Nullable String table)
      throws SQLException {
    return result(
        MetaDataQuery.of(MetaDataQuery.FOREIGN_KEYS)
            .inCatalog(catalog)
            .where("k.TABLE_SCHEMA", schemaName)
            .where("k.TABLE_NAME", table)
            .orderBy("PKTABLE_SCHEM, PKTABLE_NAME, FK_NAME, KEY_SEQ"));
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schemaName, @Nullable String table)
      throws SQLException {
    return getCrossReference(catalog, schemaName, table, null, null, null);
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
    return result(
        MetaDataQuery.of(MetaDataQuery.FOREIGN_KEYS)
            .inCatalog(parentCatalog)
            .inCatalog(foreignCatalog)
            .where("k.REFERENCED_TABLE_SCHEMA", parentSchema)
            .where("k.REFERENCED_TABLE_NAME", parentTable)
            .where("k.TABLE_SCHEMA", foreignSchema)
            .where("k.TABLE_NAME", foreignTable)
            .orderBy("FKTABLE_SCHEM, FKTABLE_NAME, FK_NAME, KEY_SEQ"));
  }

  // What is the same in each database.

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return result(TypeInfo.COLUMNS, TypeInfo.rows());
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

  @Override
  public ResultSet none(String columns) throws SQLException {
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

  private ResultSet result(MetaDataQuery query) throws SQLException {
    return query.run(connection);
  }

  private ResultSet result(List<ResultColumn> columns, List<@Nullable Object[]> rows)
      throws SQLException {
    if (connection.isClosed()) {
      throw JdbcErrors.connectionClosed();
    }
    return MemoryRows.of(new KevoStatement(connection), columns, rows);
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
