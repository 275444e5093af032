package dev.kevo.engine.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every measured round found, and the tables of its medians. */
final class Results {
  private static final String KEVO = "kevo";

  private final List<String> peers;
  private final Map<Work, Map<String, List<Result>>> results = new EnumMap<>(Work.class);

  /**
   * One work on one peer. What was not measured is negative.
   *
   * @param allocated heap bytes for each operation, by the threads that call
   * @param space bytes on disk for each byte of keys and values
   * @param written bytes for the device for each byte of keys and values
   */
  record Result(
      double cpuMicros,
      double perSecond,
      double p50Micros,
      double p99Micros,
      double allocated,
      double space,
      double written) {}

  Results(List<String> peers) {
    this.peers = peers;
  }

  void add(Work work, String peer, Result result) {
    results
        .computeIfAbsent(work, absent -> new LinkedHashMap<>())
        .computeIfAbsent(peer, absent -> new ArrayList<>())
        .add(result);
  }

  /** Prints the ratios first, then the figures behind them, as tables in Markdown. */
  void print(PrintStream out) {
    printRatios(out);
    out.println();
    printFigures(out);
  }

  private void printRatios(PrintStream out) {
    List<String> others = peers.stream().filter(peer -> !peer.equals(KEVO)).toList();
    out.println("| work | kevo us/op | " + String.join(" | ", others) + " | kevo / best |");
    out.println("|---|---|" + "---|".repeat(others.size() + 1));
    for (Map.Entry<Work, Map<String, List<Result>>> row : results.entrySet()) {
      Result kevo = median(row.getValue().get(KEVO));
      if (kevo == null) {
        continue;
      }
      StringBuilder line = new StringBuilder("| " + row.getKey().label + cpu(kevo) + " |");
      double worst = -1;
      for (String other : others) {
        Result result = median(row.getValue().get(other));
        double ratio = result == null ? -1 : kevo.cpuMicros / result.cpuMicros;
        worst = Math.max(worst, ratio);
        line.append(ratio < 0 ? " n/a |" : number(" %.2f |", ratio));
      }
      out.println(line + number(" **%.2f** |", worst));
    }
  }

  private void printFigures(PrintStream out) {
    out.println("| work | store | CPU us/op | ops/s | p50 us | p99 us | B/op | space | written |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    for (Map.Entry<Work, Map<String, List<Result>>> row : results.entrySet()) {
      for (String peer : peers) {
        Result result = median(row.getValue().get(peer));
        if (result != null) {
          out.println("| " + row.getKey().label + " | " + peer + line(result));
        }
      }
    }
  }

  private static String line(Result result) {
    return cpu(result)
        + number(result.perSecond < 100 ? " | %.2f" : " | %,.0f", result.perSecond)
        + number(" | %,.1f", result.p50Micros)
        + number(" | %,.1f", result.p99Micros)
        + number(" | %.0f", result.allocated)
        + number(" | %.2f", result.space)
        + number(" | %.2f", result.written)
        + " |";
  }

  private static String cpu(Result result) {
    return number(result.cpuMicros < 100 ? " | %.2f" : " | %,.0f", result.cpuMicros);
  }

  private static String number(String format, double number) {
    return number < 0 ? " | " : String.format(Locale.ROOT, format, number);
  }

  private static @Nullable Result median(@Nullable List<Result> list) {
    if (list == null) {
      return null;
    }
    List<Result> sorted = new ArrayList<>(list);
    sorted.sort(Comparator.comparingDouble(Result::cpuMicros));
    return sorted.get(sorted.size() / 2);
  }
}
