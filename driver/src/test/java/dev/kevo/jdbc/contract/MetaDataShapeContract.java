package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The columns, the order and the arguments of DatabaseMetaData's methods, as JDBC has them. */
public abstract class MetaDataShapeContract extends Contract {
  private DatabaseMetaData metaData;

  protected MetaDataShapeContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTables() throws SQLException {
    metaData = connection.getMetaData();
    exec(
        "CREATE TABLE a (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n INTEGER DEFAULT 7,"
            + " twice INTEGER GENERATED ALWAYS AS (n * 2), s CHAR(3), j JSON, d DOUBLE,"
            + " t TIMESTAMP(3), l INTEGER ARRAY, i INTERVAL DAY TO SECOND, u UUID,"
            + " w TIMESTAMP WITH TIME ZONE, b VARBINARY(9))",
        "CREATE TABLE b (x BIGINT REFERENCES a, y BIGINT REFERENCES a, PRIMARY KEY (y, x))",
        "COMMENT ON TABLE a IS 'first'",
        "COMMENT ON COLUMN a.n IS 'a number'");
  }

  /** The labels, with i, s, l, b after those of INTEGERs, SMALLINTs, BIGINTs and BOOLEANs. */
  private static String shape(ResultSet result) throws SQLException {
    try (result) {
      ResultSetMetaData columns = result.getMetaData();
      List<String> labels = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        String type =
            switch (columns.getColumnType(i)) {
              case Types.VARCHAR -> "";
              case Types.INTEGER -> ":i";
              case Types.SMALLINT -> ":s";
              case Types.BIGINT -> ":l";
              case Types.BOOLEAN -> ":b";
              default -> columns.getColumnTypeName(i);
            };
        labels.add(columns.getColumnLabel(i) + type);
      }
      return String.join(" ", labels);
    }
  }

  @Test
  void columnsAreThoseOfJdbcInItsOrder() throws SQLException {
    assertEquals("TABLE_CAT", shape(metaData.getCatalogs()));
    assertEquals("TABLE_SCHEM TABLE_CATALOG", shape(metaData.getSchemas()));
    assertEquals("TABLE_TYPE", shape(metaData.getTableTypes()));
    assertEquals(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME"
            + " SELF_REFERENCING_COL_NAME REF_GENERATION",
        shape(metaData.getTables(null, null, "%", null)));
    assertEquals(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i"
            + " BUFFER_LENGTH:i DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS COLUMN_DEF"
            + " SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i"
            + " IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:s"
            + " IS_AUTOINCREMENT IS_GENERATEDCOLUMN",
        shape(metaData.getColumns(null, null, "A", "%")));
    assertEquals(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:s PK_NAME",
        shape(metaData.getPrimaryKeys(null, null, "A")));
    assertEquals(
        "SCOPE:s COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i BUFFER_LENGTH:i DECIMAL_DIGITS:s"
            + " PSEUDO_COLUMN:s",
        shape(metaData.getBestRowIdentifier(null, null, "A", 0, true)));
    assertEquals(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:b INDEX_QUALIFIER INDEX_NAME TYPE:s"
            + " ORDINAL_POSITION:s COLUMN_NAME ASC_OR_DESC CARDINALITY:l PAGES:l FILTER_CONDITION",
        shape(metaData.getIndexInfo(null, null, "A", false, true)));
    String keys =
        "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM"
            + " FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ:s UPDATE_RULE:s DELETE_RULE:s FK_NAME PK_NAME"
            + " DEFERRABILITY:s";
    assertEquals(keys, shape(metaData.getImportedKeys(null, null, "A")));
    assertEquals(keys, shape(metaData.getExportedKeys(null, null, "A")));
    assertEquals(keys, shape(metaData.getCrossReference(null, null, "A", null, null, "B")));
    assertEquals(
        "TYPE_NAME DATA_TYPE:i PRECISION:i LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:s"
            + " CASE_SENSITIVE:b SEARCHABLE:s UNSIGNED_ATTRIBUTE:b FIXED_PREC_SCALE:b"
            + " AUTO_INCREMENT:b LOCAL_TYPE_NAME MINIMUM_SCALE:s MAXIMUM_SCALE:s SQL_DATA_TYPE:i"
            + " SQL_DATETIME_SUB:i NUM_PREC_RADIX:i",
        shape(metaData.getTypeInfo()));
    assertEquals(
        "NAME MAX_LEN:i DEFAULT_VALUE DESCRIPTION", shape(metaData.getClientInfoProperties()));
  }

  private List<String> columns(String labels) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet columns = metaData.getColumns(null, "PUBLIC", "A", "%")) {
      while (columns.next()) {
        List<String> row = new ArrayList<>();
        for (String label : labels.split(" ")) {
          row.add(columns.getString(label));
        }
        rows.add(String.join(" ", row).toLowerCase(Locale.ROOT));
      }
    }
    return rows;
  }

  @Test
  void columnsSayWhereTheirValuesComeFrom() throws SQLException {
    assertEquals(
        List.of(
            "id no yes no null null",
            "n yes no no 7 a number",
            "twice yes no yes null null",
            "s yes no no null null"),
        columns("COLUMN_NAME IS_NULLABLE IS_AUTOINCREMENT IS_GENERATEDCOLUMN COLUMN_DEF REMARKS")
            .subList(0, 4));
  }

  @Test
  void columnsHaveTheirTypes() throws SQLException {
    assertEquals(
        List.of(
            "id -5 bigint 19 0 10 null",
            "n 4 integer 10 0 10 null",
            "twice 4 integer 10 0 10 null",
            "s 1 char 3 null null 12",
            "j 12 json 2147483647 null null null",
            "d 8 double 15 null 10 null",
            "t 93 timestamp 23 3 null null",
            "l 2003 integer array 2147483647 null null null",
            "i 1111 interval day to second 30 6 null null",
            "u 1111 uuid 36 null null null",
            "w 2014 timestamp with time zone 32 6 null null",
            "b -3 varbinary 9 null null 9"),
        columns(
            "COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE DECIMAL_DIGITS NUM_PREC_RADIX"
                + " CHAR_OCTET_LENGTH"));
  }

  @Test
  void argumentsNarrowTheAnswer() throws SQLException {
    String[] tables = {"TABLE"};
    assertEquals(2, rows(metaData.getTables(null, "PUBLIC", "%", tables)).size());
    assertEquals(2, rows(metaData.getTables("", "PUBLIC", null, tables)).size());
    assertEquals(2, rows(metaData.getTables("%", "PUBL_C", "_", tables)).size());
    assertEquals(0, rows(metaData.getTables("other", "PUBLIC", "%", tables)).size());
    assertEquals(0, rows(metaData.getTables(null, "", "%", tables)).size());
    assertEquals(0, rows(metaData.getTables(null, "public", "%", tables)).size());
    assertEquals(0, rows(metaData.getTables(null, "PUBLIC", "", tables)).size());
    assertEquals(0, rows(metaData.getTables(null, "PUBLIC", "%", new String[0])).size());
    assertEquals(0, rows(metaData.getTables(null, "PUBLIC", "%", new String[] {"ALIAS"})).size());
    assertEquals(
        List.of("A", "B"),
        names(metaData.getTables(null, "PUBLIC", "%", new String[] {"TABLE", "VIEW"})));
    assertEquals(0, rows(metaData.getColumns(null, null, "A", "twi%")).size());
    assertEquals(1, rows(metaData.getColumns(null, null, "A", "TWI%")).size());
    assertEquals(0, rows(metaData.getPrimaryKeys("other", null, "A")).size());
    assertEquals(0, rows(metaData.getCrossReference(null, null, "A", "x", null, "B")).size());
    assertEquals(2, rows(metaData.getCrossReference(null, null, "A", null, null, "B")).size());
    assertEquals(2, rows(metaData.getExportedKeys("", "PUBLIC", "A")).size());
    assertEquals(0, rows(metaData.getExportedKeys("", "PUBLIC", "B")).size());
  }

  private static List<String> names(ResultSet tables) throws SQLException {
    List<String> names = new ArrayList<>();
    while (tables.next()) {
      names.add(tables.getString("TABLE_NAME"));
    }
    return names;
  }

  @Test
  void anAnswerSurvivesWhatHappensOnTheConnection() throws SQLException {
    connection.setAutoCommit(false);
    exec("CREATE TABLE c (id INTEGER PRIMARY KEY)");
    try (ResultSet tables = metaData.getTables(null, "PUBLIC", "%", null)) {
      connection.rollback();
      assertEquals(List.of("A", "B", "C"), names(tables));
    }
    assertEquals(List.of("A", "B"), names(metaData.getTables(null, "PUBLIC", "%", null)));
    connection.rollback();
    connection.setAutoCommit(true);
    assertFalse(metaData.getTables(null, "PUBLIC", "C", null).next());
  }
}
