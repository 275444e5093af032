package dev.kevo.examples.tpch;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a load is: on a terminal one line that is written again and again, elsewhere a
 * plain line every few seconds. For one thread.
 */
public final class ProgressBar implements AutoCloseable {
  private static final int BAR_CHARS = 24;
  private static final long TERMINAL_PERIOD_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PLAIN_PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

  /** An estimate from less would be a wild guess. */
  private static final double FRACTION_TO_ESTIMATE = 0.01;

  private final PrintStream out;
  private final boolean terminal;
  private final long total;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private long shownNanos;
  private long rows;
  private String label = "";

  ProgressBar(PrintStream out, boolean terminal, long total, LongSupplier nanoClock) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.shownNanos = startNanos;
  }

  /** A bar for about {@code total} rows on the standard output. */
  public static ProgressBar onStandardOutput(long total) {
    return new ProgressBar(System.out, isTerminal(), total, System::nanoTime);
  }

  /** A bar that shows nothing. */
  public static ProgressBar silent() {
    return new ProgressBar(
        new PrintStream(PrintStream.nullOutputStream(), false), false, 1, () -> 0);
  }

  /** Names what is being loaded from now on. */
  public void label(String text) {
    label = text;
  }

  /** Counts rows that are loaded. */
  public void advance(long count) {
    rows += count;
    long now = nanoClock.getAsLong();
    if (now - shownNanos >= (terminal ? TERMINAL_PERIOD_NANOS : PLAIN_PERIOD_NANOS)) {
      shownNanos = now;
      // The total may be an estimate, so that only the end is the end.
      show(Math.min(rows, total - 1), now);
    }
  }

  /** Shows the end. */
  @Override
  public void close() {
    label = "loaded";
    show(total, nanoClock.getAsLong());
    if (terminal) {
      out.println();
    }
  }

  private void show(long done, long now) {
    double seconds = Math.max(now - startNanos, 1) / 1e9;
    double fraction = (double) done / total;
    long rate = Math.round(rows / seconds);
    int filled = (int) (fraction * BAR_CHARS);
    String bar = "=".repeat(filled) + " ".repeat(BAR_CHARS - filled);
    String rest = "";
    if (done == total) {
      rest = "in " + time(Math.round(seconds));
    } else if (fraction >= FRACTION_TO_ESTIMATE) {
      rest = "ETA " + time(Math.round((1 - fraction) * seconds / fraction));
    }
    String line =
        String.format(
            Locale.ROOT,
            "%-8s [%s] %3d%% %,11d rows %,9d rows/s %s",
            label,
            bar,
            (int) (fraction * 100),
            rows,
            rate,
            rest);
    if (terminal) {
      // Blanks hide the rest of a longer line that stood here before.
      out.print("\r" + String.format(Locale.ROOT, "%-79s", line));
      out.flush();
    } else {
      out.println(line.stripTrailing());
    }
  }

  private static String time(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  // Before Java 22 there is a console only at a terminal; since then there always is one, and it
  // tells by a method that Java 17 does not have.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
