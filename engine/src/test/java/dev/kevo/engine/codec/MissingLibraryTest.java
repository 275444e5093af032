package dev.kevo.engine.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Compression;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.LibraryMissingException;
import dev.kevo.engine.Options;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as it runs where nothing else is on the class path. */
class MissingLibraryTest {
  private static final KeyspaceOptions ZSTD =
      KeyspaceOptions.DEFAULT.withCompression(Compression.ZSTD);

  private static final byte[] KEY = {1};

  @TempDir Path directory;

  /** What runs there; only text crosses the border. */
  public static final class Alone {
    private Alone() {}

    /** Refusals to open a database, to create one with such a default, and to make a keyspace. */
    public static String refusals(String zstdDirectory, String newDirectory) {
      String refusals = refusalToOpen(zstdDirectory, Options.DEFAULT);
      refusals += refusalToOpen(newDirectory, Options.DEFAULT.withKeyspaceDefaults(ZSTD));
      try (Database database = Kevo.open(Path.of(newDirectory))) {
        try {
          database.createKeyspace("small", ZSTD);
        } catch (LibraryMissingException e) {
          refusals += e.getMessage() + "\n";
        }
        try {
          database.alterKeyspace(database.defaultKeyspace(), ZSTD);
        } catch (LibraryMissingException e) {
          refusals += e.getMessage() + "\n";
        }
        database.put(database.defaultKeyspace(), KEY, KEY);
        database.compactRange(database.defaultKeyspace(), KeyRange.all());
      }
      return refusals;
    }

    private static String refusalToOpen(String directory, Options options) {
      try (Database opened = Kevo.open(Path.of(directory), options)) {
        return opened + " was opened\n";
      } catch (LibraryMissingException e) {
        return e.getMessage() + "\n";
      }
    }
  }

  @Test
  void withoutTheLibraryOnlyZstdIsRefusedAndTheMessageNamesIt() throws Exception {
    Path zstd = directory.resolve("zstd");
    try (Database database = Kevo.open(zstd)) {
      database.put(database.createKeyspace("small", ZSTD), KEY, KEY);
    }
    URL[] engine = {
      Kevo.class.getProtectionDomain().getCodeSource().getLocation(),
      Alone.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader alone = new URLClassLoader(engine, ClassLoader.getPlatformClassLoader())) {
      Object refusals =
          alone
              .loadClass(Alone.class.getName())
              .getMethod("refusals", String.class, String.class)
              .invoke(null, zstd.toString(), directory.resolve("new").toString());
      assertEquals(
          "Compression.ZSTD needs the library io.airlift:aircompressor on the class path\n"
              .repeat(4),
          refusals);
    }
    try (Database database = Kevo.open(zstd)) {
      assertArrayEquals(KEY, database.get(database.keyspace("small").orElseThrow(), KEY));
    }
  }
}
