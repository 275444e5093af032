package dev.kevo.sql.session;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.cache.LiteralRows;
import dev.kevo.sql.cache.NormalizedSql;
import dev.kevo.sql.cache.PlanCache;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.ddl.IndexBuild;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.MemoryBroker;
import dev.kevo.sql.exec.ScanWorkers;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.parser.SqlToken;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.plan.PointQueries;
import dev.kevo.sql.plan.ReturnedKeys;
import dev.kevo.sql.plan.SqlPlanner;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.table.SqlActivity;
import dev.kevo.sql.types.KevoTypeFactory;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * SQL over one open database: what all its sessions share, which is the catalogue and the plan
 * cache. Thread-safe. One per database; it does not own the database.
 */
public final class SqlEngine implements AutoCloseable {
  /** What the plan cache takes at most, and of which part of the heap. */
  private static final long PLAN_BYTES_MAX = 64L << 20;

  private static final int PLAN_HEAP_PART = 32;

  /** How often temporary tables are tried to be dropped while others change definitions. */
  private static final int DROP_ATTEMPTS = 10;

  /** What the text of such a plan ends in, where plans are listed. */
  private static final String WITHOUT_PAST_INDEXES = " /* no indexes of the past */";

  private final Database database;
  private final CatalogStore store;
  private final SqlPlanner planner;
  private final PointQueries points;
  private final PlanCache<Statement> plans =
      new PlanCache<>(Math.min(PLAN_BYTES_MAX, Runtime.getRuntime().maxMemory() / PLAN_HEAP_PART));
  private final MemoryBroker memory;
  private final ScanWorkers workers;
  private final LongAdder statementsPlanned = new LongAdder();
  private final Activities activities = new Activities(this::plans);

  /**
   * The tree of the state of the catalogue that was asked for last; a hint, so volatile will do.
   */
  private volatile @Nullable SchemaTree lastTree;

  private volatile boolean closed;

  private SqlEngine(
      Database database, CatalogStore store, MemoryBroker memory, ScanWorkers workers) {
    this.database = database;
    this.workers = workers;
    this.memory = memory;
    this.store = store;
    KevoTypeFactory typeFactory = new KevoTypeFactory();
    this.planner = new SqlPlanner(store, typeFactory);
    this.points = new PointQueries(typeFactory, store, database);
  }

  /** Opens SQL over a database, creating the catalogue in it if there is none. */
  public static SqlEngine open(Database database) throws SQLException {
    return open(database, MemoryBroker.ofHeap(database));
  }

  /**
   * Opens SQL over a database.
   *
   * @param memory what statements may keep rows in
   */
  public static SqlEngine open(Database database, MemoryBroker memory) throws SQLException {
    return open(database, memory, ScanWorkers.ofProcess());
  }

  /** The same with threads of its own that help to read large ranges. */
  static SqlEngine open(Database database, MemoryBroker memory, ScanWorkers workers)
      throws SQLException {
    try {
      SqlEngine engine = new SqlEngine(database, CatalogStore.open(database), memory, workers);
      engine.dropUnfinishedIndexes();
      engine.dropLeftTables();
      WarmUp.begin(engine);
      return engine;
    } catch (RuntimeException e) {
      throw SqlErrors.translate(e);
    }
  }

  private void dropUnfinishedIndexes() {
    try (Transaction transaction = database.begin()) {
      if (IndexBuild.dropUnfinished(store.edit(transaction))) {
        transaction.commit();
        store.cleanUp();
      }
    } catch (ReadOnlyException e) {
      // It stays unfinished until somebody may write; nothing reads it.
    }
  }

  private void dropLeftTables() {
    try {
      removeTemporary(table -> true);
    } catch (ReadOnlyException e) {
      // They stay until somebody may write; no session sees them.
    }
  }

