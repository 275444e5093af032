package dev.kevo.engine.txn;

import dev.kevo.engine.TransactionInfo;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The transactions that are open. Rolls back those that have been open or unused for longer than
 * their options allow, and logs a warning before. Thread-safe.
 */
public final class OpenTransactions {
  private static final System.Logger LOGGER = System.getLogger("dev.kevo.engine.transactions");

  private final LongSupplier nanoClock;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, KevoTransaction> open = new ConcurrentHashMap<>();

  /** An empty set, which measures time by a clock of nanoseconds. */
  public OpenTransactions(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  LongSupplier nanoClock() {
    return nanoClock;
  }

  void add(KevoTransaction transaction) {
    open.put(transaction.id(), transaction);
  }

  void remove(KevoTransaction transaction) {
    open.remove(transaction.id());
  }

  /** All of them, the oldest first. */
  public List<TransactionInfo> infos() {
    List<TransactionInfo> infos = new ArrayList<>();
    open.values().forEach(transaction -> infos.add(transaction.info()));
    infos.sort(Comparator.comparingLong(TransactionInfo::id));
    return infos;
  }

  /**
   * Rolls back those whose time is over.
   *
   * @return nanoseconds until this is to be done again; {@link Long#MAX_VALUE} if none has a limit
   */
  public long expire() {
    long next = Long.MAX_VALUE;
    for (KevoTransaction transaction : open.values()) {
      Lifetime lifetime = transaction.lifetime();
      long left = Math.min(lifetime.untilTooOld(), lifetime.untilTooIdle());
      if (left <= 0) {
        boolean idle = lifetime.untilTooIdle() <= 0;
        if (transaction.expire(idle)) {
          LOGGER.log(
              Level.WARNING,
              "rolled back transaction {0}, which was {1} for too long",
              transaction.id(),
              idle ? "unused" : "open");
        }
      } else {
        next = Math.min(next, untilWarnedOr(transaction, lifetime, left));
      }
    }
    return next;
  }

  private static long untilWarnedOr(KevoTransaction transaction, Lifetime lifetime, long left) {
    if (left == Long.MAX_VALUE || lifetime.isWarnedOf()) {
      return left;
    }
    long untilWarning = lifetime.untilWarning();
    if (untilWarning > 0) {
      return untilWarning;
    }
    lifetime.setWarnedOf();
    LOGGER.log(
        Level.WARNING,
        "transaction {0} has been open for {1} ms and unused for {2} ms, with {3} locks;"
            + " it will be rolled back",
        transaction.id(),
        lifetime.ageMillis(),
        lifetime.idleMillis(),
        transaction.info().locks());
    return left;
  }
}
