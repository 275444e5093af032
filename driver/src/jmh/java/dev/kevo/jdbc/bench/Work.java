package dev.kevo.jdbc.bench;

import dev.kevo.jdbc.bench.Results.Goal;
import dev.kevo.jdbc.bench.Results.Line;
import dev.kevo.jdbc.bench.Results.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The work that is measured on embedded databases, in the order in which it is run. */
enum Work {
  LOAD_SORTED("bulk load by key, per row", Metric.CPU, Goal.best(1.0), Loads::sorted),
  LOAD_RANDOM("bulk load in random order, per row", Metric.CPU, Goal.best(0.5), Loads::random),
  INSERT_1("durable INSERT, 1 thread", Metric.SPEED, Goal.best(1.0), Loads::durableInserts),
  INSERT_8("durable INSERT, 8 threads", Metric.SPEED, Goal.best(1.5), Loads::durableInsertsOf8),
  POINT("prepared point SELECT", Metric.CPU, Goal.best(0.5), Reads::point),
  UNPREPARED(
      "point SELECT, a new literal each time", Metric.CPU, Goal.best(1.0), Reads::unprepared),
  ABSENT("absent key", Metric.CPU, Goal.best(0.5), Reads::absent),
  RANGE("100 rows by range", Metric.CPU, Goal.best(0.5), Reads::range),
  RANGE_LIMIT("100 rows by ORDER BY key LIMIT", Metric.CPU, Goal.best(0.5), Reads::firstOfRange),
  COUNT("COUNT(*)", Metric.CPU, Goal.of("SQLite", 1.0), Reads::count),
  MIN_MAX("MIN, MAX of the key", Metric.CPU, Goal.best(2.0), Reads::minMax),
  SUM("SUM with filter", Metric.CPU, Goal.best(3.0), Reads::sum),
  GROUP("GROUP BY", Metric.CPU, Goal.best(3.0), Reads::group),
  TOP("ORDER BY x LIMIT 10", Metric.CPU, Goal.best(3.0), Reads::top),
  UPDATE("update by key, batched, per row", Metric.CPU, Goal.best(0.5), Changes::update),
  UPSERT("upsert by key, batched, per row", Metric.CPU, Goal.best(1.0), Changes::upsert),
  YCSB_A("YCSB A", Metric.CPU, Goal.best(0.7), Changes::ycsbA),
  YCSB_B("YCSB B", Metric.CPU, Goal.best(0.7), Changes::ycsbB),
  YCSB_E("YCSB E", Metric.CPU, Goal.best(0.7), Changes::ycsbE),
  CREATE_INDEX("CREATE INDEX, per row", Metric.CPU, Goal.best(1.5), Changes::createIndex),
  BY_INDEX("lookup by the index", Metric.CPU, Goal.best(0.5), Reads::byIndex),
  FIRST_ROW("fresh JVM to the first row", Metric.MILLIS, Goal.best(1.0), ColdStart::firstRow),
  FIRST_ROW_KILLED(
      "the same after kill -9", Metric.MILLIS, Goal.best(1.0), ColdStart::firstRowAfterKill);

  /** Runs once, on a database that is otherwise idle. */
  interface Scenario {
    Meter.Figures run(Peer peer, Place place) throws Exception;
  }

  // Neither changes once made.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Line line;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Scenario scenario;

  Work(String title, Metric metric, Goal goal, Scenario scenario) {
    this.line = new Line(title, metric, List.of(goal));
    this.scenario = scenario;
  }

  Line line() {
    return line;
  }

  Meter.Figures run(Peer peer, Place place) throws Exception {
    Meter.Figures figures = scenario.run(peer, place);
    peer.closed(place.loaded());
    return figures;
  }

  static List<Work> named(String names) {
    return Arrays.stream(names.split(","))
        .map(name -> valueOf(name.trim().toUpperCase(Locale.ROOT)))
        .toList();
  }
}
