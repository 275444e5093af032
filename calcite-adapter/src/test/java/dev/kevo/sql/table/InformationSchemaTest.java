package dev.kevo.sql.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.Catalog;
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
import java.util.Arrays;
import java.util.List;
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
    List<String> names =
        rows("TABLES").stream().map(row -> row[1] + "." + row[2] + " " + row[3]).toList();
    assertTrue(names.contains("PUBLIC.T TABLE"), names.toString());
    assertTrue(names.contains("KEYSPACES.MAIN TABLE"), names.toString());
    assertTrue(names.contains("KEYSPACES_TEXT.MAIN TABLE"), names.toString());
    assertTrue(names.contains("INFORMATION_SCHEMA.COLUMNS SYSTEM TABLE"), names.toString());
    assertTrue(names.contains("PUBLIC.V VIEW"), names.toString());
    assertTrue(names.contains("SYS.LOCKS SYSTEM TABLE"), names.toString());
    assertEquals(28, names.size());
  }

  @Test
  void viewsAndSequencesAreListed() {
    assertEquals(
        Arrays.asList(null, "PUBLIC", "V", "SELECT a FROM t", "NONE", "NO", "NO"),
        Arrays.asList(rows("VIEWS").get(0)));
    assertEquals(
        Arrays.asList(null, "PUBLIC", "S", "BIGINT", 1L, 1L, 9L, 1L, "YES", 10, "a comment"),
        Arrays.asList(rows("SEQUENCES").get(0)));
    assertEquals("X", rowsOf("COLUMNS", "V").get(0)[3]);
  }

  @Test
  void columnsHaveWhatJdbcAsksFor() {
    List<@Nullable Object[]> columns = rowsOf("COLUMNS", "T");
    assertEquals(
        Arrays.asList(
            null,
            "PUBLIC",
            "T",
            "A",
            1,
            null,
            "NO",
            "VARCHAR",
            20,
            80,
            null,
            null,
            null,
            null,
            null,
            null,
            "NO",
            null,
            null,
            null,
            null,
            null,
            null,
            "NEVER",
            null,
            Types.VARCHAR,
            20,
            null,
            null),
        Arrays.asList(columns.get(0)));
    assertEquals(
        Arrays.asList(
            null,
            "PUBLIC",
            "T",
            "C",
            3,
            "0.5",
            "YES",
            "DECIMAL",
            null,
            null,
            15,
            10,
            2,
            null,
            null,
            null,
            "NO",
            null,
            null,
            null,
            null,
            null,
            null,
            "NEVER",
            null,
            Types.DECIMAL,
            15,
            2,
            null),
        Arrays.asList(columns.get(2)));
  }

  @Test
  void keysHaveTheirColumnsInOrder() {
    assertEquals("MY_KEY", rowsOf("TABLE_CONSTRAINTS", "T").get(0)[2]);
    List<@Nullable Object[]> key = rowsOf("KEY_COLUMN_USAGE", "MY_KEY");
    assertEquals(List.of("B", 1), List.of(key.get(0)[5], key.get(0)[6]));
    assertEquals(List.of("A", 2), List.of(key.get(1)[5], key.get(1)[6]));
    assertEquals(2, rowsOf("INDEX_COLUMNS", "T").size());
    assertEquals(true, rowsOf("INDEXES", "T").get(0)[4]);
    assertEquals("MY_KEY", rowsOf("INDEXES", "T").get(0)[3]);
  }

  @Test
  void constraintsHaveTheirColumnsAndWhatTheyReference() {
    assertEquals(
        List.of("UQ UNIQUE", "CK CHECK", "FK FOREIGN KEY"),
        rowsOf("TABLE_CONSTRAINTS", "CHILD").stream().map(row -> row[2] + " " + row[5]).toList());
    assertEquals(
        List.of(
            "UQ Y 1 null null", "UQ X 2 null null", "FK X 1 2 PUBLIC.T.A", "FK Y 2 1 PUBLIC.T.B"),
        rowsOf("KEY_COLUMN_USAGE", "CHILD").stream()
            .map(
                row ->
                    String.join(
                        " ",
                        String.valueOf(row[2]),
                        String.valueOf(row[5]),
                        String.valueOf(row[6]),
                        String.valueOf(row[7]),
                        row[8] == null ? "null" : row[8] + "." + row[9] + "." + row[10]))
            .toList());
    @Nullable Object[] reference = rowsOf("REFERENTIAL_CONSTRAINTS", "CHILD").get(0);
    assertEquals(
        List.of("MY_KEY", "NONE", "NO ACTION", "CASCADE", "CHILD", "T"),
        Arrays.asList(reference).subList(5, 11));
    assertEquals("Y > 0", rowsOf("CHECK_CONSTRAINTS", "CHILD").get(0)[3]);
    assertEquals("BUILDING", rowsOf("INDEXES", "CHILD").get(0)[6]);
    assertEquals(
        List.of("Y 1 A false", "X 2 D false", "Z 3 null true"),
        rowsOf("INDEX_COLUMNS", "CHILD").stream()
            .map(row -> row[5] + " " + row[6] + " " + row[7] + " " + row[8])
            .toList());
  }

  @Test
  void schemasAreListed() {
    assertEquals(
        List.of("INFORMATION_SCHEMA", "KEYSPACES", "KEYSPACES_TEXT", "PUBLIC", "SYS"),
        rows("SCHEMATA").stream().map(row -> row[1]).toList());
  }

  @Test
  void rowsFitTheDeclaredColumns() {
    for (TableDef table : InformationSchema.definitions()) {
      RelDataType type = table(table.name()).getRowType(new KevoTypeFactory());
      assertEquals(table.columns().size(), type.getFieldCount());
      List<@Nullable Object[]> rows = rows(table.name());
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
    int before = rows(tables).size();
    database.createKeyspace("LATER");
    assertEquals(before + 2, rows(tables).size());
  }

  private List<@Nullable Object[]> rowsOf(String name, String table) {
    List<@Nullable Object[]> found = new ArrayList<>();
    for (@Nullable Object[] row : rows(name)) {
      if (Arrays.asList(row).contains(table)) {
        found.add(row);
      }
    }
    return found;
  }

  private List<@Nullable Object[]> rows(String name) {
    return rows(table(name));
  }

  private static List<@Nullable Object[]> rows(ScannableTable table) {
    return table.scan(DataContexts.EMPTY).toList();
  }

  private ScannableTable table(String name) {
    Catalog catalog = store.current(database);
    return InformationSchema.table(name, catalog, store).orElseThrow();
  }
}
