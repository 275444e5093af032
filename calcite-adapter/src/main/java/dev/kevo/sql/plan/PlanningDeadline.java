package dev.kevo.sql.plan;

import dev.kevo.sql.exec.CancelToken;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.util.CancelFlag;
import org.jspecify.annotations.Nullable;

/**
 * Raises a token's flag at its deadline while a statement is planned: the optimizers look at a flag
 * between two rules, never at a clock. For one thread.
 */
final class PlanningDeadline implements AutoCloseable {
  private final CancelToken token;
  private final @Nullable CompletableFuture<Void> alarm;

  private PlanningDeadline(CancelToken token, @Nullable CompletableFuture<Void> alarm) {
    this.token = token;
    this.alarm = alarm;
  }

  /** Begins to watch a token's deadline, if it has one. */
  static PlanningDeadline of(CancelToken token) {
    long millis = token.remainingMillis();
    return new PlanningDeadline(
        token,
        millis == 0
            ? null
            : new CompletableFuture<Void>()
                .completeOnTimeout(null, millis + 1, TimeUnit.MILLISECONDS)
                .thenRun(token::cancel));
  }

  /** What the optimizers look at. */
  CancelFlag flag() {
    return new CancelFlag(token.flag());
  }

  @Override
  public void close() {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }
}
