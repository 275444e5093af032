package dev.kevo.sql.plan;

import dev.kevo.sql.table.KevoTable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what lies on a table's scan into the scan: the part of the filter that bounds the key, the
 * columns that are needed, an order that the key has, a limit.
 */
final class ScanAbsorption {
  private final RexBuilder rexBuilder;
  private final IndexChoice indexes;
  private final OrderChoice orders;
  private final Extremes extremes;

  /** What became of tables with what lay on them. */
  private final IdentityHashMap<RelNode, Origin> origins = new IdentityHashMap<>();

  ScanAbsorption(RelOptCluster cluster) {
    this.rexBuilder = cluster.getRexBuilder();
    this.indexes = IndexChoice.of(cluster);
    this.orders = new OrderChoice(cluster);
    this.extremes = new Extremes(rexBuilder, this::apply);
  }

  /** The tree with its scans replaced. */
  RelNode apply(RelNode rel) {
    if (rel instanceof LogicalProject outer) {
      LogicalProject project = merged(outer);
      RelNode below = project.getInput();
      List<RexNode> conditions = new ArrayList<>();
      while (below instanceof LogicalFilter filter && filter.getVariablesSet().isEmpty()) {
        conditions.addAll(RelOptUtil.conjunctions(filter.getCondition()));
        below = filter.getInput();
      }
      if (isTable(below) && project.getVariablesSet().isEmpty()) {
        return scan(below, conditions, project.getProjects(), project);
      }
    }
    if (rel instanceof LogicalFilter filter) {
      List<RexNode> conditions = new ArrayList<>();
      RelNode below = filter;
      while (below instanceof LogicalFilter next && next.getVariablesSet().isEmpty()) {
        conditions.addAll(RelOptUtil.conjunctions(next.getCondition()));
        below = next.getInput();
      }
      if (isTable(below)) {
        return scan(below, conditions, null, null);
      }
    }
    if (isTable(rel)) {
      return scan(rel, List.of(), null, null);
    }
    if (rel instanceof LogicalAggregate aggregate && KeyAggregates.onlyCountsRows(aggregate)) {
      List<RexNode> conditions = new ArrayList<>();
      RelNode below = aggregate.getInput();
      while (below instanceof Project || below instanceof LogicalFilter) {
        if (below instanceof LogicalFilter filter) {
          conditions.addAll(RelOptUtil.conjunctions(filter.getCondition()));
        } else if (!conditions.isEmpty()) {
          break;
        }
        below = below.getInput(0);
      }
      if (isTable(below)) {
        return aggregate.copy(
            aggregate.getTraitSet(), List.of(scan(below, conditions, List.of(), null)));
      }
    }
    if (rel instanceof LogicalAggregate aggregate) {
      RelNode found = extremes.find(aggregate);
      if (found != null) {
        return found;
      }
    }
    if (rel instanceof LogicalTableScan system) {
      return SystemScan.create(system);
    }
    List<RelNode> inputs = new ArrayList<>();
    boolean changed = false;
    for (RelNode input : rel.getInputs()) {
      RelNode absorbed = apply(input);
      changed |= absorbed != input;
      inputs.add(absorbed);
    }
    RelNode copy = changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    return copy instanceof LogicalSort sort ? ordered(sort) : copy;
  }

  /** Projections on top of each other as one. */
  private static LogicalProject merged(LogicalProject outer) {
    LogicalProject project = outer;
    while (project.getInput() instanceof LogicalProject inner
        && !inner.containsOver()
        && inner.getVariablesSet().isEmpty()
        && project.getVariablesSet().isEmpty()) {
      project =
          LogicalProject.create(
              inner.getInput(),
              project.getHints(),
              RelOptUtil.pushPastProject(project.getProjects(), inner),
              project.getRowType().getFieldNames(),
              Set.of());
    }
    return project;
  }

  private static boolean isTable(RelNode rel) {
    return rel instanceof LogicalTableScan scan && scan.getTable().unwrap(KevoTable.class) != null;
  }

