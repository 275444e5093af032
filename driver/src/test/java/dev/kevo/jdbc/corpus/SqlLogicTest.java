package dev.kevo.jdbc.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs sqllogictest scripts, each against a new database in memory, and prints what differs.
 *
 * <pre>
 *   SqlLogicTest [--dialect name] [--shown n] [--every n] file-or-directory...
 * </pre>
 *
 * <p>{@code --dialect} names the database whose marks in the scripts count (kevo), {@code --shown}
 * limits the differences printed per script (3), {@code --every} runs only each n-th query (1).
 * Exit code 1 says that something differed.
 */
public final class SqlLogicTest {
  private final String dialect;
  private final int shownMax;
  private final int every;
  private final PrintStream out;

  private long ran;
  private long wrong;
  private long failed;

  private SqlLogicTest(String dialect, int shownMax, int every, PrintStream out) {
    this.dialect = dialect;
    this.shownMax = shownMax;
    this.every = every;
    this.out = out;
  }

  /** The program. */
  public static void main(String[] args) throws IOException, SQLException {
    String dialect = "kevo";
    int shown = 3;
    int every = 1;
    int at = 0;
    for (; at < args.length && args[at].startsWith("--"); at += 2) {
      switch (args[at]) {
        case "--dialect" -> dialect = args[at + 1];
        case "--shown" -> shown = Integer.parseInt(args[at + 1]);
        case "--every" -> every = Integer.parseInt(args[at + 1]);
        default -> throw new IllegalArgumentException("unknown option " + args[at]);
      }
    }
    SqlLogicTest test = new SqlLogicTest(dialect, shown, every, System.out);
    for (; at < args.length; at++) {
      for (Path script : scripts(Path.of(args[at]))) {
        test.run(script);
      }
    }
    test.out.printf(
        Locale.ROOT,
        "%d records: %d with another result, %d failed%n",
        test.ran,
        test.wrong,
        test.failed);
    System.exit(test.wrong + test.failed == 0 ? 0 : 1);
  }

  private static List<Path> scripts(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
    }
  }

  private void run(Path script) throws IOException, SQLException {
    long ranBefore = ran;
    long wrongBefore = wrong;
    long failedBefore = failed;
    long start = System.nanoTime();
    try (Connection connection = DriverManager.getConnection("jdbc:kevo:mem:sqllogictest");
        Statement statement = connection.createStatement();
        BufferedReader lines = Files.newBufferedReader(script)) {
      ScriptReader reader = new ScriptReader(lines, dialect);
      long queries = 0;
      for (ScriptRecord record = reader.next(); record != null; record = reader.next()) {
        if (record instanceof ScriptRecord.Query && queries++ % every != 0) {
          continue;
        }
        ran++;
        run(statement, script, record, wrong + failed - wrongBefore - failedBefore < shownMax);
      }
    }
    out.printf(
        Locale.ROOT,
        "%s: %d records, %d with another result, %d failed, %d ms%n",
        script,
        ran - ranBefore,
        wrong - wrongBefore,
        failed - failedBefore,
        (System.nanoTime() - start) / 1_000_000);
  }

  private void run(Statement statement, Path script, ScriptRecord record, boolean shown) {
    try {
      if (record instanceof ScriptRecord.Query query) {
        List<String> values;
        try (ResultSet result = statement.executeQuery(query.sql())) {
          values = ResultText.values(result, query);
        }
        if (!ResultText.agree(values, query.expected())) {
          wrong++;
          show(shown, script, record, "gives " + brief(values) + ", not " + query.expected());
        }
        return;
      }
      statement.execute(record.sql());
      if (record instanceof ScriptRecord.Change change && change.fails()) {
        wrong++;
        show(shown, script, record, "succeeds");
      }
    } catch (SQLException e) {
      if (record instanceof ScriptRecord.Change change && change.fails()) {
        return;
      }
      failed++;
      show(shown, script, record, "fails: " + e.getSQLState() + " " + e.getMessage());
    } catch (RuntimeException | Error e) {
      failed++;
      show(shown, script, record, "fails: " + e);
    }
  }

  private static List<String> brief(List<String> values) {
    return values.size() <= 12 ? values : values.subList(0, 12);
  }

  private void show(boolean shown, Path script, ScriptRecord record, String what) {
    if (shown) {
      out.printf(Locale.ROOT, "%s:%d: %s%n    %s%n", script, record.line(), what, record.sql());
    }
  }
}
