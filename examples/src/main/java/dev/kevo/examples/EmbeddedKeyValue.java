package dev.kevo.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.WriteBatch;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The engine without SQL: keys and values are bytes, ordered by their unsigned bytes.
 *
 * <p>Takes the directory as its argument; without one it uses {@code target/key-value}.
 */
public final class EmbeddedKeyValue {
  private EmbeddedKeyValue() {}

  /** See the class. */
  public static void main(String[] args) {
    run(Path.of(args.length > 0 ? args[0] : "target/key-value"), System.out);
  }

  static void run(Path directory, PrintStream out) {
    // One process at a time has a directory open. Closing releases it.
    try (Database database = Kevo.open(directory)) {
      Keyspace users = database.createKeyspace("users");

      // Single writes are atomic and durable when they return.
      database.put(users, bytes("user/1"), bytes("Ada"));
      out.println("user/1 = " + text(database.get(users, bytes("user/1"))));

      // A batch is applied all together or not at all, also over several keyspaces.
      database.write(
          new WriteBatch()
              .put(users, bytes("user/2"), bytes("Grace"))
              .put(users, bytes("user/3"), bytes("Edsger"))
              .put(database.defaultKeyspace(), bytes("users"), bytes("3")));

      // A range, in either direction. The slices are valid until the next step.
      Scan newestTwo = Scan.of(KeyRange.prefix(bytes("user/"))).withReversed(true).withLimit(2);
      try (Cursor cursor = database.scan(users, newestTwo)) {
        while (cursor.next()) {
          out.println(cursor.key() + " = " + cursor.value());
        }
      }

      // A snapshot stays as it is, whatever is written after it.
      try (Snapshot before = database.snapshot()) {
        // A transaction sees its own writes; nobody else does before it commits.
        try (Transaction transaction = database.begin()) {
          transaction.put(users, bytes("user/1"), bytes("Ada Lovelace"));
          transaction.delete(users, bytes("user/3"));
          out.println("inside: user/1 = " + text(transaction.get(users, bytes("user/1"))));
          // Throws ConflictException if somebody else committed one of these keys meanwhile.
          transaction.commit();
        }
        out.println("snapshot: user/1 = " + text(before.get(users, bytes("user/1"))));
        out.println("snapshot: user/3 = " + text(before.get(users, bytes("user/3"))));
      }
      out.println("now: user/1 = " + text(database.get(users, bytes("user/1"))));
      out.println("now: user/3 = " + text(database.get(users, bytes("user/3"))));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "(none)" : new String(bytes, UTF_8);
  }
}
