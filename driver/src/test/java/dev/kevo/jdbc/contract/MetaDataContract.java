package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection tells about its database. */
public abstract class MetaDataContract extends Contract {
  private DatabaseMetaData metaData;

  protected MetaDataContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTables() throws SQLException {
    metaData = connection.getMetaData();
    exec(
        "CREATE TABLE orders (region VARCHAR(10) NOT NULL, id BIGINT NOT NULL,"
            + " total DECIMAL(12, 2) DEFAULT 0, note VARCHAR(100), PRIMARY KEY (region, id))",
        "CREATE TABLE \"Odd_Name\" (\"Key\" INTEGER PRIMARY KEY, at TIMESTAMP)",
        "CREATE TABLE \"OddXName\" (id INTEGER PRIMARY KEY)");
  }

  private static List<String> column(ResultSet result, String label) throws SQLException {
    try (result) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getString(label));
      }
      return values;
    }
  }

  private ResultSet tables(String pattern, String... types) throws SQLException {
    return metaData.getTables(null, "PUBLIC", pattern, types.length == 0 ? null : types);
  }

  @Test
  void schemasAreListed() throws SQLException {
    List<String> schemas = column(metaData.getSchemas(), "TABLE_SCHEM");
    assertTrue(schemas.containsAll(List.of("INFORMATION_SCHEMA", "KEYSPACES", "PUBLIC")));
    assertEquals(List.of("PUBLIC"), column(metaData.getSchemas(null, "PUB%"), "TABLE_SCHEM"));
    assertEquals(List.of(), column(metaData.getCatalogs(), "TABLE_CAT"));
  }

  @Test
  void tablesAreFoundByPatternTypeAndName() throws SQLException {
    assertEquals(List.of("ORDERS", "OddXName", "Odd_Name"), column(tables("%"), "TABLE_NAME"));
    assertEquals(List.of("ORDERS"), column(tables("ORD%", "TABLE"), "TABLE_NAME"));
    assertEquals(List.of(), column(tables("%", "VIEW"), "TABLE_NAME"));
    assertEquals(List.of(), column(tables("orders"), "TABLE_NAME"));
    assertEquals(List.of("OddXName", "Odd_Name"), column(tables("Odd_Name"), "TABLE_NAME"));
    assertEquals(
        List.of("Odd_Name"),
        column(tables("Odd" + metaData.getSearchStringEscape() + "_Name"), "TABLE_NAME"));
    assertEquals(
        List.of("TABLE", "TABLE", "TABLE"), column(tables(null, "TABLE", "VIEW"), "TABLE_TYPE"));
    assertTrue(
        column(
                metaData.getTables(null, "INFORMATION_SCHEMA", "%", new String[] {"SYSTEM TABLE"}),
                "TABLE_NAME")
            .contains("COLUMNS"));
    assertEquals(List.of(), column(metaData.getTables("X", null, "%", null), "TABLE_NAME"));
    assertEquals(
        List.of("LOCAL TEMPORARY", "SYSTEM TABLE", "TABLE", "VIEW"),
        column(metaData.getTableTypes(), "TABLE_TYPE"));
  }

  @Test
  void columnsAreDescribedInTheirOrder() throws SQLException {
    try (ResultSet columns = metaData.getColumns(null, "PUBLIC", "ORDERS", "%")) {
      assertTrue(columns.next());
      assertEquals("REGION", columns.getString("COLUMN_NAME"));
      assertEquals(Types.VARCHAR, columns.getInt("DATA_TYPE"));
      assertEquals("VARCHAR", columns.getString("TYPE_NAME"));
      assertEquals(10, columns.getInt("COLUMN_SIZE"));
      assertEquals("NO", columns.getString("IS_NULLABLE"));
      assertEquals(1, columns.getInt("ORDINAL_POSITION"));
      assertTrue(columns.next());
      assertEquals("ID", columns.getString("COLUMN_NAME"));
      assertEquals(Types.BIGINT, columns.getInt("DATA_TYPE"));
      assertEquals("NO", columns.getString("IS_AUTOINCREMENT"));
      assertTrue(columns.next());
      assertEquals("TOTAL", columns.getString("COLUMN_NAME"));
      assertEquals(Types.DECIMAL, columns.getInt("DATA_TYPE"));
      assertEquals(12, columns.getInt("COLUMN_SIZE"));
      assertEquals(2, columns.getInt("DECIMAL_DIGITS"));
      assertEquals("0", columns.getString("COLUMN_DEF"));
      assertEquals(DatabaseMetaData.columnNullable, columns.getInt("NULLABLE"));
      assertTrue(columns.next());
      assertEquals("NOTE", columns.getString("COLUMN_NAME"));
      assertFalse(columns.next());
    }
    assertEquals(
        List.of("ID", "Key"),
        List.of(
            column(metaData.getColumns(null, "PUBLIC", "ORDERS", "I_"), "COLUMN_NAME").get(0),
            column(metaData.getColumns(null, "PUBLIC", "Odd_Name", "Key"), "COLUMN_NAME").get(0)));
  }

  @Test
  void primaryKeysAreListedForATableAndForASchema() throws SQLException {
    try (ResultSet keys = metaData.getPrimaryKeys(null, "PUBLIC", "ORDERS")) {
      assertTrue(keys.next());
      assertEquals("ID", keys.getString("COLUMN_NAME"));
      assertEquals(2, keys.getShort("KEY_SEQ"));
      assertNotNull(keys.getString("PK_NAME"));
      assertTrue(keys.next());
      assertEquals("REGION", keys.getString("COLUMN_NAME"));
      assertEquals(1, keys.getShort("KEY_SEQ"));
      assertFalse(keys.next());
    }
    assertEquals(4, column(metaData.getPrimaryKeys(null, "PUBLIC", "%"), "COLUMN_NAME").size());
  }

  @Test
  void indexesAreListed() throws SQLException {
    try (ResultSet indexes = metaData.getIndexInfo(null, "PUBLIC", "ORDERS", true, true)) {
      assertTrue(indexes.next());
      assertEquals("REGION", indexes.getString("COLUMN_NAME"));
      assertEquals(1, indexes.getShort("ORDINAL_POSITION"));
      assertFalse(indexes.getBoolean("NON_UNIQUE"));
      assertEquals(DatabaseMetaData.tableIndexOther, indexes.getShort("TYPE"));
      assertTrue(indexes.next());
      assertEquals("ID", indexes.getString("COLUMN_NAME"));
      assertFalse(indexes.next());
    }
    try (ResultSet best =
        metaData.getBestRowIdentifier(
            null, "PUBLIC", "ORDERS", DatabaseMetaData.bestRowSession, true)) {
      assertTrue(best.next());
      assertEquals("REGION", best.getString("COLUMN_NAME"));
      assertTrue(best.next());
      assertEquals("ID", best.getString("COLUMN_NAME"));
      assertEquals(Types.BIGINT, best.getInt("DATA_TYPE"));
    }
  }

  @Test
  void foreignKeysAreListedFromBothSidesAndForAWholeSchema() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE lines (id INT PRIMARY KEY, o_id BIGINT, o_region VARCHAR(10), up INT"
              + " REFERENCES lines ON UPDATE SET NULL, CONSTRAINT of_order FOREIGN KEY (o_id,"
              + " o_region) REFERENCES orders (id, region) ON DELETE CASCADE)");
      statement.execute("CREATE INDEX line_region ON lines (o_region DESC) INCLUDE (up)");
    }
    for (ResultSet keys :
        List.of(
            metaData.getImportedKeys(null, "PUBLIC", "%"),
            metaData.getCrossReference(null, null, "%", null, "PUBLIC", "LINES"))) {
      List<String> found = new ArrayList<>();
      while (keys.next()) {
        found.add(
            keys.getString("FK_NAME")
                + ": "
                + keys.getString("FKCOLUMN_NAME")
                + " -> "
                + keys.getString("PKTABLE_NAME")
                + "."
                + keys.getString("PKCOLUMN_NAME")
                + " "
                + keys.getShort("KEY_SEQ")
                + " "
                + keys.getShort("UPDATE_RULE")
                + keys.getShort("DELETE_RULE"));
      }
      found.sort(null);
      assertEquals(
          List.of(
              "FK_LINES_UP: UP -> LINES.ID 1 23",
              "OF_ORDER: O_ID -> ORDERS.ID 1 30",
              "OF_ORDER: O_REGION -> ORDERS.REGION 2 30"),
          found);
    }
    try (ResultSet keys = metaData.getExportedKeys(null, "PUBLIC", "ORDERS")) {
      assertTrue(keys.next());
      assertEquals("LINES", keys.getString("FKTABLE_NAME"));
      assertEquals(DatabaseMetaData.importedKeyNotDeferrable, keys.getShort("DEFERRABILITY"));
      assertTrue(keys.next());
      assertFalse(keys.next());
    }
    assertEquals(
        List.of("OF_ORDER", "OF_ORDER", "LINE_REGION", "FK_LINES_UP").stream().sorted().toList(),
        column(metaData.getIndexInfo(null, "PUBLIC", "LINES", false, true), "INDEX_NAME").stream()
            .filter(name -> !name.startsWith("PK_"))
            .sorted()
            .toList());
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE lines");
    }
    assertFalse(metaData.getImportedKeys(null, "PUBLIC", "%").next());
  }

  @Test
  void typesAreListedByTheirNumbers() throws SQLException {
    List<String> types = column(metaData.getTypeInfo(), "TYPE_NAME");
    assertTrue(types.containsAll(List.of("INTEGER", "VARCHAR", "DECIMAL", "TIMESTAMP")));
  }

  @Test
  void productAndDriverAreNamed() throws SQLException {
    assertEquals("Kevo", metaData.getDatabaseProductName());
    assertTrue(metaData.getDatabaseProductVersion().matches("[0-9]+\\.[0-9]+\\..*"));
    assertEquals(metaData.getDatabaseProductVersion(), metaData.getDriverVersion());
    assertFalse(metaData.getDriverName().isBlank());
    assertTrue(url.startsWith(metaData.getURL().replaceAll("/$", "")));
    assertEquals("\"", metaData.getIdentifierQuoteString());
    assertTrue(metaData.storesUpperCaseIdentifiers());
    assertTrue(metaData.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE));
    assertFalse(metaData.supportsTransactionIsolationLevel(Connection.TRANSACTION_NONE));
  }

  @Test
  void noGetterThrows() throws Exception {
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (method.getDeclaringClass() != DatabaseMetaData.class) {
        continue;
      }
      Object answer = method.invoke(metaData, arguments(method));
      if (answer instanceof ResultSet result) {
        int columns = result.getMetaData().getColumnCount();
        assertTrue(columns > 0, method::toString);
        result.close();
      }
    }
  }

  /** A null for each pattern, and something for each primitive. */
  private static Object[] arguments(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = types[i] == int.class ? (Object) 1 : types[i] == boolean.class ? true : null;
    }
    return arguments;
  }
}
