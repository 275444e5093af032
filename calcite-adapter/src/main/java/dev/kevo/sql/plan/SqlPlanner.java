package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableRules;
import dev.kevo.sql.parser.SqlExplainStatement;
import dev.kevo.sql.parser.SqlLockingQuery;
import dev.kevo.sql.parser.SqlShowStatement;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.SchemaTree;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.CancelFlag;
import org.jspecify.annotations.Nullable;

/**
 * Turns a parsed statement into a plan: checks it, converts it to a tree, and finds the cheapest
 * kind of plan that can run it. Thread-safe.
 */
public final class SqlPlanner {
  private final JavaTypeFactory typeFactory;
  private final CatalogStore store;

  public SqlPlanner(CatalogStore store, JavaTypeFactory typeFactory) {
    this.store = store;
    this.typeFactory = typeFactory;
  }

  /**
   * Plans a statement with the names of a catalogue, unqualified ones in a default schema.
   *
   * @param cancel stops it, at its deadline too
   */
  public Plan plan(
      SqlNode statement, SchemaTree schemas, String defaultSchema, CancelToken cancel) {
    return plan(statement, schemas, defaultSchema, true, cancel);
  }

  /**
   * The same, where indexes may be newer than the past that is read.
   *
   * @param indexedPasts whether tables of the past are read by their indexes
   * @param cancel stops it, at its deadline too
   */
  public Plan plan(
      SqlNode statement,
      SchemaTree schemas,
      String defaultSchema,
      boolean indexedPasts,
      CancelToken cancel) {
    try (PlanningDeadline deadline = PlanningDeadline.of(cancel)) {
      return planned(
          statement,
          schemas,
          defaultSchema,
          new StatementTrees(typeFactory, schemas, defaultSchema, indexedPasts, deadline.flag()));
    } catch (RuntimeException | AssertionError e) {
      StatementContext.check(cancel);
      throw SqlErrors.planning(e);
    }
  }

  private Plan planned(
      SqlNode statement, SchemaTree schemas, String defaultSchema, StatementTrees trees) {
    if (statement instanceof SqlExplainStatement explain) {
      return explain(explain, trees);
    }
    if (statement instanceof SqlShowStatement show) {
      return planned(
          ShowQueries.of(show, trees, schemas.catalog(), defaultSchema),
          schemas,
          defaultSchema,
          trees);
    }
    if (statement instanceof SqlLockingQuery locking) {
      return new LockPlanning(trees, locking).plan();
    }
    if (statement.isA(SqlKind.DML)) {
      ChangePlanning.Planned planned = new ChangePlanning(trees, store).plan(statement);
      return new Plan.Change(
          planned.change(), trees.parameters(), planned.returning(), trees.pasts());
    }
    if (statement.isA(SqlKind.QUERY)) {
      StatementTrees.Tree tree = trees.tree(statement);
      return new Plan.Query(
          new QueryPlanning(tree.rel().getCluster()).plan(tree.rel()).rows(),
          tree.rowType(),
          tree.origins(),
          trees.parameters(),
          trees.pasts());
    }
    return new Plan.Other(statement, typeFactory.builder().build());
  }

  /** What a query gives and reads; 0A000 if it has parameters. */
  public QueryShape shape(SqlNode query, SchemaTree schemas, String defaultSchema) {
    try {
      return shaped(query, schemas, defaultSchema);
    } catch (RuntimeException | AssertionError e) {
      throw SqlErrors.planning(e);
    }
  }

  private QueryShape shaped(SqlNode query, SchemaTree schemas, String defaultSchema) {
    StatementTrees trees =
        new StatementTrees(
            typeFactory, schemas, defaultSchema, true, new CancelFlag(new AtomicBoolean()));
    RelDataType rowType = trees.tree(TreeCopy.of(query)).rowType();
    if (trees.parameters().getFieldCount() > 0) {
      throw SqlState.NOT_SUPPORTED.failure("a definition's query cannot have parameters");
    }
    return trees.shape(rowType);
  }

  /** What writing a table's rows entails, apart from what that does to other tables. */
  public TableRules rules(KevoTable table, SchemaTree schemas, String defaultSchema) {
    return new StatementTrees(
            typeFactory, schemas, defaultSchema, true, new CancelFlag(new AtomicBoolean()))
        .rules()
        .rules(table);
  }

  /** What an expression over a table's rows is; the table need not be in the schemas. */
  public RowExpression expression(
      SqlNode expression, TableDef table, SchemaTree schemas, String defaultSchema) {
    RelDataTypeFactory.Builder rowType = typeFactory.builder();
    for (ColumnDef column : table.columns()) {
      rowType.add(column.name(), column.type().toRel(typeFactory));
    }
    return RowExpression.of(converted(expression, rowType.build(), schemas, defaultSchema));
  }

  /**
   * Whether an expression without columns gives each row a value of its own, as RANDOM_UUID does.
   */
  public boolean isRandom(SqlNode expression, SchemaTree schemas, String defaultSchema) {
    RelDataType row = typeFactory.builder().build();
    return !RexUtil.isDeterministic(converted(expression, row, schemas, defaultSchema));
  }

  private RexNode converted(
      SqlNode expression, RelDataType row, SchemaTree schemas, String defaultSchema) {
    return new StatementTrees(
            typeFactory, schemas, defaultSchema, true, new CancelFlag(new AtomicBoolean()))
        .expressions()
        .convert(expression, row);
  }

  private Plan explain(SqlExplainStatement explain, StatementTrees trees) {
    SqlNode statement = explain.statement();
    if (explain.analyze()) {
      return analyze(explain, trees);
    }
    String text;
    if (statement.isA(SqlKind.DML)) {
      text = new ChangePlanning(trees, store).plan(statement).text(explain.level());
    } else {
      StatementTrees.Tree tree = trees.tree(statement);
      text = new QueryPlanning(tree.rel().getCluster()).plan(tree.rel()).text(explain.level());
    }
    return shown(new Plan.Explanation(text), trees);
  }

  private Plan analyze(SqlExplainStatement explain, StatementTrees trees) {
    if (!explain.statement().isA(SqlKind.QUERY)) {
      throw SqlErrors.at(
          SqlState.NOT_SUPPORTED,
          "EXPLAIN ANALYZE is for queries",
          explain.statement().getParserPosition());
    }
    StatementTrees.Tree tree = trees.tree(explain.statement());
    QueryPlanning.Planned planned =
        new QueryPlanning(tree.rel().getCluster(), true).plan(tree.rel());
    return shown(planned.analyzed(explain.level()), trees);
  }

  private Plan shown(RowSource rows, StatementTrees trees) {
    RelDataType rowType = typeFactory.builder().add("PLAN", SqlTypeName.VARCHAR).build();
    return new Plan.Query(
        rows,
        rowType,
        Collections.<@Nullable List<String>>singletonList(null),
        trees.parameters(),
        rows instanceof Plan.Explanation ? List.of() : trees.pasts());
  }

  /** The table of the store that a node of Calcite's is about, or null. */
  static @Nullable KevoTable tableOf(@Nullable RelOptTable table) {
    return table == null ? null : table.unwrap(KevoTable.class);
  }
}
