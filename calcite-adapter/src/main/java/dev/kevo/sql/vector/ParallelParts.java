package dev.kevo.sql.vector;

import dev.kevo.sql.exec.ScanWorkers;
import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sources that the statement's own thread and helpers run until all have ended. The first failure
 * ends all; no helper runs on when {@link #run} returns.
 */
final class ParallelParts {
  private final ScanWorkers workers;
  private final StatementContext context;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  ParallelParts(ScanWorkers workers, StatementContext context) {
    this.workers = workers;
    this.context = context;
  }

  /**
   * Runs the sources.
   *
   * @param helpers threads beside this one
   * @return the rows of each source, in the order of the sources
   */
  List<BatchSource> run(List<BatchSource> sources, int helpers) {
    List<StatementContext> contexts = new ArrayList<>();
    List<KeptRows> results = new ArrayList<>();
    for (BatchSource source : sources) {
      StatementContext part = context.part();
      contexts.add(part);
      results.add(new KeptRows(source.types(), part));
    }
    CountDownLatch ended = new CountDownLatch(helpers);
    for (int i = 0; i < helpers; i++) {
      try {
        workers.run(
            () -> {
              try {
                work(sources, contexts, results);
              } finally {
                ended.countDown();
              }
            });
      } catch (OutOfMemoryError e) {
        // No more threads are to be had; the others do the work.
        ended.countDown();
      }
    }
    work(sources, contexts, results);
    awaitAll(ended);
    Throwable failed = failure.get();
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed instanceof RuntimeException exception) {
      throw exception;
    }
    List<BatchSource> read = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      read.add(new KeptSource(results.get(i), sources.get(i).types()));
    }
    return read;
  }

  /** Takes one source after the other, for as long as there are some and none has failed. */
  private void work(
      List<BatchSource> sources, List<StatementContext> contexts, List<KeptRows> results) {
    for (int i = begun.getAndIncrement(); i < sources.size(); i = begun.getAndIncrement()) {
      try (BatchCursor rows = sources.get(i).open(contexts.get(i))) {
        for (Batch batch = rows.next();
            batch != null && failure.get() == null;
            batch = rows.next()) {
          results.get(i).addAll(batch);
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
      if (failure.get() != null) {
        return;
      }
    }
  }

  /** The helpers read the statement's snapshot, so nothing interrupts the wait for them. */
  private static void awaitAll(CountDownLatch ended) {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a part has given. */
  private record KeptSource(KeptRows rows, List<VectorType> types) implements BatchSource {
    @Override
    public BatchCursor open(StatementContext context) {
      BatchCursor read = rows.read();
      return new BatchCursor() {
        @Override
        public @Nullable Batch next() {
          return read.next();
        }

        @Override
        public void close() {
          read.close();
          rows.clear();
        }
      };
    }
  }
}