  /** Drops temporary tables. */
  void removeTemporary(Predicate<TableDef> which) {
    for (int attempt = 1; ; attempt++) {
      try (Transaction transaction = database.begin()) {
        store.lock(transaction);
        if (store.edit(transaction).removeTemporary(which)) {
          transaction.commit();
          store.cleanUp();
        }
        return;
      } catch (ConflictException e) {
        if (attempt == DROP_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Begins a conversation; the caller closes it. */
  public SqlSession newSession() throws SQLException {
    if (closed) {
      throw SqlState.CONNECTION_CLOSED.exception("the SQL engine is closed");
    }
    EngineSession session = new EngineSession(this);
    activities.began(session);
    return session;
  }

  /** How many statements were planned; a statement whose plan was in the cache does not count. */
  public long statementsPlanned() {
    return statementsPlanned.sum();
  }

  boolean isClosed() {
    return closed;
  }

  Database database() {
    return database;
  }

  MemoryBroker memory() {
    return memory;
  }

  ScanWorkers workers() {
    return workers;
  }

  CatalogStore store() {
    return store;
  }

  SqlPlanner planner() {
    return planner;
  }

  Activities activities() {
    return activities;
  }

  private Activities.Plans plans() {
    List<SqlActivity.CachedPlan> all = new ArrayList<>();
    plans.forEach(
        (key, bytes) -> all.add(new SqlActivity.CachedPlan(key.sql(), key.schema(), bytes)));
    return new Activities.Plans(
        all,
        new SqlActivity.PlanCounts(
            plans.bytes(), plans.hits(), plans.misses(), statementsPlanned()));
  }

  /** The plan of a text under a state of the catalogue, from the cache if it is there. */
  Prepared prepare(
      String sql, String schema, Catalog catalog, KeyRequest keys, CancelToken cancel) {
    Statement known = plans.get(new PlanCache.Key(keys.cacheText(sql), schema, catalog.token()));
    if (known != null) {
      return new Prepared(known, null);
    }
    if (!keys.isNone()) {
      return new Prepared(planned(sql, schema, catalog, keys, true, cancel), null);
    }
    List<SqlToken> tokens =
        sql.length() <= NormalizedSql.TEXT_CHARS_MAX || LiteralRows.mayBe(sql)
            ? SqlToken.list(sql)
            : null;
    NormalizedSql normalized = tokens == null ? null : NormalizedSql.of(sql, tokens);
    if (normalized != null) {
      Statement shared = shared(normalized.text(), schema, catalog, cancel);
      if (shared != null && shared.canTake(normalized)) {
        return new Prepared(shared, normalized);
      }
    } else if (tokens != null) {
      LiteralRows rows = LiteralRows.of(sql, tokens);
      Statement one = rows == null ? null : shared(rows.text(), schema, catalog, cancel);
      if (rows != null && one != null && one.canTake(rows)) {
        return new Prepared(one, null, rows);
      }
    }
    return whole(sql, schema, catalog, cancel);
  }

  /** The plan of a text as it is. */
  Prepared whole(String sql, String schema, Catalog catalog, CancelToken cancel) {
    return new Prepared(planned(sql, schema, catalog, KeyRequest.NONE, true, cancel), null);
  }

  /**
   * A plan for all statements that differ in their literals only; null if there cannot be one. An
   * error is left to the planning of the statement itself, so that its place is right.
   */
  private @Nullable Statement shared(
      String text, String schema, Catalog catalog, CancelToken cancel) {
    PlanCache.Key key = new PlanCache.Key(text, schema, catalog.token());
    Statement known = plans.get(key);
    if (known != null) {
      return known;
    }
    try {
      return planned(text, schema, catalog, KeyRequest.NONE, true, cancel);
    } catch (RuntimeException | StackOverflowError e) {
      StatementContext.check(cancel);
      return null;
    }
  }

  /** Another plan for a statement, which reads tables of the past without their indexes. */
  Statement withoutPastIndexes(PreparedStatement own, Catalog catalog, CancelToken cancel) {
    String schema = own.statement().key().schema();
    Statement known = plans.get(key(own.planned(), schema, catalog, own.keys(), false));
    return known == null
        ? planned(own.planned(), schema, catalog, own.keys(), false, cancel)
        : known;
  }

  private static PlanCache.Key key(
      String sql, String schema, Catalog catalog, KeyRequest keys, boolean indexedPasts) {
    String text = keys.cacheText(sql);
    return new PlanCache.Key(
        indexedPasts ? text : text + WITHOUT_PAST_INDEXES, schema, catalog.token());
  }

  private Statement planned(
      String sql,
      String schema,
      Catalog catalog,
      KeyRequest keys,
      boolean indexedPasts,
      CancelToken cancel) {
    PlanCache.Key key = key(sql, schema, catalog, keys, indexedPasts);
    statementsPlanned.increment();
    Plan plan = points.plan(sql, catalog, schema);
    boolean asksKeys = false;
    if (plan == null) {
      SqlNode parsed = KevoParser.parse(sql);
      SqlNode statement =
          keys.isNone() ? parsed : ReturnedKeys.of(parsed, catalog, schema, keys::columns);
      asksKeys = statement != parsed;
      plan = planner.plan(statement, tree(catalog), schema, indexedPasts, cancel);
    }
    Statement planned = Statement.of(plan, key, catalog, asksKeys);
    if (!isScript(sql, plan)) {
      plans.put(key, planned, planned.bytes());
    }
    return planned;
  }

  /** Whether it is a long change with its rows in it, which nobody asks for a second time. */
  private static boolean isScript(String sql, Plan plan) {
    return sql.length() > NormalizedSql.TEXT_CHARS_MAX
        && plan instanceof Plan.Change
        && plan.parameters().getFieldCount() == 0;
  }

  /**
   * A plan and the literals that it is to run with.
   *
   * @param literals null if the plan is the statement's own
   * @param rows of literals, if the plan is that of one of them; else null
   */
  record Prepared(
      Statement statement, @Nullable NormalizedSql literals, @Nullable LiteralRows rows) {
    Prepared(Statement statement, @Nullable NormalizedSql literals) {
      this(statement, literals, null);
    }
  }

  SchemaTree tree(Catalog catalog) {
    SchemaTree tree = lastTree;
    if (tree == null || !tree.catalog().token().equals(catalog.token())) {
      tree = new SchemaTree(catalog, store, database, activities);
      lastTree = tree;
    }
    return tree;
  }

  /** Closes every session that is still open. The database stays open. Closing twice is allowed. */
  @Override
  public void close() {
    closed = true;
    activities.closeSessions();
    store.close();
  }
}
