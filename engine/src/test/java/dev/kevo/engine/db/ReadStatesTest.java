package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Scan;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReadStatesTest {
  private final MemoryFileSystem files = new MemoryFileSystem();

  private Set<String> tables() {
    Set<String> tables = new TreeSet<>(files.list(DIRECTORY));
    tables.removeIf(name -> !name.endsWith(".sst"));
    return tables;
  }

  @Test
  void openCursorKeepsTheTablesThatItCanReadAndNoLaterOnes() {
    try (Database database = open(files)) {
      put(database, "a", "1");
      database.flush();
      Set<String> readable = tables();
      Cursor cursor = database.scan(database.defaultKeyspace(), Scan.all());
      for (int round = 0; round < 5; round++) {
        put(database, "a", "later");
        put(database, "b" + round, "later");
        database.compactRange(database.defaultKeyspace(), KeyRange.all());
      }
      database.awaitCompactions();
      assertEquals(2, tables().size());
      assertTrue(tables().containsAll(readable));
      assertTrue(cursor.next());
      assertEquals("1", cursor.value().toString());
      cursor.close();
      database.awaitCompactions();
      assertEquals(1, tables().size());
    }
  }
}
