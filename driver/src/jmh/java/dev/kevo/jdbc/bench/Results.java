package dev.kevo.jdbc.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was measured, as Markdown tables: medians of the rounds, ratios and goals. */
final class Results {
  /** What a line compares. */
  enum Metric {
    CPU("us CPU", false),
    SPEED("per s", true),
    P50("us p50", false),
    MILLIS("ms", false),
    BYTES("bytes", false),
    DISK("MB", false);

    private final String unit;
    private final boolean moreIsBetter;

    Metric(String unit, boolean moreIsBetter) {
      this.unit = unit;
      this.moreIsBetter = moreIsBetter;
    }

    double of(Meter.Figures figures) {
      return switch (this) {
        case CPU -> figures.cpuMicros();
        case SPEED -> figures.perSecond();
        case P50 -> figures.p50Micros();
        case MILLIS -> figures.p50Micros() / 1000;
        case BYTES -> figures.bytes();
        case DISK -> figures.bytes() / 1e6;
      };
    }
  }

  /**
   * What Kevo's figure is to be.
   *
   * @param against a database, or empty for the best of the others, or null if the factor is the
   *     figure itself
   * @param factor of the other's figure
   */
  record Goal(@Nullable String against, double factor) {
    static Goal best(double factor) {
      return new Goal("", factor);
    }

    static Goal of(String peer, double factor) {
      return new Goal(peer, factor);
    }

    static Goal figure(double figure) {
      return new Goal(null, figure);
    }
  }

  /** A line of the table. */
  record Line(String title, Metric metric, List<Goal> goals) {}

  private static final String KEVO = "Kevo";

  private final Map<Line, Map<String, List<Meter.Figures>>> measured = new LinkedHashMap<>();
  private final Set<String> databases = new LinkedHashSet<>();

  void add(Line line, String database, Meter.Figures figures) {
    databases.add(database);
    measured
        .computeIfAbsent(line, l -> new LinkedHashMap<>())
        .computeIfAbsent(database, d -> new ArrayList<>())
        .add(figures);
    System.err.printf(
        Locale.ROOT, "%s, %s: %s%n", line.title(), database, text(line.metric().of(figures)));
  }

  /** The medians of a line by database. */
  private Map<String, Meter.Figures> medians(Line line) {
    Map<String, Meter.Figures> medians = new HashMap<>();
    measured
        .getOrDefault(line, Map.of())
        .forEach((database, figures) -> medians.put(database, Meter.Figures.median(figures)));
    return medians;
  }

  /** The geometric mean of lines, as a line; of the databases that have them all. */
  void addMean(Line mean, List<Line> lines) {
    for (String database : databases) {
      double logarithms = 0;
      int count = 0;
      for (Line line : lines) {
        Meter.Figures figures = medians(line).get(database);
        if (figures != null) {
          logarithms += Math.log(figures.p50Micros());
          count++;
        }
      }
      if (count > 0 && count == lines.size()) {
        double micros = Math.exp(logarithms / count);
        add(mean, database, new Meter.Figures(Double.NaN, 1e6 / micros, micros, Double.NaN, 0));
      }
    }
  }

  void print(PrintStream out) {
    out.print("| work | unit |");
    databases.forEach(database -> out.print(" " + database + " |"));
    out.println(" ratio | goal | |");
    out.println("|---|---|" + "---|".repeat(databases.size() + 3));
    for (Line line : measured.keySet()) {
      print(out, line, medians(line));
    }
    out.println();
    out.println("| work | database | per second | p50 us | p99 us | heap bytes |");
    out.println("|---|---|---|---|---|---|");
    for (Line line : measured.keySet()) {
      if (line.metric() != Metric.DISK && line.metric() != Metric.BYTES) {
        printDetails(out, line, medians(line));
      }
    }
  }

  private void print(PrintStream out, Line line, Map<String, Meter.Figures> medians) {
    out.print("| " + line.title() + " | " + line.metric().unit + " |");
    for (String database : databases) {
      Meter.Figures figures = medians.get(database);
      out.print(" " + (figures == null ? "" : text(line.metric().of(figures))) + " |");
    }
    List<String> ratios = new ArrayList<>();
    List<String> goals = new ArrayList<>();
    boolean met = true;
    for (Goal goal : line.goals()) {
      double ratio = ratio(line.metric(), goal, medians);
      ratios.add(goal.against() == null ? "" : String.format(Locale.ROOT, "%.2f", ratio));
      goals.add(text(goal, line.metric()));
      met &= line.metric().moreIsBetter ? ratio >= goal.factor() : ratio <= goal.factor();
    }
    out.println(
        " "
            + String.join(", ", ratios)
            + " | "
            + String.join(", ", goals)
            + " | "
            + (goals.isEmpty() ? "" : met ? "met" : "missed")
            + " |");
  }

  private static double ratio(Metric metric, Goal goal, Map<String, Meter.Figures> medians) {
    Meter.Figures own = medians.get(KEVO);
    double figure = own == null ? Double.NaN : metric.of(own);
    if (goal.against() == null) {
      return figure;
    }
    double best = Double.NaN;
    for (Map.Entry<String, Meter.Figures> other : medians.entrySet()) {
      boolean counts =
          goal.against().isEmpty()
              ? !other.getKey().equals(KEVO)
              : other.getKey().equals(goal.against());
      double value = metric.of(other.getValue());
      if (counts && (Double.isNaN(best) || (metric.moreIsBetter ? value > best : value < best))) {
        best = value;
      }
    }
    return figure / best;
  }

  private static String text(Goal goal, Metric metric) {
    return (metric.moreIsBetter ? ">= " : "<= ")
        + (goal.against() == null ? text(goal.factor()) : Double.toString(goal.factor()))
        + (goal.against() == null || goal.against().isEmpty() ? "" : " of " + goal.against());
  }

  private static void printDetails(
      PrintStream out, Line line, Map<String, Meter.Figures> medians) {
    medians.forEach(
        (database, figures) ->
            out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s |%n",
                line.title(),
                database,
                text(figures.perSecond()),
                text(figures.p50Micros()),
                text(figures.p99Micros()),
                text(figures.bytes())));
  }

  /** Three digits that count. */
  private static String text(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