  /**
   * A scan with what the conditions say.
   *
   * @param needed expressions of the columns that are needed, or null if all are
   * @param project what makes the result's columns of them, or null
   */
  private RelNode scan(
      RelNode rel,
      List<RexNode> conditions,
      @Nullable List<RexNode> needed,
      @Nullable LogicalProject project) {
    RelOptTable relTable = rel.getTable();
    KevoTable table = relTable == null ? null : relTable.unwrap(KevoTable.class);
    if (relTable == null || table == null) {
      throw new AssertionError("not a table of the store: " + rel);
    }
    Origin origin =
        new Origin(
            rel,
            relTable,
            table,
            RexUtil.composeConjunction(rexBuilder, conditions),
            needed,
            project);
    IndexChoice.Access access =
        conditions.isEmpty()
            ? new IndexChoice.Access(null, null)
            : indexes.choose(table, origin.condition, origin::columns, relTable.getRowCount());
    boolean columnsCount = needed == null || project != null;
    if (columnsCount && conditions.size() > 1 && table.indexes().size() > 1) {
      IndexIntersection.Found found =
          new IndexIntersection(indexes, rexBuilder).find(origin, access, relTable.getRowCount());
      if (found != null) {
        return intersection(origin, found);
      }
    }
    if (columnsCount && access.found() == null && !conditions.isEmpty()) {
      List<RexNode> parts =
          new IndexUnion(indexes, rexBuilder).find(origin, relTable.getRowCount());
      if (parts != null) {
        return union(origin, parts);
      }
    }
    return scan(origin, access);
  }

  /** The rows of disjoint conditions, each read in its own way. */
  private RelNode union(Origin origin, List<RexNode> conditions) {
    List<RelNode> inputs = new ArrayList<>();
    for (RexNode condition : conditions) {
      Origin part =
          new Origin(
              origin.rel, origin.relTable, origin.table, condition, origin.needed, origin.project);
      inputs.add(
          read(
              part,
              indexes.choose(
                  origin.table, condition, part::columns, origin.relTable.getRowCount())));
    }
    return LogicalUnion.create(inputs, true);
  }

  /**
   * What a scan is made of.
   *
   * @param condition all that is asked of the rows
   */
  record Origin(
      RelNode rel,
      RelOptTable relTable,
      KevoTable table,
      RexNode condition,
      @Nullable List<RexNode> needed,
      @Nullable LogicalProject project) {
    /** The columns to read, given what is left of the condition. */
    int[] columns(RexNode residual) {
      return ScanAbsorption.columns(rel, table, residual, needed);
    }
  }

  private RelNode scan(Origin origin, IndexChoice.Access access) {
    RelNode result = read(origin, access);
    origins.put(result, origin);
    return result;
  }

  private RelNode read(Origin origin, IndexChoice.Access access) {
    RelNode rel = origin.rel;
    RexNode residual = access.residual(origin.condition, rexBuilder);
    int[] columns = origin.columns(residual);
    RelNode result =
        KevoScan.create(
            rel.getCluster(),
            origin.relTable,
            access.scan(origin.table, columns),
            access.operands());
    return projected(origin, result, residual, places(columns, rel.getRowType().getFieldCount()));
  }

  /** The rows under the keys that two indexes have in common. */
  private RelNode intersection(Origin origin, IndexIntersection.Found found) {
    int[] places = places(found.columns(), origin.rel.getRowType().getFieldCount());
    for (int column : found.columns()) {
      places[column] += found.first();
    }
    if (origin.project != null) {
      return projected(origin, found.rows(), found.residual(), places);
    }
    RelNode rows = projected(origin, found.rows(), found.residual(), places);
    List<RexNode> all = new ArrayList<>();
    for (int column = 0; column < origin.rel.getRowType().getFieldCount(); column++) {
      all.add(rexBuilder.makeInputRef(rows, places[column]));
    }
    return LogicalProject.create(
        rows, List.of(), all, origin.rel.getRowType().getFieldNames(), Set.of());
  }

