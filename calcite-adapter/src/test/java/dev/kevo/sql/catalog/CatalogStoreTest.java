package dev.kevo.sql.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.WriteBatch;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CatalogStoreTest {
  private final Database database = Kevo.openInMemory(Options.DEFAULT);
  private final CatalogStore store = CatalogStore.open(database);

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void emptyCatalogueHasTheSystemsSchemas() {
    Catalog catalog = store.current(database);
    assertEquals(
        Set.of("PUBLIC", "INFORMATION_SCHEMA", "SYS", "KEYSPACES", "KEYSPACES_TEXT"),
        catalog.schemas());
    assertTrue(catalog.tables("PUBLIC").isEmpty());
    assertTrue(catalog.table("PUBLIC", "T").isEmpty());
  }

  @Test
  void definitionsAreSeenByTheirTransactionAtOnceAndByOthersAfterCommit() {
    Catalog before = store.current(database);
    try (Transaction transaction = database.begin()) {
      create(store, transaction, "PUBLIC", "T");
      TableDef seen = store.current(transaction).table("PUBLIC", "T").orElseThrow();
      assertEquals(List.of(1, 0), seen.primaryKey());
      assertFalse(seen.columns().get(0).type().nullable());
      assertEquals("PK_T", seen.primaryKeyName());
      assertEquals("DECIMAL(15, 2)", seen.columns().get(2).type().toString());
      assertEquals("0.5", seen.columns().get(2).defaultSql());
      assertSame(before, store.current(database));
      transaction.commit();
    }
    Catalog after = store.current(database);
    assertNotEquals(before.token(), after.token());
    assertTrue(after.table("PUBLIC", "T").isPresent());
    assertSame(after, store.current(database));
  }

  @Test
  void rolledBackDefinitionsLeaveNothing() {
    try (Transaction transaction = database.begin()) {
      Transaction.Savepoint savepoint = transaction.savepoint();
      create(store, transaction, "PUBLIC", "T");
      transaction.rollbackTo(savepoint);
      assertTrue(store.current(transaction).table("PUBLIC", "T").isEmpty());
      create(store, transaction, "PUBLIC", "U");
      transaction.rollback();
    }
    assertTrue(store.current(database).tables("PUBLIC").isEmpty());
    assertEquals(CatalogToken.EMPTY, store.current(database).token());
  }

  @Test
  void transactionsThatBothDefineConflict() {
    try (Transaction one = database.begin();
        Transaction two = database.begin()) {
      create(store, one, "PUBLIC", "ONE");
      one.commit();
      assertThrows(
          ConflictException.class,
          () -> {
            create(store, two, "PUBLIC", "TWO");
            two.commit();
          });
    }
    assertEquals(Set.of("ONE"), store.current(database).tables("PUBLIC").keySet());
  }

  @Test
  void anOldViewKeepsItsDefinitions() {
    define("T");
    try (Transaction old = database.begin()) {
      Catalog seen = store.current(old);
      drop("T");
      assertTrue(store.current(database).table("PUBLIC", "T").isEmpty());
      assertSame(seen, store.current(old));
    }
  }

  @Test
  void idsAreNotUsedAgain() {
    Set<Long> ids = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      define("T");
      assertTrue(ids.add(store.current(database).table("PUBLIC", "T").orElseThrow().id()));
      drop("T");
    }
  }

  @Test
  void everyKindOfObjectIsFoundByNameAndById() {
    try (Transaction transaction = database.begin()) {
      CatalogEditor editor = store.edit(transaction);
      SchemaDef schema = new SchemaDef(editor.nextId(), "S", "a schema");
      editor.put(schema);
      TableDef table = draft(editor.nextId(), "S", "T").finish().withComment("a table");
      editor.put(table);
      SequenceDef sequence =
          new SequenceDef(
              editor.nextId(),
              "S",
              "Q",
              new SequenceDef.Options(SqlTypeName.INTEGER, 5, -2, -100, 10, true, 7),
              12,
              3,
              0,
              "a sequence");
      editor.put(sequence);
      ViewDef view =
          new ViewDef(
              editor.nextId(),
              "S",
              "V",
              List.of(new ViewDef.Column("X", "A", ColumnType.of(SqlTypeName.BIGINT), "a column")),
              "SELECT a FROM t",
              "S",
              List.of(table.id()),
              null);
      editor.put(view);
      Catalog catalog = store.current(transaction);
      assertEquals(schema, catalog.schema("S").orElseThrow());
      assertEquals(table, catalog.table("S", "T").orElseThrow());
      assertEquals(sequence, catalog.sequence("S", "Q").orElseThrow());
      assertEquals(view, catalog.view("S", "V").orElseThrow());
      assertEquals(view, catalog.object(view.id()).orElseThrow());
      assertEquals(Set.of(schema, table, sequence, view), new HashSet<>(catalog.objects()));
      editor.remove(view);
      assertTrue(store.current(transaction).view("S", "V").isEmpty());
    }
  }

  @Test
  void columnsKeepWhereTheirValuesComeFrom() {
    List<ColumnGeneration> generations =
        List.of(
            new ColumnGeneration.Default("1 + 1", List.of(7L, 8L)),
            new ColumnGeneration.Identity(9, true),
            new ColumnGeneration.Computed("a + 1", List.of(0)));
    TableDraft draft = draft(1, "PUBLIC", "T");
    for (ColumnGeneration generation : generations) {
      draft.column("G" + generations.indexOf(generation), ColumnType.of(SqlTypeName.BIGINT), null);
    }
    TableDef table = draft.finish();
    for (int i = 0; i < generations.size(); i++) {
      ColumnDef column = table.columns().get(3 + i);
      table =
          table.withColumn(
              column
                  .withGeneration(generations.get(i))
                  .withAbsent(new ByteString(new byte[] {1, 2}))
                  .withComment("c" + i));
    }
    try (Transaction transaction = database.begin()) {
      store.edit(transaction).put(table);
      TableDef stored = store.current(transaction).table("PUBLIC", "T").orElseThrow();
      assertEquals(table, stored);
      assertEquals(6, stored.nextColumnId());
    }
  }

  @Test
  void namesOfNewObjectsAreChecked() {
    try (Transaction transaction = database.begin()) {
      create(store, transaction, "PUBLIC", "T");
      CatalogEditor editor = store.edit(transaction);
      editor.requireFreeTableName("PUBLIC", "U");
      refused(SqlState.DUPLICATE_TABLE, () -> editor.requireFreeTableName("PUBLIC", "T"));
      editor.requireSchema("PUBLIC");
      refused(SqlState.NO_SUCH_SCHEMA, () -> editor.requireSchema("NONE"));
      refused(SqlState.SYNTAX_OR_ACCESS, () -> editor.requireSchema("KEYSPACES"));
    }
  }

  @Test
  void wrongTablesAreRefused() {
    refused(SqlState.DUPLICATE_COLUMN, () -> wide(List.of("A", "A"), List.of()));
    refused(SqlState.UNDEFINED_COLUMN, () -> wide(List.of("A"), List.of("B")));
    refused(SqlState.DUPLICATE_COLUMN, () -> wide(List.of("A"), List.of("A", "A")));
    refused(SqlState.LIMIT_EXCEEDED, () -> wide(List.of(), List.of()));
    refused(SqlState.LIMIT_EXCEEDED, () -> wide(names(TableDraft.COLUMNS_MAX + 1), List.of()));
    wide(names(TableDraft.COLUMNS_MAX), List.of());
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("C" + i);
    }
    return names;
  }

  private static void wide(List<String> columns, List<String> key) {
    TableDraft draft = new TableDraft(1, TableDef.Kind.TABLE, "PUBLIC", "WIDE");
    columns.forEach(column -> draft.column(column, ColumnType.of(SqlTypeName.INTEGER), null));
    draft.primaryKey(null, key).finish();
  }

  private static void refused(SqlState state, Executable definition) {
    assertEquals(state, assertThrows(SqlStateException.class, definition).state());
  }

  @Test
  void everythingIsThereAfterReopening(@TempDir Path directory) {
    long rowId;
    TableDef defined;
    try (Database first = Kevo.open(directory);
        CatalogStore firstStore = CatalogStore.open(first)) {
      try (Transaction transaction = first.begin()) {
        schema(firstStore, transaction, "S");
        create(firstStore, transaction, "S", "T");
        transaction.commit();
      }
      defined = firstStore.current(first).table("S", "T").orElseThrow();
      rowId = firstStore.nextRowId();
    }
    try (Database second = Kevo.open(directory);
        CatalogStore secondStore = CatalogStore.open(second)) {
      Catalog catalog = secondStore.current(second);
      assertTrue(catalog.schemas().contains("S"));
      assertEquals(defined, catalog.table("S", "T").orElseThrow());
      assertTrue(secondStore.nextRowId() > rowId);
    }
  }

  @Test
  void rowsOfADroppedTableAreDeletedAndNoOthers() throws InterruptedException {
    define("T");
    define("U");
    TableDef dropped = store.current(database).table("PUBLIC", "T").orElseThrow();
    TableDef kept = store.current(database).table("PUBLIC", "U").orElseThrow();
    fill(database, store, dropped, 2_500);
    fill(database, store, kept, 10);
    drop("T");
    store.cleanUp();
    store.awaitCleanUp();
    assertEquals(0, count(database, store, dropped));
    assertEquals(10, count(database, store, kept));
  }

  @Test
  void aCleanUpThatWasCutOffGoesOnAfterReopening(@TempDir Path directory)
      throws InterruptedException {
    TableDef dropped;
    try (Database first = Kevo.open(directory);
        CatalogStore firstStore = CatalogStore.open(first)) {
      try (Transaction transaction = first.begin()) {
        create(firstStore, transaction, "PUBLIC", "T");
        transaction.commit();
      }
      dropped = firstStore.current(first).table("PUBLIC", "T").orElseThrow();
      fill(first, firstStore, dropped, 1_500);
      try (Transaction transaction = first.begin()) {
        drop(firstStore, transaction, "T");
        transaction.commit();
      }
      // Closed before anyone asked for a clean-up, as after a crash.
    }
    try (Database second = Kevo.open(directory);
        CatalogStore secondStore = CatalogStore.open(second)) {
      secondStore.awaitCleanUp();
      assertEquals(0, count(second, secondStore, dropped));
      try (Cursor notes = second.scan(secondStore.keyspace(), Scan.of(CatalogKeys.dropped()))) {
        assertFalse(notes.next());
      }
    }
  }

  private static void fill(Database database, CatalogStore store, TableDef table, int count) {
    WriteBatch batch = new WriteBatch();
    byte[] prefix = TablePrefix.of(table.id());
    for (int i = 0; i < count; i++) {
      byte[] key = Arrays.copyOf(prefix, prefix.length + 2);
      key[prefix.length] = (byte) (i >> 8);
      key[prefix.length + 1] = (byte) i;
      batch.put(store.keyspace(), key, new byte[] {1});
    }
    database.write(batch);
  }

  private static int count(Database database, CatalogStore store, TableDef table) {
    int count = 0;
    Scan scan = Scan.of(KeyRange.prefix(TablePrefix.of(table.id())));
    try (Cursor cursor = database.scan(store.keyspace(), scan)) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void rowIdsAreUniqueAcrossThreads() throws InterruptedException {
    Set<Long> ids = Collections.synchronizedSet(new HashSet<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 5_000; j++) {
                  ids.add(store.nextRowId());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(20_000, ids.size());
  }

  @Test
  void keyspacesAreTablesButForTheCataloguesOwn() {
    database.createKeyspace("other");
    assertEquals(
        List.of("MAIN", "other"),
        store.keyspaceTables("KEYSPACES").stream().map(TableDef::name).toList());
    assertTrue(store.keyspaceTable("KEYSPACES", "SQL").isEmpty());
    assertTrue(store.keyspaceTable("KEYSPACES", "OTHER").isEmpty());
    assertTrue(store.keyspaceTable("PUBLIC", "MAIN").isEmpty());
    TableDef text = store.keyspaceTable("KEYSPACES_TEXT", "other").orElseThrow();
    assertEquals(TableDef.Kind.KEYSPACE_TEXT, text.kind());
    assertEquals("VARCHAR NOT NULL", text.columns().get(1).type().toString());
  }

  @Test
  void aDamagedOrNewerRecordIsCorruption() {
    define("T");
    long id = store.current(database).table("PUBLIC", "T").orElseThrow().id();
    for (byte[] record : new byte[][] {{}, {9}, {1, 0, 0, 0, 9}, {1, 0, 0, 0, 1, 7}}) {
      database.put(store.keyspace(), CatalogKeys.object(id), record);
      try (CatalogStore fresh = CatalogStore.open(database)) {
        assertThrows(CorruptionException.class, () -> fresh.current(database));
      }
    }
  }

  private void define(String name) {
    try (Transaction transaction = database.begin()) {
      create(store, transaction, "PUBLIC", name);
      transaction.commit();
    }
  }

  private void drop(String name) {
    try (Transaction transaction = database.begin()) {
      drop(store, transaction, name);
      transaction.commit();
    }
  }

  private static void drop(CatalogStore store, Transaction transaction, String name) {
    store.edit(transaction).remove(store.current(transaction).table("PUBLIC", name).orElseThrow());
  }

  private static void schema(CatalogStore store, Transaction transaction, String name) {
    CatalogEditor editor = store.edit(transaction);
    editor.put(new SchemaDef(editor.nextId(), name, null));
  }

  private static void create(
      CatalogStore store, Transaction transaction, String schema, String name) {
    CatalogEditor editor = store.edit(transaction);
    editor.put(draft(editor.nextId(), schema, name).finish());
  }

  private static TableDraft draft(long id, String schema, String name) {
    return new TableDraft(id, TableDef.Kind.TABLE, schema, name)
        .column("A", ColumnType.of(SqlTypeName.VARCHAR, 20), null)
        .column("B", ColumnType.of(SqlTypeName.BIGINT), null)
        .column("C", ColumnType.decimal(15, 2), new ColumnGeneration.Default("0.5", List.of()))
        .primaryKey(null, List.of("B", "A"));
  }
}
