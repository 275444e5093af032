package dev.kevo.sql.table;

import java.util.Set;
import java.util.TreeSet;

/** Gathers the ids of the tables and views that a query reads, in views too. For one thread. */
public final class UsedObjects {
  private final Set<Long> ids = new TreeSet<>();

  void add(long id) {
    if (id != 0) {
      ids.add(id);
    }
  }

  /** The ids so far. */
  public Set<Long> ids() {
    return Set.copyOf(ids);
  }
}
