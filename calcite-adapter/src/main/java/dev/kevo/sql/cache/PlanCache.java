package dev.kevo.sql.cache;

import dev.kevo.sql.catalog.CatalogToken;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans by the text that they were made from, under a default schema and a state of the catalogue:
 * a change of definitions makes every plan unreachable. Bounded; the least recently used go first.
 * Thread-safe.
 *
 * @param <P> a plan
 */
public final class PlanCache<P> {
  /** What a plan depends on. */
  public record Key(String sql, String schema, CatalogToken catalog) {}

  private final int plansMax;
  private final int charsMax;

  /** Guards the map and the counters. */
  private final Object lock = new Object();

  private final Map<Key, P> plans = new LinkedHashMap<>(64, 0.75f, true);
  private int chars;
  private long hits;
  private long misses;

  /**
   * An empty cache.
   *
   * @param plansMax at most so many plans are kept
   * @param charsMax their texts have at most so many characters together
   */
  public PlanCache(int plansMax, int charsMax) {
    this.plansMax = plansMax;
    this.charsMax = charsMax;
  }

  /** The plan under a key, or null. */
  public @Nullable P get(Key key) {
    synchronized (lock) {
      P plan = plans.get(key);
      if (plan == null) {
        misses++;
      } else {
        hits++;
      }
      return plan;
    }
  }

  /** Keeps a plan. */
  public void put(Key key, P plan) {
    if (key.sql().length() > charsMax / 4) {
      return;
    }
    synchronized (lock) {
      if (plans.put(key, plan) == null) {
        chars += key.sql().length();
      }
      var oldest = plans.keySet().iterator();
      while (plans.size() > plansMax || chars > charsMax) {
        chars -= oldest.next().sql().length();
        oldest.remove();
      }
    }
  }

  /** How often a plan was found. */
  public long hits() {
    synchronized (lock) {
      return hits;
    }
  }

  /** How often there was none. */
  public long misses() {
    synchronized (lock) {
      return misses;
    }
  }

  /** The number of plans. */
  public int size() {
    synchronized (lock) {
      return plans.size();
    }
  }
}