  /**
   * What is left of the condition, and the projection, over rows that were read.
   *
   * @param places where the table's columns are in the rows
   */
  private RelNode projected(Origin origin, RelNode read, RexNode residual, int[] places) {
    LogicalProject project = origin.project;
    RelNode result = read;
    if (!residual.isAlwaysTrue()) {
      result = LogicalFilter.create(result, moved(residual, places));
    }
    if (project == null) {
      return result;
    }
    List<RexNode> projects = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      projects.add(moved(expression, places));
    }
    if (RexUtil.isIdentity(projects, result.getRowType())) {
      return result;
    }
    return LogicalProject.create(
        result, project.getHints(), projects, project.getRowType().getFieldNames(), Set.of());
  }

  /** All columns, or those that the projection and the residual filter need. */
  private static int[] columns(
      RelNode rel, KevoTable table, RexNode residual, @Nullable List<RexNode> needed) {
    TreeSet<Integer> columns = new TreeSet<>();
    if (needed == null) {
      for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
        columns.add(i);
      }
    } else {
      References references = new References(columns);
      residual.accept(references);
      needed.forEach(expression -> expression.accept(references));
      if (columns.isEmpty()) {
        columns.add(table.keyColumns()[0]);
      }
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] places(int[] columns, int count) {
    int[] places = new int[Math.max(count, columns[columns.length - 1] + 1)];
    for (int i = 0; i < columns.length; i++) {
      places[columns[i]] = i;
    }
    return places;
  }

  private static RexNode moved(RexNode expression, int[] places) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(places[ref.getIndex()], ref.getType());
          }
        });
  }

  private static final class References extends RexVisitorImpl<Void> {
    private final Set<Integer> found;

    References(Set<Integer> found) {
      super(true);
      this.found = found;
    }

    @Override
    public @Nullable Void visitInputRef(RexInputRef ref) {
      found.add(ref.getIndex());
      return null;
    }
  }

  /** The sort without its order if the scan below can have it; with its limit shown there. */
  private RelNode ordered(LogicalSort sort) {
    List<RelNode> path = new ArrayList<>();
    RelNode below = sort.getInput();
    boolean filtered = false;
    while (below instanceof Project || below instanceof Filter) {
      filtered |= below instanceof Filter;
      path.add(below);
      below = below.getInput(0);
    }
    if (!(below instanceof KevoScan scan)) {
      return sort;
    }
    Boolean reversed = direction(sort, path, scan);
    if (reversed == null) {
      Origin origin = origins.get(sort.getInput());
      IndexChoice.Access access =
          origin == null ? null : orders.choose(origin, scan, sort, path, indexes);
      if (origin == null || access == null) {
        return partlyOrdered(sort, path, scan);
      }
      RelNode other = scan(origin, access);
      return ordered(LogicalSort.create(other, sort.getCollation(), sort.offset, sort.fetch));
    }
    RelNode result =
        rebuilt(path, scan.with(scan.scan().withReversed(reversed), filtered ? null : limit(sort)));
    return sort.offset == null && sort.fetch == null
        ? result
        : LogicalSort.create(result, RelCollations.EMPTY, sort.offset, sort.fetch);
  }

  /** The sort over a scan that gives the order of its first columns, if it can. */
  private static RelNode partlyOrdered(LogicalSort sort, List<RelNode> path, KevoScan scan) {
    Boolean reversed =
        KeyOrder.of(scan.scan())
            .partialDirection(sort.getCollation().getFieldCollations(), ordinals(sort, path, scan));
    if (reversed == null || reversed == scan.scan().reversed()) {
      return sort;
    }
    RelNode turned = rebuilt(path, scan.with(scan.scan().withReversed(reversed), null));
    return sort.copy(sort.getTraitSet(), List.of(turned));
  }

  private static RelNode rebuilt(List<RelNode> path, RelNode scan) {
    RelNode result = scan;
    for (int i = path.size() - 1; i >= 0; i--) {
      result = path.get(i).copy(path.get(i).getTraitSet(), List.of(result));
    }
    return result;
  }

  /** Whether a scan must be reversed to give a sort's order; null if it cannot. */
  private static @Nullable Boolean direction(Sort sort, List<RelNode> path, KevoScan scan) {
    return KeyOrder.of(scan.scan())
        .direction(sort.getCollation().getFieldCollations(), ordinals(sort, path, scan));
  }

  /** The table's columns that a sort is by; -1 for anything else. */
  static int[] ordinals(Sort sort, List<RelNode> path, KevoScan scan) {
    return sort.getCollation().getFieldCollations().stream()
        .mapToInt(field -> tableColumn(field.getFieldIndex(), path, scan))
        .toArray();
  }

  private static @Nullable String limit(Sort sort) {
    if (sort.fetch == null) {
      return null;
    }
    return sort.offset == null ? sort.fetch.toString() : sort.fetch + " + " + sort.offset;
  }

  /** The column of the table that a field above its scan is; -1 if it is something else. */
  static int tableColumn(int field, List<RelNode> path, KevoScan scan) {
    int column = columnBelow(field, path, scan);
    return column < 0 ? -1 : scan.scan().columns()[column];
  }

  /**
   * The column of a node that a field above is; -1 if it is something else.
   *
   * @param path the nodes from the top one to the one above {@code below}
   */
  static int columnBelow(int field, List<RelNode> path, RelNode below) {
    int index = field;
    for (int i = 0; index >= 0 && i < path.size(); i++) {
      index = columnOfInput(index, path.get(i), i + 1 < path.size() ? path.get(i + 1) : below);
    }
    return index;
  }

  private static int columnOfInput(int index, RelNode rel, RelNode input) {
    if (rel instanceof Project project) {
      return project.getProjects().get(index) instanceof RexInputRef ref ? ref.getIndex() : -1;
    }
    if (rel instanceof Aggregate aggregate) {
      return index < aggregate.getGroupCount() ? aggregate.getGroupSet().nth(index) : -1;
    }
    if (rel instanceof Join join) {
      int leftCount = join.getLeft().getRowType().getFieldCount();
      boolean ofLeft = index < leftCount;
      return input != (ofLeft ? join.getLeft() : join.getRight())
          ? -1
          : ofLeft ? index : index - leftCount;
    }
    return index;
  }
}
