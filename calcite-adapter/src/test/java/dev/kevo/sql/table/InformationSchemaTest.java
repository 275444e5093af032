package dev.kevo.sql.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.CatalogEditor;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.ConstraintDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableDraft;
import dev.kevo.sql.catalog.ViewDef;
import dev.kevo.sql.parser.ddl.ReferentialAction;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.KevoTypeFactory;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.DataContexts;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InformationSchemaTest {
  private final Database database = Kevo.openInMemory(Options.DEFAULT);
  private final CatalogStore store = CatalogStore.open(database);

  @BeforeEach
  void define() {
    try (Transaction transaction = database.begin()) {
      CatalogEditor editor = store.edit(transaction);
      editor.put(
          new TableDraft(editor.nextId(), TableDef.Kind.TABLE, "PUBLIC", "T")
              .column("A", ColumnType.of(SqlTypeName.VARCHAR, 20), null)
              .column("B", ColumnType.of(SqlTypeName.BIGINT), null)
              .column(
                  "C", ColumnType.decimal(15, 2), new ColumnGeneration.Default("0.5", List.of()))
              .primaryKey("MY_KEY", List.of("B", "A"))
              .finish());
      TableDef parent = store.current(transaction).table("PUBLIC", "T").orElseThrow();
      IndexDef index =
          new IndexDef(
              editor.nextId(),
              "UQ",
              List.of(IndexDef.Key.ascending(1), new IndexDef.Key(0, null, null, true)),
              true,
              List.of(2),
              IndexDef.State.BUILDING);
      SequenceDef.Options options =
          new SequenceDef.Options(SqlTypeName.BIGINT, 1, 1, 1, 9, true, 10);
      editor.put(new SequenceDef(editor.nextId(), "PUBLIC", "S", options, 1, 1, 0, "a comment"));
      ColumnType text = ColumnType.of(SqlTypeName.VARCHAR, 20);
      editor.put(
          new ViewDef(
              editor.nextId(),
              "PUBLIC",
              "V",
              List.of(new ViewDef.Column("X", "A", text, null)),
              "SELECT a FROM t",
              "PUBLIC",
              List.of(parent.id()),
              null));
      TableDef child =
          new TableDraft(editor.nextId(), TableDef.Kind.TABLE, "PUBLIC", "CHILD")
              .column("X", ColumnType.of(SqlTypeName.VARCHAR, 20), null)
              .column("Y", ColumnType.of(SqlTypeName.BIGINT), null)
              .column("Z", ColumnType.of(SqlTypeName.BIGINT), null)
              .column("L", ColumnType.arrayOf(ColumnType.of(SqlTypeName.INTEGER)), null)
              .finish();
      editor.put(
          child.withRules(
              List.of(index),
              List.of(
                  new ConstraintDef.Unique("UQ", List.of(1, 0), index.id()),
                  new ConstraintDef.Check("CK", List.of(1), "Y > 0"),
                  new ConstraintDef.ForeignKey(
                      "FK",
                      List.of(0, 1),
                      parent.id(),
                      List.of(0, 1),
                      ReferentialAction.CASCADE,
                      ReferentialAction.NO_ACTION,
                      0))));
      transaction.commit();
    }
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void everyTableIsListedWithItsType() {
    List<String> names = texts("TABLES", "TABLE_SCHEMA", "TABLE_NAME", "TABLE_TYPE");
    assertTrue(
        names.containsAll(
            List.of(
                "PUBLIC T BASE TABLE",
                "PUBLIC V VIEW",
                "KEYSPACES MAIN BASE TABLE",
                "KEYSPACES_TEXT MAIN BASE TABLE",
                "INFORMATION_SCHEMA COLUMNS SYSTEM VIEW",
                "SYS LOCKS SYSTEM VIEW")),
        names.toString());
    int system = InformationSchema.definitions().size() + SystemSchema.definitions().size();
    assertEquals(system + 5, names.size());
    assertEquals(List.of("KEVO"), texts("INFORMATION_SCHEMA_CATALOG_NAME", "CATALOG_NAME"));
  }

  @Test
  void viewsAndSequencesAreListed() {
    assertEquals(
        List.of("KEVO PUBLIC V SELECT a FROM t NONE NO NO null"),
        texts(
            "VIEWS",
            "TABLE_CATALOG",
            "TABLE_SCHEMA",
            "TABLE_NAME",
            "VIEW_DEFINITION",
            "CHECK_OPTION",
            "IS_UPDATABLE",
            "IS_INSERTABLE_INTO",
            "REMARKS"));
    assertEquals(
        List.of("PUBLIC V PUBLIC T"),
        texts("VIEW_TABLE_USAGE", "VIEW_SCHEMA", "VIEW_NAME", "TABLE_SCHEMA", "TABLE_NAME"));
    assertEquals(
        List.of("PUBLIC S BIGINT 19 1 1 9 1 YES 10 a comment"),
        texts(
            "SEQUENCES",
            "SEQUENCE_SCHEMA",
            "SEQUENCE_NAME",
            "DATA_TYPE",
            "NUMERIC_PRECISION",
            "START_VALUE",
            "MINIMUM_VALUE",
            "MAXIMUM_VALUE",
            "INCREMENT",
            "CYCLE_OPTION",
            "CACHE",
            "REMARKS"));
    assertEquals(
        List.of("X 1 YES"), of("V", "COLUMNS", "COLUMN_NAME", "ORDINAL_POSITION", "IS_NULLABLE"));
  }

  @Test
  void columnsAreDescribedAsTheStandardSays() {
    assertEquals(
        List.of(
            "A 1 null NO CHARACTER VARYING 20 80 null null YES",
            "B 2 null NO BIGINT null null 19 0 YES",
            "C 3 0.5 YES DECIMAL null null 15 2 YES"),
        of(
            "T",
            "COLUMNS",
            "COLUMN_NAME",
            "ORDINAL_POSITION",
            "COLUMN_DEFAULT",
            "IS_NULLABLE",
            "DATA_TYPE",
            "CHARACTER_MAXIMUM_LENGTH",
            "CHARACTER_OCTET_LENGTH",
            "NUMERIC_PRECISION",
            "NUMERIC_SCALE",
            "IS_UPDATABLE"));
    assertEquals(
        List.of(
            "VARCHAR VARCHAR(20) " + Types.VARCHAR + " 20 null",
            "BIGINT BIGINT " + Types.BIGINT + " 19 0",
            "DECIMAL DECIMAL(15, 2) " + Types.DECIMAL + " 15 2"),
        of(
            "T",
            "COLUMNS",
            "TYPE_NAME",
            "DECLARED_TYPE",
            "JDBC_TYPE",
            "COLUMN_SIZE",
            "DECIMAL_DIGITS"));
    assertEquals(
        List.of("4 INTEGER 10 4_"),
        of(
            "CHILD",
            "ELEMENT_TYPES",
            "COLLECTION_TYPE_IDENTIFIER",
            "DATA_TYPE",
            "NUMERIC_PRECISION",
            "DTD_IDENTIFIER"));
  }

  @Test
  void keysHaveTheirColumnsInOrder() {
    assertEquals(
        List.of("MY_KEY PRIMARY KEY"),
        of("T", "TABLE_CONSTRAINTS", "CONSTRAINT_NAME", "CONSTRAINT_TYPE"));
    assertEquals(
        List.of("MY_KEY B 1", "MY_KEY A 2"),
        of("T", "KEY_COLUMN_USAGE", "CONSTRAINT_NAME", "COLUMN_NAME", "ORDINAL_POSITION"));
    assertEquals(
        List.of("MY_KEY true PRIMARY KEY READY"),
        of("T", "INDEXES", "INDEX_NAME", "IS_UNIQUE", "INDEX_TYPE", "INDEX_STATE"));
  }

  @Test
  void constraintsHaveTheirColumnsAndWhatTheyReference() {
    assertEquals(
        List.of("UQ UNIQUE", "CK CHECK", "FK FOREIGN KEY"),
        of("CHILD", "TABLE_CONSTRAINTS", "CONSTRAINT_NAME", "CONSTRAINT_TYPE"));
    assertEquals(
        List.of(
            "UQ Y 1 null null null null",
            "UQ X 2 null null null null",
            "FK X 1 2 PUBLIC T A",
            "FK Y 2 1 PUBLIC T B"),
        of(
            "CHILD",
            "KEY_COLUMN_USAGE",
            "CONSTRAINT_NAME",
            "COLUMN_NAME",
            "ORDINAL_POSITION",
            "POSITION_IN_UNIQUE_CONSTRAINT",
            "REFERENCED_TABLE_SCHEMA",
            "REFERENCED_TABLE_NAME",
            "REFERENCED_COLUMN_NAME"));
    assertEquals(
        List.of("FK PUBLIC MY_KEY NONE NO ACTION CASCADE T"),
        of(
            "CHILD",
            "REFERENTIAL_CONSTRAINTS",
            "CONSTRAINT_NAME",
            "UNIQUE_CONSTRAINT_SCHEMA",
            "UNIQUE_CONSTRAINT_NAME",
            "MATCH_OPTION",
            "UPDATE_RULE",
            "DELETE_RULE",
            "REFERENCED_TABLE_NAME"));
    assertEquals(
        List.of("CK Y > 0"), of("CHILD", "CHECK_CONSTRAINTS", "CONSTRAINT_NAME", "CHECK_CLAUSE"));
    assertEquals(
        List.of("T B MY_KEY", "T A MY_KEY", "T A FK", "T B FK"),
        of("T", "CONSTRAINT_COLUMN_USAGE", "TABLE_NAME", "COLUMN_NAME", "CONSTRAINT_NAME").stream()
            .sorted(Comparator.comparing(row -> row.endsWith("FK")))
            .toList());
    assertEquals(List.of("UQ", "CK"), of("CHILD", "CONSTRAINT_TABLE_USAGE", "CONSTRAINT_NAME"));
    assertEquals(
        List.of("Y 1 A false", "X 2 D false", "Z 3 null true"),
        of(
            "CHILD",
            "INDEX_COLUMNS",
            "COLUMN_NAME",
            "ORDINAL_POSITION",
            "ASC_OR_DESC",
            "IS_INCLUDED"));
    assertEquals(List.of("UQ BUILDING"), of("CHILD", "INDEXES", "INDEX_NAME", "INDEX_STATE"));
  }

  @Test
  void schemasAreListed() {
    assertEquals(
        List.of(
            "INFORMATION_SCHEMA true",
            "KEYSPACES true",
            "KEYSPACES_TEXT true",
            "PUBLIC false",
            "SYS true"),
        texts("SCHEMATA", "SCHEMA_NAME", "IS_SYSTEM"));
  }

  @Test
  void rowsFitTheDeclaredColumns() {
    for (TableDef table : InformationSchema.definitions()) {
      RelDataType type = table(table.name()).getRowType(new KevoTypeFactory());
      assertEquals(table.columns().size(), type.getFieldCount());
      List<@Nullable Object[]> rows = table(table.name()).scan(DataContexts.EMPTY).toList();
      assertTrue(!rows.isEmpty(), table.name());
      for (@Nullable Object[] row : rows) {
        assertEquals(table.columns().size(), row.length, table.name());
        for (int i = 0; i < row.length; i++) {
          ColumnDef column = table.columns().get(i);
          Class<?> expected =
              switch (column.type().typeName()) {
                case INTEGER -> Integer.class;
                case BIGINT -> Long.class;
                case BOOLEAN -> Boolean.class;
                default -> String.class;
              };
          assertTrue(
              row[i] == null ? column.type().nullable() : expected.isInstance(row[i]),
              table.name() + "." + column.name() + ": " + row[i]);
        }
      }
    }
  }

  @Test
  void aKeyspaceMadeLaterShowsUpAtTheNextRead() {
    ScannableTable tables = table("TABLES");
    int before = tables.scan(DataContexts.EMPTY).count();
    database.createKeyspace("LATER");
    assertEquals(before + 2, tables.scan(DataContexts.EMPTY).count());
  }

  /** The rows about a table, some of their columns as text. */
  private List<String> of(String table, String name, String... columns) {
    List<String> rows = new ArrayList<>();
    for (Map<String, @Nullable Object> row : rows(name)) {
      if (table.equals(row.get("TABLE_NAME")) || table.equals(row.get("OBJECT_NAME"))) {
        rows.add(text(row, columns));
      }
    }
    return rows;
  }

  private List<String> texts(String name, String... columns) {
    return rows(name).stream().map(row -> text(row, columns)).toList();
  }

  private static String text(Map<String, @Nullable Object> row, String... columns) {
    List<String> texts = new ArrayList<>();
    for (String column : columns) {
      assertTrue(row.containsKey(column), column);
      texts.add(String.valueOf(row.get(column)));
    }
    return String.join(" ", texts);
  }

  private List<Map<String, @Nullable Object>> rows(String name) {
    SystemTable table = table(name);
    List<String> columns = table.getRowType(new KevoTypeFactory()).getFieldNames();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (@Nullable Object[] values : table.scan(DataContexts.EMPTY)) {
      Map<String, @Nullable Object> row = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        row.put(columns.get(i), values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private SystemTable table(String name) {
    SystemTable table = InformationSchema.tables(store.current(database), store).get(name);
    assertNotNull(table, name);
    return table;
  }
}
