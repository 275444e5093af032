package dev.kevo.jdbc.bench;

import dev.kevo.examples.tpch.ProgressBar;
import dev.kevo.examples.tpch.TpchQuery;
import dev.kevo.examples.tpch.TpchTables;
import dev.kevo.jdbc.bench.Results.Goal;
import dev.kevo.jdbc.bench.Results.Line;
import dev.kevo.jdbc.bench.Results.Metric;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The 22 queries of TPC-H, one after the other on each database; the figure is their mean. */
final class Tpch {
  private static final int ROWS_PER_COMMIT = 10_000;
  private static final int SECONDS_MAX = 20;
  private static final Line MEAN =
      new Line(
          "TPC-H, geometric mean",
          Metric.MILLIS,
          List.of(Goal.of("SQLite", 0.5), Goal.of("DuckDB", 3.0)));

  private static final Pattern DATE_SUM =
      Pattern.compile("DATE '([0-9-]+)' ([+-]) INTERVAL '(\\d+)' (DAY|MONTH|YEAR)");
  private static final Pattern DATE = Pattern.compile("DATE '([0-9-]+)'");
  private static final Pattern YEAR = Pattern.compile("EXTRACT\\(YEAR FROM (\\w+)\\)");
  private static final Pattern PART = Pattern.compile("SUBSTRING\\((\\w+) FROM (\\d) FOR (\\d)\\)");
  private static final Pattern FIRST = Pattern.compile("FETCH FIRST (\\d+) ROWS ONLY");

  private final List<Peer> peers;
  private final double scale;

  Tpch(List<Peer> peers, double scale) {
    this.peers = peers;
    this.scale = scale;
  }

  Results run(Place place, int rounds) throws Exception {
    Path directory = place.scratch();
    Map<Peer, Connection> connections = new EnumMap<>(Peer.class);
    for (Peer peer : peers) {
      connections.put(peer, loaded(peer, directory));
    }
    Results results = new Results();
    List<Line> lines = new ArrayList<>();
    for (TpchQuery query : TpchQuery.all()) {
      Line line =
          new Line("Q" + query.number() + " " + query.title(), Metric.MILLIS, List.of());
      lines.add(line);
      for (int round = 0; round <= rounds; round++) {
        for (Peer peer : peers) {
          run(peer, connections.get(peer), query, place.inRound(round), line, results);
        }
      }
    }
    results.addMean(MEAN, lines);
    for (Peer peer : peers) {
      connections.get(peer).close();
      peer.closed(directory);
    }
    return results;
  }

  private static void run(
      Peer peer, Connection connection, TpchQuery query, Place place, Line line, Results results) {
    String sql = text(peer, query);
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS_MAX);
      Meter.Figures figures =
          Meter.measure(
              place,
              1,
              number -> {
                try (ResultSet result = statement.executeQuery(sql)) {
                  while (result.next()) {
                    result.getObject(1);
                  }
                }
              });
      if (place.round() > 0) {
        results.add(line, peer.title(), figures);
      }
    } catch (Exception e) {
      System.err.println(peer + " fails in " + query + ": " + e);
    }
  }

  private Connection loaded(Peer peer, Path directory) throws SQLException, IOException {
    // SQLite has no dates; as texts they compare as they should.
    String url = peer.url(directory);
    Connection connection =
        DriverManager.getConnection(
            peer == Peer.SQLITE ? url + "&date_class=TEXT&date_string_format=yyyy-MM-dd" : url);
    TpchTables tables = new TpchTables(scale);
    tables.create(connection);
    if (peer == Peer.DUCKDB) {
      copy(connection, directory);
    } else {
      tables.load(connection, ROWS_PER_COMMIT, ProgressBar.silent());
    }
    try (Statement statement = connection.createStatement()) {
      if (peer != Peer.DUCKDB) {
        // Without these several queries take minutes in those that store by rows.
        statement.execute("CREATE INDEX i1 ON lineitem (l_partkey, l_suppkey)");
        statement.execute("CREATE INDEX i2 ON orders (o_custkey)");
      }
      peer.analyze(statement);
    }
    return connection;
  }

  /** Loads from files, for row by row it would take minutes. */
  private void copy(Connection connection, Path directory) throws SQLException, IOException {
    for (TpchTable<?> table : TpchTable.getTables()) {
      Path file = directory.resolve(table.getTableName() + ".tbl");
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        for (TpchEntity row : table.createGenerator(scale, 1, 1)) {
          String line = row.toLine();
          writer.write(line.endsWith("|") ? line.substring(0, line.length() - 1) : line);
          writer.write('\n');
        }
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "COPY " + table.getTableName() + " FROM '" + file + "' (DELIMITER '|', HEADER false)");
      }
      Files.delete(file);
    }
  }

  /** The query in a database's words. */
  private static String text(Peer peer, TpchQuery query) {
    String sql = query.sql();
    if (peer == Peer.H2 && query.number() == 19) {
      // What all branches of the condition have in common; H2 does not find it out.
      return sql.replace("WHERE ", "WHERE p_partkey = l_partkey AND (") + ")";
    }
    if (peer != Peer.SQLITE && peer != Peer.DUCKDB) {
      return sql;
    }
    sql = FIRST.matcher(sql).replaceAll("LIMIT $1");
    if (peer == Peer.DUCKDB) {
      return sql;
    }
    sql = DATE_SUM.matcher(sql).replaceAll(Tpch::sum);
    sql = DATE.matcher(sql).replaceAll("'$1'");
    sql = YEAR.matcher(sql).replaceAll("CAST(strftime('%Y', $1) AS INTEGER)");
    sql = PART.matcher(sql).replaceAll("substr($1, $2, $3)");
    return sql.replace("COUNT(o_orderkey)\n", "COUNT(o_orderkey) AS c_count\n")
        .replace("AS c_orders (c_custkey, c_count)", "AS c_orders");
  }

  private static String sum(java.util.regex.MatchResult match) {
    int count = Integer.parseInt(match.group(3));
    Period period =
        switch (match.group(4)) {
          case "DAY" -> Period.ofDays(count);
          case "MONTH" -> Period.ofMonths(count);
          default -> Period.ofYears(count);
        };
    LocalDate date = LocalDate.parse(match.group(1));
    LocalDate sum = match.group(2).equals("+") ? date.plus(period) : date.minus(period);
    return Matcher.quoteReplacement("'" + sum + "'");
  }
}
