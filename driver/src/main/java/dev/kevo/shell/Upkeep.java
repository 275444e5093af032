package dev.kevo.shell;

import dev.kevo.engine.Backup;
import dev.kevo.engine.Backups;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.Options;
import dev.kevo.engine.SalvageReport;
import dev.kevo.engine.SalvageReport.SalvagedFile;
import dev.kevo.engine.SalvageReport.SalvagedKeyspace;
import dev.kevo.engine.Verification;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** The commands that work on the files of a database which no other process has open. */
final class Upkeep {
  static final String USAGE =
      """
             kevo verify DIR                check every byte of a database, change nothing
             kevo checkpoint DIR TARGET     copy a database to a new directory
             kevo backup DIR BACKUPS        add a backup to a directory of backups
             kevo backups BACKUPS           list the backups, and check each one
             kevo restore BACKUPS ID TARGET make a backup a database again
             kevo salvage DIR TARGET        save what can be read of a damaged database
      """;

  private static final Set<String> COMMANDS =
      Set.of("verify", "checkpoint", "backup", "backups", "restore", "salvage");
  private static final Options EXISTING = Options.DEFAULT.withCreateIfMissing(false);

  private final String[] args;
  private final PrintStream out;

  private Upkeep(String[] args, PrintStream out) {
    this.args = args;
    this.out = out;
  }

  static boolean isCommand(String[] args) {
    return args.length > 0 && COMMANDS.contains(args[0]);
  }

  /**
   * Runs a command.
   *
   * @return the exit status
   * @throws IllegalArgumentException if the arguments are wrong
   */
  static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      return new Upkeep(args, out).run();
    } catch (KevoException e) {
      err.println("kevo: " + e.getMessage());
      return Main.FAILED;
    }
  }

  private int run() {
    switch (args[0]) {
      case "verify" -> verify(paths(1)[0]);
      case "checkpoint" -> checkpoint(paths(2));
      case "backup" -> backup(paths(2));
      case "backups" -> list(Kevo.backups(paths(1)[0]));
      case "restore" -> restore();
      default -> {
        return salvage(paths(2));
      }
    }
    return 0;
  }

  private Path[] paths(int count) {
    requireCount(count);
    Path[] paths = new Path[count];
    for (int i = 0; i < count; i++) {
      paths[i] = Path.of(args[i + 1]);
    }
    return paths;
  }

  private void requireCount(int count) {
    if (args.length != count + 1) {
      throw new IllegalArgumentException(
          args[0] + " takes " + count + " arguments, not " + (args.length - 1));
    }
  }

  private void verify(Path directory) {
    try (Database database = Kevo.open(directory, EXISTING.withReadOnly(true))) {
      Verification read = database.verify();
      out.printf(
          "no fault: %d files, %d bytes, %d entries%n", read.files(), read.bytes(), read.entries());
    }
  }

  private void checkpoint(Path[] paths) {
    try (Database database = Kevo.open(paths[0], EXISTING)) {
      database.checkpoint(paths[1]);
    }
    out.println("copied to " + paths[1]);
  }

  private void backup(Path[] paths) {
    try (Database database = Kevo.open(paths[0], EXISTING)) {
      print(Kevo.backups(paths[1]).create(database));
    }
  }

  private void list(Backups backups) {
    for (Backup backup : backups.list()) {
      backups.verify(backup.id());
      print(backup);
    }
  }

  private void print(Backup backup) {
    out.printf(
        "backup %d of %s: %d files, %d bytes, %d of them new%n",
        backup.id(),
        Instant.ofEpochMilli(backup.millis()),
        backup.files(),
        backup.bytes(),
        backup.newBytes());
  }

  private void restore() {
    requireCount(3);
    long id;
    try {
      id = Long.parseLong(args[2]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(args[2] + " is no number of a backup", e);
    }
    Kevo.backups(Path.of(args[1])).restore(id, Path.of(args[3]));
    out.println("restored to " + args[3]);
  }

  private int salvage(Path[] paths) {
    SalvageReport report = Kevo.salvage(paths[0], paths[1], Options.DEFAULT);
    for (SalvagedFile file : report.files()) {
      out.printf(
          "%s: %d of %d bytes lost, %d entries read, %s lost%s%n",
          file.name() + (file.keyspace().isEmpty() ? "" : " of " + file.keyspace()),
          file.bytesLost(),
          file.bytes(),
          file.entries(),
          file.entriesLost() == SalvageReport.UNKNOWN ? "an unknown number" : file.entriesLost(),
          file.isWhole() ? "" : "; " + file.fault());
    }
    for (SalvagedKeyspace keyspace : report.keyspaces()) {
      out.printf(
          "saved keyspace %s: %d entries, %d bytes%n",
          keyspace.name(), keyspace.entries(), keyspace.bytes());
    }
    out.println(report.isComplete() ? "nothing was lost" : "not everything could be read");
    return report.isComplete() ? 0 : Main.FAILED;
  }
}
