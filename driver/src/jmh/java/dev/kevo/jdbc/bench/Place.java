package dev.kevo.jdbc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;

/**
 * Where the work is done, and how much of it.
 *
 * @param directory holds a directory of databases with all rows, and ones that do not outlive their
 *     work
 * @param rows of the measured tables
 * @param millis how long each work is measured on each database in a round, where it can be cut off
 * @param round counted from 0, which only warms up
 */
record Place(Path directory, int rows, int millis, int round) {
  /** The directory of the databases that hold all rows. */
  Path loaded() {
    return directory.resolve("loaded");
  }

  /** An empty directory for one piece of work. */
  Path scratch() throws IOException {
    return Files.createTempDirectory(directory, "scratch");
  }

  /** Random numbers, the same for every database. */
  Random random() {
    return new Random(round * 1_000_003L + 1);
  }

  Place inRound(int number) {
    return new Place(directory, rows, millis, number);
  }

  static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  static long bytes(Path directory) throws IOException {
    long bytes = 0;
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }
}
