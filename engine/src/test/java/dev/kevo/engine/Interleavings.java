package dev.kevo.engine;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Lets Lincheck run random operations of a class on several threads, and looks for a sequential
 * order that explains every answer.
 */
public final class Interleavings {
  private static final int THREADS = 2;
  private static final int OPERATIONS_PER_THREAD = 3;

  /** Interleavings, or runs, of one scenario. */
  private static final int EXPLORED = 200;

  private static final int RUNS = 500;

  private Interleavings() {}

  /** Steps through the interleavings of a few scenarios, one switch of threads after the other. */
  public static void explore(Class<?> tested, Class<?> specification, int scenarios) {
    check(
        new ModelCheckingOptions().invocationsPerIteration(EXPLORED),
        tested,
        specification,
        scenarios);
  }

  /** Runs scenarios on threads that really run at once, many times each. */
  public static void stress(Class<?> tested, Class<?> specification, int scenarios) {
    check(new StressOptions().invocationsPerIteration(RUNS), tested, specification, scenarios);
  }

  private static void check(
      Options<?, ?> options, Class<?> tested, Class<?> specification, int scenarios) {
    options
        .iterations(scenarios)
        .threads(THREADS)
        .actorsPerThread(OPERATIONS_PER_THREAD)
        .actorsBefore(0)
        .actorsAfter(0)
        .sequentialSpecification(specification)
        .check(tested);
  }
}
