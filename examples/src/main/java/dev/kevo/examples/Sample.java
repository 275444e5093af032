package dev.kevo.examples;

import dev.kevo.examples.tpch.Answer;
import dev.kevo.examples.tpch.TpchQuery;
import dev.kevo.examples.tpch.TpchSample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The whole product in one run: loads TPC-H through the embedded driver, answers a query, shows
 * plans, then starts a server process on the same directory and asks it the same query.
 *
 * <pre>
 * Sample [--scale 0.1] [--data target/sample]
 * </pre>
 */
public final class Sample {
  private static final TpchQuery QUERY = TpchQuery.read(5);
  private static final Path DEFAULT_DATA = Path.of("target/sample");

  private final Path data;
  private final double scale;
  private final PrintStream out;

  private Sample(Path data, double scale, PrintStream out) {
    this.data = data;
    this.scale = scale;
    this.out = out;
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    double scale = 0.1;
    Path data = DEFAULT_DATA;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--scale" -> scale = Double.parseDouble(args[++i]);
        case "--data" -> data = Path.of(args[++i]);
        default -> throw new IllegalArgumentException("unknown option: " + args[i]);
      }
    }
    if (data.equals(DEFAULT_DATA)) {
      // What an earlier run left; a directory that the caller names is never deleted.
      deleteDirectory(data);
    }
    run(data, scale, System.out);
  }

  static void run(Path data, double scale, PrintStream out)
      throws SQLException, IOException, InterruptedException {
    new Sample(data.toAbsolutePath().normalize(), scale, out).run();
  }

  private void run() throws SQLException, IOException, InterruptedException {
    String url = "jdbc:kevo:" + data;
    Answer embedded;
    out.println("1. Load TPC-H at scale " + scale + " through " + url);
    try (Connection connection = DriverManager.getConnection(url)) {
      TpchSample.load(connection, scale);

      out.println("\n2. Answer " + title() + " in this process");
      embedded = ask(connection);

      out.println("\n3. What the planner made of it");
      explain(connection, QUERY.sql());
      out.println("\n   and of a range over the primary key");
      explain(
          connection,
          "SELECT l_linenumber, l_comment FROM lineitem WHERE l_orderkey BETWEEN 100 AND 200");
    }

    out.println("\n4. Answer " + title() + " through a server");
    try (ServerProcess server = ServerProcess.start(data)) {
      out.println("   process " + server.pid() + " serves " + server.url());
      Answer remote;
      try (Connection connection = DriverManager.getConnection(server.url())) {
        remote = ask(connection);
      }
      String difference = remote.differenceTo(embedded, QUERY.orderedBy()).orElse("");
      if (!difference.isEmpty()) {
        throw new IllegalStateException("the server's answer differs: " + difference);
      }
      out.println("   The same answer.");
    }
    out.println("\nThe database stays in " + data);
  }

  private static String title() {
    return QUERY + " (" + QUERY.title().toLowerCase(Locale.ROOT) + ")";
  }

  private Answer ask(Connection connection) throws SQLException {
    long start = System.nanoTime();
    Answer answer = Answer.of(connection, QUERY.sql());
    long millis = (System.nanoTime() - start) / 1_000_000;
    for (List<?> row : answer.rows()) {
      out.printf(Locale.ROOT, "   %-14s %18s%n", row.get(0), row.get(1));
    }
    out.println("   " + answer.rows().size() + " rows in " + millis + " ms");
    return answer;
  }

  private void explain(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet plan = statement.executeQuery("EXPLAIN PLAN FOR " + sql)) {
      while (plan.next()) {
        plan.getString(1).stripTrailing().lines().forEach(line -> out.println("   " + line));
      }
    }
  }

  private static void deleteDirectory(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
