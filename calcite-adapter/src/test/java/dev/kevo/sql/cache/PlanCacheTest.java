package dev.kevo.sql.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.CatalogToken;
import org.junit.jupiter.api.Test;

/** What the plan cache keeps. */
final class PlanCacheTest {
  private static final CatalogToken TOKEN = token();

  private final PlanCache<String> cache = new PlanCache<>(1_000);

  private static CatalogToken token() {
    try (Database database = Kevo.openInMemory(Options.DEFAULT);
        CatalogStore store = CatalogStore.open(database)) {
      return store.current(database).token();
    }
  }

  private static PlanCache.Key key(String sql) {
    return new PlanCache.Key(sql, "PUBLIC", TOKEN);
  }

  @Test
  void leastRecentlyUsedPlansGoWhenTheBytesAreUsedUp() {
    for (int i = 0; i < 5; i++) {
      cache.put(key("q" + i), "plan " + i, 200);
    }
    cache.get(key("q0"));
    cache.put(key("q5"), "plan 5", 150);

    assertEquals("plan 0", cache.get(key("q0")));
    assertNull(cache.get(key("q1")));
    assertEquals("plan 5", cache.get(key("q5")));
    assertEquals(950, cache.bytes());
  }

  @Test
  void planThatWouldEmptyTheCacheIsNotKept() {
    cache.put(key("small"), "plan", 250);
    cache.put(key("large"), "plan", 251);

    assertEquals("plan", cache.get(key("small")));
    assertNull(cache.get(key("large")));
  }

  @Test
  void newPlanTakesThePlaceOfTheOldOne() {
    cache.put(key("q"), "old", 100);
    cache.put(key("q"), "new", 50);

    assertEquals("new", cache.get(key("q")));
    assertEquals(50, cache.bytes());
    assertEquals(1, cache.size());
  }
}
