package dev.kevo.jdbc;

import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query of INFORMATION_SCHEMA whose columns are those that a method of DatabaseMetaData gives,
 * and the conditions that its arguments make. Runs as any statement does, here or on a server.
 */
final class MetaDataQuery {
  static final String SCHEMAS =
      """
      SELECT SCHEMA_NAME AS TABLE_SCHEM, CAST(NULL AS VARCHAR) AS TABLE_CATALOG
      FROM INFORMATION_SCHEMA.SCHEMATA
      WHERE TRUE""";

  /** SQL says BASE TABLE where JDBC says TABLE. */
  static final String TABLES =
      """
      SELECT * FROM (
        SELECT CAST(NULL AS VARCHAR) AS TABLE_CAT, TABLE_SCHEMA AS TABLE_SCHEM, TABLE_NAME,
          CAST(CASE TABLE_TYPE WHEN 'BASE TABLE' THEN 'TABLE' WHEN 'SYSTEM VIEW' THEN 'SYSTEM TABLE'
            ELSE TABLE_TYPE END AS VARCHAR) AS TABLE_TYPE,
          REMARKS, CAST(NULL AS VARCHAR) AS TYPE_CAT, CAST(NULL AS VARCHAR) AS TYPE_SCHEM,
          CAST(NULL AS VARCHAR) AS TYPE_NAME, SELF_REFERENCING_COLUMN_NAME AS
          SELF_REFERENCING_COL_NAME, REFERENCE_GENERATION AS REF_GENERATION
        FROM INFORMATION_SCHEMA.TABLES)
      WHERE TRUE""";

  static final String COLUMNS =
      """
      SELECT CAST(NULL AS VARCHAR) AS TABLE_CAT, TABLE_SCHEMA AS TABLE_SCHEM, TABLE_NAME,
        COLUMN_NAME, JDBC_TYPE AS DATA_TYPE, TYPE_NAME, COLUMN_SIZE,
        CAST(NULL AS INTEGER) AS BUFFER_LENGTH, DECIMAL_DIGITS,
        NUMERIC_PRECISION_RADIX AS NUM_PREC_RADIX,
        CASE IS_NULLABLE WHEN 'YES' THEN 1 ELSE 0 END AS NULLABLE, REMARKS,
        COLUMN_DEFAULT AS COLUMN_DEF, CAST(NULL AS INTEGER) AS SQL_DATA_TYPE,
        CAST(NULL AS INTEGER) AS SQL_DATETIME_SUB, CHARACTER_OCTET_LENGTH AS CHAR_OCTET_LENGTH,
        ORDINAL_POSITION, IS_NULLABLE, SCOPE_CATALOG, SCOPE_SCHEMA, SCOPE_NAME AS SCOPE_TABLE,
        CAST(NULL AS SMALLINT) AS SOURCE_DATA_TYPE, IS_IDENTITY AS IS_AUTOINCREMENT,
        CAST(CASE IS_GENERATED WHEN 'ALWAYS' THEN 'YES' ELSE 'NO' END AS VARCHAR)
          AS IS_GENERATEDCOLUMN
      FROM INFORMATION_SCHEMA.COLUMNS
      WHERE TRUE""";

  private static final String PRIMARY_KEY_COLUMNS =
      """

      FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS AS c
      JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE AS k
      ON c.TABLE_SCHEMA = k.TABLE_SCHEMA AND c.TABLE_NAME = k.TABLE_NAME
        AND c.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND c.CONSTRAINT_TYPE = 'PRIMARY KEY'
      """;

  static final String PRIMARY_KEYS =
      """
      SELECT CAST(NULL AS VARCHAR) AS TABLE_CAT, k.TABLE_SCHEMA AS TABLE_SCHEM, k.TABLE_NAME,
        k.COLUMN_NAME, CAST(k.ORDINAL_POSITION AS SMALLINT) AS KEY_SEQ,
        k.CONSTRAINT_NAME AS PK_NAME"""
          + PRIMARY_KEY_COLUMNS
          + "WHERE TRUE";

  static final String ROW_IDENTIFIERS =
      """
      SELECT CAST(2 AS SMALLINT) AS "SCOPE", t.COLUMN_NAME, t.JDBC_TYPE AS DATA_TYPE, t.TYPE_NAME,
        t.COLUMN_SIZE, CAST(NULL AS INTEGER) AS BUFFER_LENGTH,
        CAST(t.DECIMAL_DIGITS AS SMALLINT) AS DECIMAL_DIGITS, CAST(1 AS SMALLINT) AS PSEUDO_COLUMN"""
          + PRIMARY_KEY_COLUMNS
          + """
            JOIN INFORMATION_SCHEMA.COLUMNS AS t
            ON t.TABLE_SCHEMA = k.TABLE_SCHEMA AND t.TABLE_NAME = k.TABLE_NAME
              AND t.COLUMN_NAME = k.COLUMN_NAME
            WHERE TRUE""";

