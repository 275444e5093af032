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
        Set.of("PUBLIC", "INFORMATION_SCHEMA", "KEYSPACES", "KEYSPACES_TEXT"), catalog.schemas());
    assertTrue(catalog.tables("PUBLIC").isEmpty());
    assertTrue(catalog.table("PUBLIC", "T").isEmpty());
  }

  @Test
  void definitionsAreSeenByTheirTransactionAtOnceAndByOthersAfterCommit() {
    Catalog before = store.current(database);
    try (Transaction transaction = database.begin()) {
      assertTrue(store.createTable(transaction, table("T"), false));
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
      store.createTable(transaction, table("T"), false);
      transaction.rollbackTo(savepoint);
      assertTrue(store.current(transaction).table("PUBLIC", "T").isEmpty());
      store.createTable(transaction, table("U"), false);
      transaction.rollback();
    }
    assertTrue(store.current(database).tables("PUBLIC").isEmpty());
    assertEquals(CatalogToken.EMPTY, store.current(database).token());
  }

  @Test
  void transactionsThatBothDefineConflict() {
    try (Transaction one = database.begin();
        Transaction two = database.begin()) {
      store.createTable(one, table("ONE"), false);
      one.commit();
      assertThrows(
          ConflictException.class,
          () -> {
            store.createTable(two, table("TWO"), false);
            two.commit();
          });
    }
    assertEquals(Set.of("ONE"), store.current(database).tables("PUBLIC").keySet());
  }

  @Test
  void anOldViewKeepsItsDefinitions() {
    define(table("T"));
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
      define(table("T"));
      assertTrue(ids.add(store.current(database).table("PUBLIC", "T").orElseThrow().id()));
      drop("T");
    }
  }

  @Test
  void schemasHoldTablesAndGoOnlyWhenEmpty() {
    try (Transaction transaction = database.begin()) {
      assertTrue(store.createSchema(transaction, "S", false));
      assertFalse(store.createSchema(transaction, "S", true));
      store.createTable(transaction, table("S", "T"), false);
      refused(SqlState.DUPLICATE_SCHEMA, () -> store.createSchema(transaction, "S", false));
      refused(SqlState.DEPENDENT_OBJECTS, () -> store.dropSchema(transaction, "S", false));
      store.dropTable(transaction, "S", "T", false);
      assertTrue(store.dropSchema(transaction, "S", false));
      assertFalse(store.dropSchema(transaction, "S", true));
      refused(SqlState.NO_SUCH_SCHEMA, () -> store.dropSchema(transaction, "S", false));
      refused(SqlState.SYNTAX_OR_ACCESS, () -> store.dropSchema(transaction, "PUBLIC", false));
      refused(SqlState.SYNTAX_OR_ACCESS, () -> store.dropSchema(transaction, "KEYSPACES", true));
    }
  }

  @Test
  void wrongDefinitionsAreRefused() {
    try (Transaction transaction = database.begin()) {
      store.createTable(transaction, table("T"), false);
      assertFalse(store.createTable(transaction, table("T"), true));
      refused(SqlState.DUPLICATE_TABLE, () -> store.createTable(transaction, table("T"), false));
      refused(
          SqlState.NO_SUCH_SCHEMA, () -> store.createTable(transaction, table("NONE", "T"), false));
      refused(
          SqlState.SYNTAX_OR_ACCESS,
          () -> store.createTable(transaction, table("KEYSPACES", "T"), false));
      refused(SqlState.DUPLICATE_COLUMN, () -> create(transaction, List.of("A", "A"), List.of()));
      refused(SqlState.UNDEFINED_COLUMN, () -> create(transaction, List.of("A"), List.of("B")));
      refused(
          SqlState.DUPLICATE_COLUMN, () -> create(transaction, List.of("A"), List.of("A", "A")));
      refused(SqlState.LIMIT_EXCEEDED, () -> create(transaction, List.of(), List.of()));
      refused(
          SqlState.LIMIT_EXCEEDED,
          () -> create(transaction, names(CatalogStore.COLUMNS_MAX + 1), List.of()));
      create(transaction, names(CatalogStore.COLUMNS_MAX), List.of());
      refused(SqlState.UNDEFINED_TABLE, () -> store.dropTable(transaction, "PUBLIC", "NO", false));
      assertFalse(store.dropTable(transaction, "PUBLIC", "NO", true));
    }
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("C" + i);
    }
    return names;
  }

  private void create(Transaction transaction, List<String> columns, List<String> key) {
    List<NewTable.Column> defs = new ArrayList<>();
    for (String column : columns) {
      defs.add(new NewTable.Column(column, ColumnType.of(SqlTypeName.INTEGER), null));
    }
    store.createTable(transaction, new NewTable("PUBLIC", "WIDE", defs, key, null), false);
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
        firstStore.createSchema(transaction, "S", false);
        firstStore.createTable(transaction, table("S", "T"), false);
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
    define(table("T"));
    define(table("U"));
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
        firstStore.createTable(transaction, table("T"), false);
        transaction.commit();
      }
      dropped = firstStore.current(first).table("PUBLIC", "T").orElseThrow();
      fill(first, firstStore, dropped, 1_500);
      try (Transaction transaction = first.begin()) {
        firstStore.dropTable(transaction, "PUBLIC", "T", false);
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
    define(table("T"));
    long id = store.current(database).table("PUBLIC", "T").orElseThrow().id();
    for (byte[] record : new byte[][] {{}, {9}, {1, 0, 0, 0, 9}, {1, 0, 0, 0, 1, 7}}) {
      database.put(store.keyspace(), CatalogKeys.object(id), record);
      try (CatalogStore fresh = CatalogStore.open(database)) {
        assertThrows(CorruptionException.class, () -> fresh.current(database));
      }
    }
  }

  private void define(NewTable table) {
    try (Transaction transaction = database.begin()) {
      store.createTable(transaction, table, false);
      transaction.commit();
    }
  }

  private void drop(String name) {
    try (Transaction transaction = database.begin()) {
      store.dropTable(transaction, "PUBLIC", name, false);
      transaction.commit();
    }
  }

  private static NewTable table(String name) {
    return table("PUBLIC", name);
  }

  private static NewTable table(String schema, String name) {
    return new NewTable(
        schema,
        name,
        List.of(
            new NewTable.Column("A", ColumnType.of(SqlTypeName.VARCHAR, 20), null),
            new NewTable.Column("B", ColumnType.of(SqlTypeName.BIGINT), null),
            new NewTable.Column("C", ColumnType.decimal(15, 2), "0.5")),
        List.of("B", "A"),
        null);
  }
}
