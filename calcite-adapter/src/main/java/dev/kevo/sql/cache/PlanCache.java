package dev.kevo.sql.cache;

import dev.kevo.sql.catalog.CatalogToken;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plans by the text that they were made from, under a default schema and a state of the catalogue:
 * a change of definitions or statistics makes every plan unreachable. Bounded in bytes; the least
 * recently used go first. Thread-safe.
 *
 * @param <P> a plan
 */
public final class PlanCache<P> {
  /** What a plan depends on. */
  public record Key(String sql, String schema, CatalogToken catalog) {}

  /** A plan that takes more than this part of the cache is not kept: it would empty it. */
  private static final int LARGEST_PART = 4;

  private record Entry<P>(P plan, long bytes) {}

  private final long bytesMax;

  /** Guards the map and the counters. */
  private final Object lock = new Object();

  private final Map<Key, Entry<P>> plans = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;
  private long hits;
  private long misses;

  /**
   * An empty cache.
   *
   * @param bytesMax all plans together take at most so much
   */
  public PlanCache(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** The plan under a key, or null. */
  public @Nullable P get(Key key) {
    synchronized (lock) {
      Entry<P> entry = plans.get(key);
      if (entry == null) {
        misses++;
        return null;
      }
      hits++;
      return entry.plan();
    }
  }

  /**
   * Keeps a plan.
   *
   * @param planBytes about what it takes, its key included
   */
  public void put(Key key, P plan, long planBytes) {
    if (planBytes > bytesMax / LARGEST_PART) {
      return;
    }
    synchronized (lock) {
      Entry<P> before = plans.put(key, new Entry<>(plan, planBytes));
      bytes += planBytes - (before == null ? 0 : before.bytes());
      Iterator<Entry<P>> oldest = plans.values().iterator();
      while (bytes > bytesMax) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
    }
  }

  /** Visits the keys and bytes of all plans, the least recently used first. */
  public void forEach(ObjLongConsumer<Key> visitor) {
    synchronized (lock) {
      plans.forEach((key, entry) -> visitor.accept(key, entry.bytes()));
    }
  }

  /** About what all plans take. */
  public long bytes() {
    synchronized (lock) {
      return bytes;
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