  static final String INDEXES =
      """
      SELECT CAST(NULL AS VARCHAR) AS TABLE_CAT, TABLE_SCHEMA AS TABLE_SCHEM, TABLE_NAME,
        NOT IS_UNIQUE AS NON_UNIQUE, CAST(NULL AS VARCHAR) AS INDEX_QUALIFIER, INDEX_NAME,
        CAST(3 AS SMALLINT) AS TYPE, CAST(ORDINAL_POSITION AS SMALLINT) AS ORDINAL_POSITION,
        COLUMN_NAME, ASC_OR_DESC, CAST(0 AS BIGINT) AS CARDINALITY, CAST(0 AS BIGINT) AS PAGES,
        CAST(NULL AS VARCHAR) AS FILTER_CONDITION
      FROM INFORMATION_SCHEMA.INDEX_COLUMNS
      WHERE NOT IS_INCLUDED""";

  /** With the numbers that DatabaseMetaData gives rules, and 7 for keys that are not deferrable. */
  static final String FOREIGN_KEYS =
      """
      SELECT CAST(NULL AS VARCHAR) AS PKTABLE_CAT, k.REFERENCED_TABLE_SCHEMA AS PKTABLE_SCHEM,
        k.REFERENCED_TABLE_NAME AS PKTABLE_NAME, k.REFERENCED_COLUMN_NAME AS PKCOLUMN_NAME,
        CAST(NULL AS VARCHAR) AS FKTABLE_CAT, k.TABLE_SCHEMA AS FKTABLE_SCHEM,
        k.TABLE_NAME AS FKTABLE_NAME, k.COLUMN_NAME AS FKCOLUMN_NAME,
        CAST(k.ORDINAL_POSITION AS SMALLINT) AS KEY_SEQ,
        CAST(CASE r.UPDATE_RULE WHEN 'CASCADE' THEN 0 WHEN 'RESTRICT' THEN 1 WHEN 'SET NULL' THEN 2
          WHEN 'SET DEFAULT' THEN 4 ELSE 3 END AS SMALLINT) AS UPDATE_RULE,
        CAST(CASE r.DELETE_RULE WHEN 'CASCADE' THEN 0 WHEN 'RESTRICT' THEN 1 WHEN 'SET NULL' THEN 2
          WHEN 'SET DEFAULT' THEN 4 ELSE 3 END AS SMALLINT) AS DELETE_RULE,
        k.CONSTRAINT_NAME AS FK_NAME, r.UNIQUE_CONSTRAINT_NAME AS PK_NAME,
        CAST(7 AS SMALLINT) AS DEFERRABILITY
      FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS AS r
      JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE AS k
      ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.TABLE_NAME = k.TABLE_NAME
        AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
      WHERE TRUE""";

  private final StringBuilder sql;
  private final List<Object> parameters = new ArrayList<>();

  private MetaDataQuery(String select) {
    this.sql = new StringBuilder(select);
  }

  /** A query that begins like this, up to a first condition. */
  static MetaDataQuery of(String select) {
    return new MetaDataQuery(select);
  }

  /** There are no catalogues: what asks for one gets nothing. */
  MetaDataQuery inCatalog(@Nullable String catalog) {
    boolean none = catalog == null || catalog.isEmpty() || catalog.equals("%");
    return none ? this : where("FALSE");
  }

  MetaDataQuery where(String condition) {
    sql.append(" AND ").append(condition);
    return this;
  }

  /** Takes the names that match; null for all. */
  MetaDataQuery where(String column, @Nullable String pattern) {
    return pattern == null || pattern.equals("%")
        ? this
        : where(new NamePattern(pattern).condition(column, parameters));
  }

  /** Takes the rows with one of the values; null for all. */
  MetaDataQuery whereOneOf(String column, String @Nullable [] values) {
    if (values == null) {
      return this;
    }
    if (values.length == 0) {
      return where("FALSE");
    }
    parameters.addAll(Arrays.asList(values));
    return where(
        column + " IN (" + String.join(", ", Collections.nCopies(values.length, "?")) + ")");
  }

  MetaDataQuery orderBy(String columns) {
    sql.append(" ORDER BY ").append(columns);
    return this;
  }

  /** The rows, all of them read: what happens on the connection afterwards does not matter. */
  ResultSet run(KevoConnection connection) throws SQLException {
    connection.enter();
    try {
      Link link = connection.link();
      link.setFetchSize(0);
      PreparedSql query = link.session().prepare(sql.toString());
      try (SqlResult result =
          link.session().execute(query, parameters.toArray(), 0, new CancelToken())) {
        List<ResultColumn> columns = query.columns();
        return MemoryRows.of(new KevoStatement(connection), columns, rows(columns.size(), result));
      } finally {
        link.release(query);
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  private static List<@Nullable Object[]> rows(int columns, SqlResult result) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    while (result.next()) {
      @Nullable Object[] row = new @Nullable Object[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = result.get(i);
      }
      rows.add(row);
    }
    return rows;
  }
}
