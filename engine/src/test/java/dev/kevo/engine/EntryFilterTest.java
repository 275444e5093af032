package dev.kevo.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntryFilterTest {
  private final Database database = Kevo.openInMemory(Options.DEFAULT);
  private final Keyspace main = database.defaultKeyspace();

  @BeforeEach
  void fill() {
    put("user:1:name", "ann");
    put("user:1:mail", "ann@example.org");
    put("user:2:name", "bob");
    database.flush();
    put("user:2:mail", "");
    put("user:3:name", "anna");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void put(String key, String value) {
    database.put(main, bytes(key), bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private String scan(Scan scan) {
    List<String> found = new ArrayList<>();
    try (Cursor cursor = database.scan(main, scan)) {
      while (cursor.next()) {
        found.add(cursor.key().toString().substring(5));
      }
    }
    return String.join(" ", found);
  }

  private String filtered(EntryFilter filter) {
    return scan(Scan.all().withFilter(filter));
  }

  @Test
  void keysArePickedByTheirEnd() {
    assertEquals("1:name 2:name 3:name", filtered(EntryFilter.keySuffix(bytes(":name"))));
    assertEquals("", filtered(EntryFilter.keySuffix(bytes("a longer suffix than any key has"))));
    assertEquals(
        "1:mail 1:name 2:mail 2:name 3:name", filtered(EntryFilter.keySuffix(new byte[0])));
  }

  @Test
  void aPartMayLieAnywhere() {
    assertEquals("2:mail 2:name", filtered(EntryFilter.keyContains(bytes(":2:"))));
    assertEquals("1:mail", filtered(EntryFilter.valueContains(bytes("@"))));
    assertEquals("1:mail 1:name 3:name", filtered(EntryFilter.valuePrefix(bytes("ann"))));
    assertEquals("1:name", filtered(EntryFilter.valueSuffix(bytes("nn"))));
  }

  @Test
  void filtersCombine() {
    EntryFilter names = EntryFilter.keySuffix(bytes("name"));
    EntryFilter ann = EntryFilter.valuePrefix(bytes("ann"));

    assertEquals("1:name 3:name", filtered(EntryFilter.all(names, ann)));
    assertEquals("1:mail 1:name 2:name 3:name", filtered(EntryFilter.any(names, ann)));
    assertEquals("1:mail 2:mail", filtered(EntryFilter.not(names)));
    assertEquals("", filtered(EntryFilter.any()));
    assertEquals(5, filtered(EntryFilter.all()).split(" ").length);
  }

  @Test
  void onlyWhatPassesCountsAgainstTheLimit() {
    Scan names = Scan.all().withFilter(EntryFilter.keySuffix(bytes("name")));

    assertEquals("1:name 2:name", scan(names.withLimit(2)));
    assertEquals("3:name 2:name", scan(names.withReversed(true).withLimit(2)));
    assertEquals(
        "2:name",
        scan(
            Scan.of(new KeyRange(bytes("user:2"), bytes("user:3")))
                .withReversed(true)
                .withFilter(EntryFilter.keySuffix(bytes("name")))));
  }

  @Test
  void aFilterOfValuesWorksWithoutShowingThem() {
    EntryFilter mails = EntryFilter.valueContains(bytes("@"));
    assertTrue(mails.needsValue());
    assertFalse(EntryFilter.keySuffix(bytes("x")).needsValue());

    assertEquals("1:mail", scan(Scan.all().withKeysOnly(true).withFilter(mails)));
  }

  @Test
  void seeksGoOnToTheNextEntryThatPasses() {
    Scan names = Scan.all().withFilter(EntryFilter.keySuffix(bytes("name")));
    try (Cursor cursor = database.scan(main, names)) {
      cursor.seek(bytes("user:2:mail"));
      assertTrue(cursor.next());
      assertEquals("user:2:name", cursor.key().toString());
    }
  }

  @Test
  void aTransactionFiltersItsOwnWritesToo() {
    try (Transaction transaction = database.begin()) {
      transaction.put(main, bytes("user:4:name"), bytes("dan"));
      transaction.delete(main, bytes("user:1:name"));
      Scan names = Scan.all().withFilter(EntryFilter.keySuffix(bytes("name")));
      List<String> found = new ArrayList<>();
      try (Cursor cursor = transaction.scan(main, names)) {
        while (cursor.next()) {
          found.add(cursor.value().toString());
        }
      }
      assertEquals(List.of("bob", "anna", "dan"), found);
    }
  }
}
