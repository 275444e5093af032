package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Compression;
import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.io.MemoryFileSystem;
import org.junit.jupiter.api.Test;

class KeyspaceOptionsTest {
  private static final KeyspaceOptions ODD =
      KeyspaceOptions.DEFAULT
          .withBlockBytes(777)
          .withCompression(Compression.DEFLATE)
          .withFilterBitsPerKey(3);

  private final MemoryFileSystem files = new MemoryFileSystem();

  @Test
  void aKeyspaceKeepsTheOptionsItWasCreatedWith() {
    try (Database database = open(files, Options.DEFAULT)) {
      assertEquals(ODD, database.createKeyspace("odd", ODD).options());
      assertEquals(KeyspaceOptions.DEFAULT, database.createKeyspace("plain").options());
    }
    try (Database database =
        open(files, Options.DEFAULT.withKeyspaceDefaults(ODD.withBlockBytes(999)))) {
      assertEquals(ODD, database.keyspace("odd").orElseThrow().options());
      assertEquals(KeyspaceOptions.DEFAULT, database.keyspace("plain").orElseThrow().options());
      assertEquals(KeyspaceOptions.DEFAULT, database.defaultKeyspace().options());
      assertEquals(999, database.createKeyspace("later").options().blockBytes());
      assertEquals(ODD, database.createKeyspace("odd", KeyspaceOptions.DEFAULT).options());
    }
  }

  @Test
  void anAlteredKeyspaceStaysAltered() {
    try (Database database = open(files, Options.DEFAULT)) {
      Keyspace odd = database.createKeyspace("odd");

      database.alterKeyspace(odd, ODD);

      assertEquals(ODD, odd.options());
      assertEquals(KeyspaceOptions.DEFAULT, database.defaultKeyspace().options());
    }
    try (Database database = open(files, Options.DEFAULT)) {
      assertEquals(ODD, database.keyspace("odd").orElseThrow().options());
    }
  }

  @Test
  void valuesOutOfRangeAreRefusedByName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> KeyspaceOptions.DEFAULT.withBlockBytes(511));

    assertTrue(e.getMessage().contains("blockBytes"), e::getMessage);
    assertThrows(
        IllegalArgumentException.class,
        () -> KeyspaceOptions.DEFAULT.withBlockBytes((1 << 20) + 1));
    assertThrows(
        IllegalArgumentException.class, () -> KeyspaceOptions.DEFAULT.withFilterBitsPerKey(33));
    for (int bytes : new int[] {-1, (1 << 30) + 1}) {
      assertThrows(
          IllegalArgumentException.class, () -> KeyspaceOptions.DEFAULT.withLargeValueBytes(bytes));
    }
    assertEquals(1 << 30, KeyspaceOptions.DEFAULT.withLargeValueBytes(1 << 30).largeValueBytes());
    assertThrows(
        IllegalArgumentException.class, () -> Options.DEFAULT.withMemTableBytesMax(65_535));
  }
}
