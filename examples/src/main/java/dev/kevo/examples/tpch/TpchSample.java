package dev.kevo.examples.tpch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Loads TPC-H into a database and runs all 22 queries.
 *
 * <pre>
 * TpchSample [--scale 0.1] [--url jdbc:kevo:/path] [--check]
 * </pre>
 *
 * {@code --check} loads the same data into H2 too, in memory, and compares the answers; the exit
 * status is 1 if one differs.
 */
public final class TpchSample {
  private static final int ROWS_PER_COMMIT = 10_000;

  /** H2 runs several of the queries in nested loops; without these it takes minutes. */
  private static final List<String> PEER_INDEXES =
      List.of(
          "CREATE INDEX i1 ON lineitem (l_partkey, l_suppkey)",
          "CREATE INDEX i2 ON orders (o_custkey)",
          "ANALYZE");

  /**
   * What all branches of Q19's condition have in common. H2 does not find it out, and would join
   * without it by comparing every pair of rows.
   */
  private static final String PEER_JOIN = "p_partkey = l_partkey";

  private TpchSample() {}

  /** See the class. */
  public static void main(String[] args) throws SQLException {
    double scale = 0.1;
    String url = "jdbc:kevo:target/tpch";
    boolean check = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--scale" -> scale = Double.parseDouble(args[++i]);
        case "--url" -> url = args[++i];
        case "--check" -> check = true;
        default -> throw new IllegalArgumentException("unknown option: " + args[i]);
      }
    }
    System.out.println("TPC-H at scale " + scale + " into " + url);
    boolean equal = true;
    try (Connection connection = DriverManager.getConnection(url)) {
      load(connection, scale);
      if (check) {
        try (Connection peer = openPeer(scale)) {
          equal = run(connection, Optional.of(peer));
        }
      } else {
        run(connection, Optional.empty());
      }
    }
    if (!equal) {
      System.exit(1);
    }
  }

  /** Creates and loads the tables, with progress on the standard output. */
  public static void load(Connection connection, double scale) throws SQLException {
    TpchTables tables = new TpchTables(scale);
    tables.create(connection);
    try (ProgressBar progress = ProgressBar.onStandardOutput(tables.rowsExpected())) {
      tables.load(connection, ROWS_PER_COMMIT, progress);
    }
  }

  /** Opens an H2 database in memory that holds the same data. */
  static Connection openPeer(double scale) throws SQLException {
    Connection peer = DriverManager.getConnection("jdbc:h2:mem:");
    TpchTables tables = new TpchTables(scale);
    tables.create(peer);
    tables.load(peer, ROWS_PER_COMMIT, ProgressBar.silent());
    try (Statement statement = peer.createStatement()) {
      for (String sql : PEER_INDEXES) {
        statement.execute(sql);
      }
    }
    return peer;
  }

  /** H2's answer to a query. */
  static Answer peerAnswer(Connection peer, TpchQuery query) throws SQLException {
    String sql = query.sql();
    return Answer.of(
        peer,
        query.number() == 19 ? sql.replace("WHERE ", "WHERE " + PEER_JOIN + " AND (") + ")" : sql);
  }

  /** Runs the queries; false if an answer differs from the peer's. */
  private static boolean run(Connection connection, Optional<Connection> peer) throws SQLException {
    boolean equal = true;
    System.out.printf(Locale.ROOT, "%n%-4s %-34s %6s %9s%n", "", "query", "rows", "ms");
    for (TpchQuery query : TpchQuery.all()) {
      long start = System.nanoTime();
      Answer answer = Answer.of(connection, query.sql());
      double millis = (System.nanoTime() - start) / 1e6;
      System.out.printf(
          Locale.ROOT,
          "%-4s %-34s %,6d %,9.1f",
          query,
          query.title(),
          answer.rows().size(),
          millis);
      if (peer.isPresent()) {
        Answer expected = peerAnswer(peer.get(), query);
        Optional<String> difference = answer.differenceTo(expected, query.orderedBy());
        equal &= difference.isEmpty();
        System.out.print(difference.map(d -> "  differs from H2: " + d).orElse("  equal to H2"));
      }
      System.out.println();
    }
    return equal;
  }
}
