package dev.kevo.engine.io;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.StorageException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the platform's errors into the engine's, which name the file. */
final class IoErrors {
  /** What the systems say when a disk or a quota is full. */
  private static final List<String> FULL =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "There is not enough space on the disk",
          "Not enough space");

  private IoErrors() {}

  /** An operation that failed: {@code action} completes the sentence "cannot ... file". */
  static StorageException failed(String action, Path file, Throwable cause) {
    String message = "cannot " + action + " " + file + ": " + reason(cause);
    return isFull(cause)
        ? new DiskFullException(message, cause)
        : new StorageException(message, cause);
  }

  /** As {@link #failed}, of a write: also where the system's message is in another language. */
  static StorageException writeFailed(String action, Path file, long bytes, Throwable cause) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && directory.toFile().getUsableSpace() < bytes) {
      return new DiskFullException("cannot " + action + " " + file + ": " + reason(cause), cause);
    }
    return failed(action, file, cause);
  }

  /** A file that was expected to exist does not. */
  static CorruptionException missing(Path file, @Nullable Throwable cause) {
    return new CorruptionException("missing file " + file, cause);
  }

  /** A file that ends before the bytes that were asked for. */
  static CorruptionException endsBefore(Path file, long position, int expected, long found) {
    return new CorruptionException(
        file
            + " ends too early: at offset "
            + position
            + " expected "
            + expected
            + " bytes, found "
            + found);
  }

  private static boolean isFull(Throwable cause) {
    String message = cause.getMessage();
    return message != null && FULL.stream().anyMatch(message::contains);
  }

  private static String reason(Throwable cause) {
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
