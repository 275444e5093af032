package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.table.TableIndex;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Looks whether the indexes of plain columns have exactly one right entry for each row. */
final class IndexAudit {
  private IndexAudit() {}

  static void check(SqlFixture sql) {
    CatalogStore store = sql.engine.store();
    try (Snapshot view = sql.database.snapshot()) {
      SchemaTree tree = sql.engine.tree(store.current(view));
      for (TableDef definition : tree.catalog().tables("PUBLIC").values()) {
        KevoTable table = tree.table(definition.id());
        for (TableIndex index : table.indexes()) {
          if (index.definition().keys().stream().anyMatch(IndexDef.Key::isExpression)) {
            continue;
          }
          Map<String, String> expected = expected(table, index, view);
          Map<String, String> found = found(table, index, view);
          Map<String, String> same = new TreeMap<>(expected);
          same.entrySet().retainAll(found.entrySet());
          expected.entrySet().removeAll(same.entrySet());
          found.entrySet().removeAll(same.entrySet());
          assertEquals(
              expected, found, definition.name() + ", " + same.size() + " others are right");
        }
      }
    }
  }

  private static Map<String, String> expected(KevoTable table, TableIndex index, Snapshot view) {
    Map<String, String> entries = new TreeMap<>();
    int[] columns = IntStream.range(0, table.columnCount()).toArray();
    TableScan scan = new TableScan(table, columns, null, null, false, null);
    StatementContext context = new StatementContext(view, new Object[0], new CancelToken());
    try (RowCursor rows = scan.open(context, new Object[0], Long.MAX_VALUE)) {
      while (rows.next()) {
        Object[] row = rows.row();
        Object[] keys = new Object[index.keyWidth()];
        for (int i = 0; i < keys.length; i++) {
          keys[i] = row[index.keyColumns()[i]];
        }
        byte[] rowKey = table.encodeKey(row);
        HexFormat hex = HexFormat.of();
        entries.put(
            hex.formatHex(index.codec().encodeKey(keys, rowKey)),
            hex.formatHex(index.codec().encodeValue(keys, rowKey, row)));
      }
    }
    return entries;
  }

  private static Map<String, String> found(KevoTable table, TableIndex index, Snapshot view) {
    Map<String, String> entries = new TreeMap<>();
    try (Cursor cursor = view.scan(table.keyspace(), Scan.of(index.range()))) {
      while (cursor.next()) {
        HexFormat hex = HexFormat.of();
        entries.put(
            hex.formatHex(cursor.key().toByteArray()), hex.formatHex(cursor.value().toByteArray()));
      }
    }
    return entries;
  }
}
