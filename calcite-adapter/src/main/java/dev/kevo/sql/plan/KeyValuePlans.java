package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyAggregate;
import dev.kevo.sql.exec.KeyValueQuery;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.ValuesRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the trees that run without generated code: one scan with a filter, a projection and a
 * limit, aggregates that keys tell ({@link KeyAggregates}), or rows of simple expressions.
 */
final class KeyValuePlans {
  private final ScalarCompiler scalars;

  KeyValuePlans(ScalarCompiler scalars) {
    this.scalars = scalars;
  }

  /** The plan of a tree whose scans are absorbed, or null if it needs generated code. */
  @Nullable RowSource find(RelNode rel) {
    RowSource values = values(rel);
    if (values != null) {
      return values;
    }
    RowSource aggregates = aggregates(rel);
    return aggregates != null ? aggregates : query(rel);
  }

  /** The plan of a row of aggregates that keys tell, or null if it is something else. */
  @Nullable KeyAggregate aggregates(RelNode rel) {
    return new KeyAggregates(scalars, this::query).find(rel);
  }

  private @Nullable KeyValueQuery query(RelNode rel) {
    List<RexNode> projects = null;
    RelNode below = rel;
    if (below instanceof Project project) {
      projects = project.getProjects();
      below = project.getInput();
    }
    RexNode offset = null;
    RexNode fetch = null;
    if (below instanceof Sort sort) {
      if (!sort.getCollation().getFieldCollations().isEmpty()) {
        return null;
      }
      offset = sort.offset;
      fetch = sort.fetch;
      below = sort.getInput();
    }
    if (below instanceof Project project) {
      projects =
          projects == null ? project.getProjects() : RelOptUtil.pushPastProject(projects, project);
      below = project.getInput();
    }
    RexNode condition = null;
    if (below instanceof Filter filter) {
      condition = filter.getCondition();
      below = filter.getInput();
    }
    return below instanceof KevoScan scan ? query(scan, condition, projects, offset, fetch) : null;
  }

  private @Nullable KeyValueQuery query(
      KevoScan scan,
      @Nullable RexNode condition,
      @Nullable List<RexNode> projects,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    Scalar[] operands = scalars.compile(scan.operands());
    Scalar filter = condition == null ? null : scalars.compile(condition);
    boolean identity = projects == null || RexUtil.isIdentity(projects, scan.getRowType());
    Scalar[] projection = identity || projects == null ? null : scalars.compile(projects);
    Scalar skip = offset == null ? null : scalars.compile(offset);
    Scalar wanted = fetch == null ? null : scalars.compile(fetch);
    if (operands == null
        || (filter == null && condition != null)
        || (projection == null && !identity)
        || (skip == null && offset != null)
        || (wanted == null && fetch != null)) {
      return null;
    }
    return new KeyValueQuery(scan.scan(), operands, filter, projection, skip, wanted);
  }

  private @Nullable RowSource values(RelNode rel) {
    List<Scalar[]> rows = new ArrayList<>();
    return addRows(rel, rows) ? new ValuesRows(rows) : null;
  }

  private boolean addRows(RelNode rel, List<Scalar[]> rows) {
    if (rel instanceof Union union && union.all) {
      for (RelNode input : union.getInputs()) {
        if (!addRows(input, rows)) {
          return false;
        }
      }
      return true;
    }
    if (rel instanceof Values values) {
      for (List<RexLiteral> tuple : values.getTuples()) {
        if (!addRow(tuple, rows)) {
          return false;
        }
      }
      return true;
    }
    if (rel instanceof Project project) {
      if (project.getInput() instanceof Values values) {
        return addProjected(project.getProjects(), values, rows);
      }
      if (project.getInput() instanceof Union union && union.all) {
        return addProjectedUnion(project, union, rows);
      }
      if (project.getInput() instanceof Project inner) {
        return addComposed(project.getProjects(), inner, rows);
      }
    }
    return false;
  }

  private boolean addComposed(List<RexNode> projects, Project inner, List<Scalar[]> rows) {
    List<RexNode> composed = RelOptUtil.pushPastProject(projects, inner);
    RelNode below = inner.getInput();
    if (below instanceof Values values) {
      return addProjected(composed, values, rows);
    }
    return below instanceof Project next && addComposed(composed, next, rows);
  }

  private boolean addProjectedUnion(Project project, Union union, List<Scalar[]> rows) {
    for (RelNode input : union.getInputs()) {
      boolean added =
          input instanceof Values values
              ? addProjected(project.getProjects(), values, rows)
              : input instanceof Project inner && addComposed(project.getProjects(), inner, rows);
      if (!added) {
        return false;
      }
    }
    return true;
  }

  private boolean addProjected(List<RexNode> projects, Values values, List<Scalar[]> rows) {
    for (List<RexLiteral> tuple : values.getTuples()) {
      List<RexNode> expressions = new ArrayList<>();
      for (RexNode project : projects) {
        expressions.add(project.accept(new Substitution(tuple)));
      }
      if (!addRow(expressions, rows)) {
        return false;
      }
    }
    return true;
  }

  /** Puts a row's literals in the place of its columns. */
  private static final class Substitution extends RexShuttle {
    private final List<RexLiteral> tuple;

    Substitution(List<RexLiteral> tuple) {
      this.tuple = tuple;
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      return tuple.get(ref.getIndex());
    }
  }

  private boolean addRow(List<? extends RexNode> expressions, List<Scalar[]> rows) {
    Scalar[] row = scalars.compile(expressions);
    return row != null && rows.add(row);
  }
}
