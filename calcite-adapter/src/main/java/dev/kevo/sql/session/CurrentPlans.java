package dev.kevo.sql.session;

import dev.kevo.engine.ReadView;
import dev.kevo.engine.Slice;
import dev.kevo.sql.cache.PlanCache;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** A session's plans, by the definitions that it sees. For the session's thread. */
final class CurrentPlans {
  private final SqlEngine engine;
  private final TemporaryTables temporary;
  private final Slice scratch = new Slice();

  private @Nullable Catalog seen;

  /** What {@link #seen} was seen at. */
  private long seenSequence = -1;

  CurrentPlans(SqlEngine engine, TemporaryTables temporary) {
    this.engine = engine;
    this.temporary = temporary;
  }

  /** The definitions that a view shows. */
  Catalog catalog(ReadView view) {
    long sequence = view.sequence();
    Catalog known = seen;
    if (known != null && sequence >= 0 && sequence == seenSequence) {
      return known;
    }
    Catalog catalog = engine.store().current(view, temporary.session(), scratch);
    if (view.sequence() == sequence) {
      seen = catalog;
      seenSequence = sequence;
    }
    return catalog;
  }

  /** The statement's plan, made anew if the definitions that a view shows are others. */
  Statement current(PreparedStatement own, ReadView view, CancelToken cancel) {
    PlanCache.Key key = own.statement().key();
    Catalog catalog = catalog(view);
    if (!key.catalog().equals(catalog.token())) {
      own.replan(engine.prepare(own.sql(), key.schema(), catalog, own.keys(), cancel));
    }
    return own.statement();
  }

  /** The plan of a statement of rows of literals as it stands there, not that of one row. */
  Statement whole(PreparedStatement own, ReadView view, CancelToken cancel) {
    String schema = own.statement().key().schema();
    own.replan(engine.whole(own.sql(), schema, catalog(view), cancel));
    return own.statement();
  }

  /** A plan that reads the past without indexes, for there were others then. */
  Plan withoutPastIndexes(PreparedStatement own, ReadView view, CancelToken cancel) {
    return engine.withoutPastIndexes(own, catalog(view), cancel).plan();
  }
}
