package dev.kevo.jdbc.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage is answered with XX001 and the name of the file, never with wrong rows. */
final class DamagedFilesTest {
  private static final int ROWS = 4_000;

  /** A sound database with SSTables, copied for each test. */
  @TempDir static Path original;

  @TempDir Path directory;

  @BeforeAll
  static void load() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:kevo:" + original + "?memTableBytesMax=65536")) {
      LoadingChild.createTable(connection);
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)")) {
        for (int n = 0; n < ROWS; n++) {
          insert.setInt(1, n);
          insert.setInt(2, 0);
          insert.setString(3, LoadingChild.note(n, 0));
          insert.addBatch();
          if (n % 100 == 99) {
            insert.executeBatch();
            connection.commit();
          }
        }
      }
    }
  }

  private Path copy() throws IOException {
    Path copy = directory.resolve("db");
    Files.createDirectory(copy);
    try (Stream<Path> files = Files.list(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static List<Path> filesLike(Path directory, String glob) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(
              f ->
                  directory.getFileSystem().getPathMatcher("glob:" + glob).matches(f.getFileName()))
          .sorted()
          .toList();
    }
  }

  /** The largest, so that most of its bytes are rows. */
  private static Path largest(Path directory, String glob) throws IOException {
    Path largest = null;
    for (Path file : filesLike(directory, glob)) {
      if (largest == null || Files.size(file) > Files.size(largest)) {
        largest = file;
      }
    }
    assertTrue(largest != null, "there is no " + glob);
    return largest;
  }

  /** The size in bytes without the zeros of the space that a log takes ahead. */
  private static long written(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int size = bytes.length;
    while (size > 0 && bytes[size - 1] == 0) {
      size--;
    }
    return size;
  }

  private static void flipByte(Path file, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) ~one.get(0)).rewind();
      channel.write(one, offset);
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  /** Opens and reads everything. */
  private static int countRows(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:kevo:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT batch, note FROM entry")) {
      int count = 0;
      while (rows.next()) {
        assertEquals(LoadingChild.note(rows.getInt(1), 0), rows.getString(2));
        count++;
      }
      return count;
    }
  }

  private static void assertCorrupt(Path database, String fileName) {
    SQLException error = assertThrows(SQLException.class, () -> countRows(database));
    assertEquals("XX001", error.getSQLState(), error::getMessage);
    assertTrue(
        error.getMessage().contains(fileName),
        () -> fileName + " is not in: " + error.getMessage());
  }

  @Test
  void soundCopyHasAllRows() throws Exception {
    assertEquals(ROWS, countRows(copy()));
  }

  @Test
  void fileInPlaceOfTheDirectoryIsNoDatabase() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "not a database");
    assertCorrupt(file, "notes.txt");
    assertEquals("not a database", Files.readString(file));
  }

  @Test
  void directoryOfOtherFilesIsNoDatabase() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "not a database");
    assertCorrupt(directory, "notes.txt");
    assertEquals("not a database", Files.readString(file));
  }

  @Test
  void textInPlaceOfTheManifestIsNoDatabase() throws Exception {
    Path database = copy();
    Path manifest = largest(database, "MANIFEST-*");
    Files.writeString(manifest, "not a manifest\n");
    assertCorrupt(database, manifest.getFileName().toString());
  }

  @Test
  void textInPlaceOfATableFileIsFound() throws Exception {
    Path database = copy();
    Path table = largest(database, "*.sst");
    Files.writeString(table, "not a table\n".repeat(1_000));
    assertCorrupt(database, table.getFileName().toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5, 0.99})
  void truncatedTableFileIsFound(double part) throws Exception {
    Path database = copy();
    Path table = largest(database, "*.sst");
    truncate(table, (long) (Files.size(table) * part));
    assertCorrupt(database, table.getFileName().toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 0.4, 0.6, 0.8})
  void flippedByteInATableFileIsFound(double where) throws Exception {
    Path database = copy();
    Path table = largest(database, "*.sst");
    flipByte(table, (long) (Files.size(table) * where));
    assertCorrupt(database, table.getFileName().toString());
  }

  @Test
  void missingTableFileIsFound() throws Exception {
    Path database = copy();
    Path table = largest(database, "*.sst");
    Files.delete(table);
    assertCorrupt(database, table.getFileName().toString());
  }

  @Test
  void flippedByteInTheManifestIsFound() throws Exception {
    Path database = copy();
    Path manifest = largest(database, "MANIFEST-*");
    flipByte(manifest, written(manifest) / 2);
    assertCorrupt(database, manifest.getFileName().toString());
  }

  @Test
  void flippedByteInTheLogIsFoundWhenRecordsFollow() throws Exception {
    Path database = copy();
    Path log = largest(database, "*.wal");
    assertTrue(written(log) > 1_000, "the log is too short to be damaged in its middle");
    flipByte(log, written(log) / 3);
    assertCorrupt(database, log.getFileName().toString());
  }
}
