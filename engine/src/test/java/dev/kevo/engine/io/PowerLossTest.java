package dev.kevo.engine.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PowerLossTest {
  private static final Path DIRECTORY = Path.of("/db");

  private final PowerLossFileSystem disk = new PowerLossFileSystem();

  private static Set<String> endings(History history) {
    PowerLoss loss = PowerLoss.of(history, new Random(0), 10);
    Set<String> endings = new TreeSet<>();
    loss.visit(
        (moment, state) -> {
          if (moment == history.size()) {
            endings.add(describe(loss.image(state)));
          }
        });
    return endings;
  }

  private static String describe(DiskImage image) {
    StringBuilder text = new StringBuilder();
    image
        .files()
        .forEach(
            (path, bytes) ->
                text.append(path.getFileName())
                    .append('=')
                    .append(new String(bytes, US_ASCII).replace('\0', '0'))
                    .append(' '));
    return text.toString().trim();
  }

  private AppendFile create(String name, String content) {
    AppendFile file = disk.create(DIRECTORY.resolve(name));
    append(file, content);
    return file;
  }

  private static void append(AppendFile file, String content) {
    file.append(content.getBytes(US_ASCII), 0, content.length());
  }

  @Test
  void whatIsSyncedSurvivesAndWhatIsNotMayVanishInParts() {
    disk.createDirectories(DIRECTORY);
    AppendFile file = create("f", "ab");
    file.sync();
    disk.syncDirectory(DIRECTORY);
    assertEquals(Set.of("f=ab"), endings(disk.history()));

    append(file, "cd");
    assertEquals(Set.of("f=ab", "f=ab00", "f=abcd"), endings(disk.history()));
  }

  @Test
  void spaceTakenAheadReadsAsZerosUntilWhatIsWrittenThereReachedTheDisk() {
    disk.createDirectories(DIRECTORY);
    AppendFile file = create("f", "ab");
    file.sync();
    disk.syncDirectory(DIRECTORY);
    file.reserve(4);
    assertEquals(Set.of("f=ab", "f=ab0000"), endings(disk.history()));

    file.sync();
    append(file, "cd");
    assertEquals(Set.of("f=ab0000", "f=abcd00"), endings(disk.history()));
    append(file, "efg");
    assertEquals(Set.of("f=ab0000", "f=ab00000", "f=abcdef", "f=abcdefg"), endings(disk.history()));
  }

  @Test
  void aFileWithoutADirectorySyncMayVanishAltogether() {
    disk.createDirectories(DIRECTORY);
    create("f", "ab").sync();

    assertEquals(Set.of("", "f=ab"), endings(disk.history()));
  }

  @Test
  void renamesAndDeletesReachTheDiskInAnyOrder() {
    disk.createDirectories(DIRECTORY);
    create("a", "1").sync();
    create("b", "2").sync();
    create("c", "3").sync();
    disk.syncDirectory(DIRECTORY);
    disk.rename(DIRECTORY.resolve("a"), DIRECTORY.resolve("b"));
    disk.delete(DIRECTORY.resolve("c"));

    assertEquals(Set.of("a=1 b=2 c=3", "a=1 b=2", "b=1 c=3", "b=1"), endings(disk.history()));
  }

  @Test
  void aLongTailIsTornAtItsSectors() {
    disk.createDirectories(DIRECTORY);
    create("f", "x".repeat(1200));
    disk.syncDirectory(DIRECTORY);
    Set<String> endings = endings(disk.history());

    assertTrue(endings.contains("f=" + "x".repeat(512)));
    assertTrue(endings.contains("f=" + "x".repeat(1024)));
    assertTrue(endings.contains("f=" + "x".repeat(512) + "0".repeat(512) + "x".repeat(176)));
    assertFalse(endings.contains("f=" + "x".repeat(600)));
  }

  @Test
  void aHistoryWithoutASyncLosesMore() {
    disk.createDirectories(DIRECTORY);
    create("f", "ab").sync();
    disk.syncDirectory(DIRECTORY);
    History history = disk.history();

    assertEquals(2, history.syncSites().size(), history.syncSites()::toString);
    assertEquals(
        Set.of("f=", "f=00", "f=ab"), endings(history.withoutSyncs(site -> site.startsWith("f "))));
    assertEquals(
        Set.of("", "f=ab"), endings(history.withoutSyncs(site -> site.startsWith("directory"))));
  }

  @Test
  void anImageStartsAnotherHistory() {
    disk.createDirectories(DIRECTORY);
    create("f", "ab").sync();
    DiskImage image = DiskImage.of(disk, DIRECTORY);
    PowerLossFileSystem next = new PowerLossFileSystem(image);
    next.delete(DIRECTORY.resolve("f"));

    assertEquals(Set.of("", "f=ab"), endings(next.history()));
    assertEquals(Arrays.asList("f"), image.toMemory().list(DIRECTORY));
  }
}
