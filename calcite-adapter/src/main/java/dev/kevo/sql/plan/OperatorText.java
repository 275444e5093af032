package dev.kevo.sql.plan;

import dev.kevo.sql.vector.Aggregated;
import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.Joined;
import dev.kevo.sql.vector.Limited;
import dev.kevo.sql.vector.LookupJoined;
import dev.kevo.sql.vector.Measure;
import dev.kevo.sql.vector.Measured;
import dev.kevo.sql.vector.MergeJoined;
import dev.kevo.sql.vector.PartlySorted;
import dev.kevo.sql.vector.RowBatches;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Operators on columns as EXPLAIN shows them: one line each, with what it does and about how many
 * rows it gives; after EXPLAIN ANALYZE also what it did.
 */
final class OperatorText {
  private static final double NANOS_PER_MILLI = 1e6;

  private final boolean measures;
  private final Cardinality cardinality = new Cardinality();
  private final IdentityHashMap<RelNode, Operator> operators = new IdentityHashMap<>();
  private final IdentityHashMap<RelNode, LookupChoice.Chosen> lookedUp = new IdentityHashMap<>();
  private final IdentityHashMap<RelNode, BatchSource> joins = new IdentityHashMap<>();

  private record Operator(BatchSource source, Measure measure) {}

  /**
   * An empty text.
   *
   * @param measures whether operators are watched when they run
   */
  OperatorText(boolean measures) {
    this.measures = measures;
  }

  /** Notes the operator of a node; gives what is to run in its place. */
  BatchSource note(RelNode rel, BatchSource source) {
    Operator operator = new Operator(source, new Measure());
    operators.put(rel, operator);
    return measures ? new Measured(source, operator.measure) : source;
  }

  /** Notes how a join is made, before its columns are put in order; gives it back. */
  BatchSource noteJoin(Join join, BatchSource source) {
    joins.put(join, source);
    return source;
  }

  /** Notes that a join looks a scan's rows up. */
  void noteLookup(LookupChoice.Chosen chosen) {
    lookedUp.put(chosen.scan(), chosen);
    chosen.joins().forEach(joins::remove);
  }

  /** Forgets the operators of a tree, which are to be found again. */
  void forget(RelNode rel) {
    operators.remove(rel);
    joins.remove(rel);
    lookedUp.remove(rel);
    rel.getInputs().forEach(this::forget);
  }

  /** Forgets what was measured. */
  void reset() {
    operators.values().forEach(operator -> operator.measure.reset());
  }

  /** The lines of a tree. */
  String of(RelNode root) {
    List<String> lines = new ArrayList<>();
    add(root, 0, lines);
    return String.join("\n", lines);
  }

  private void add(RelNode rel, int depth, List<String> lines) {
    Operator operator = operators.get(rel);
    StringBuilder line = new StringBuilder("  ".repeat(depth)).append(name(rel)).append('(');
    for (String part : parts(rel)) {
      line.append(part).append(", ");
    }
    line.append("rows=[").append(Math.round(cardinality.rows(rel))).append("])");
    if (measures && operator != null && operator.measure.opened() > 0) {
      Measure measure = operator.measure;
      line.append(
          String.format(
              Locale.ROOT,
              ": rows=%d, batches=%d, %s, time=%.3f ms",
              measure.rows(),
              measure.batches(),
              measure.store(),
              measure.nanos() / NANOS_PER_MILLI));
    }
    lines.add(line.toString());
    for (RelNode input : rel.getInputs()) {
      add(input, depth + 1, lines);
    }
  }

  private String name(RelNode rel) {
    if (rel instanceof KevoScan) {
      return lookedUp.containsKey(rel) ? "KevoLookup" : "KevoScan";
    }
    if (rel instanceof Sort sort) {
      if (partial(sort) != null) {
        return "PartialSort";
      }
      boolean sorts = !sort.getCollation().getFieldCollations().isEmpty();
      return !sorts ? "Limit" : sort.fetch == null ? "Sort" : "TopK";
    }
    if (rel instanceof Join join) {
      return joinName(join);
    }
    Operator own = operators.get(rel);
    if (rel instanceof org.apache.calcite.rel.core.Aggregate
        && own != null
        && own.source instanceof RowBatches) {
      return "KeyAggregate";
    }
    if (rel instanceof org.apache.calcite.rel.core.Aggregate aggregate) {
      return aggregate.getGroupCount() == 0 ? "Aggregate" : "HashAggregate";
    }
    if (rel instanceof Union && own != null && own.source instanceof Aggregated) {
      return "UnionDistinct";
    }
    return rel.getRelTypeName().replace("Logical", "");
  }

  /** The operator of a sort that sorts stretch by stretch; null if another does. */
  private @Nullable PartlySorted partial(Sort sort) {
    Operator operator = operators.get(sort);
    BatchSource source = operator == null ? null : operator.source;
    BatchSource unlimited = source instanceof Limited limited ? limited.input() : source;
    return unlimited instanceof PartlySorted partly ? partly : null;
  }

  private String joinName(Join join) {
    BatchSource source = joins.get(join);
    if (source instanceof LookupJoined) {
      return "LookupJoin";
    }
    if (source instanceof MergeJoined) {
      return "MergeJoin";
    }
    return source instanceof Joined joined && joined.leftKeys().length == 0
        ? "NestedLoopJoin"
        : "HashJoin";
  }

  private List<String> parts(RelNode rel) {
    List<String> parts = new ArrayList<>();
    if (rel instanceof Join join) {
      parts.add("kind=[" + join.getJoinType() + "]");
      parts.add("condition=[" + join.getCondition() + "]");
      addJoinSide(join, parts);
    } else if (rel instanceof Filter filter) {
      parts.add("condition=[" + filter.getCondition() + "]");
    } else if (rel instanceof Project project) {
      parts.add("columns=" + project.getProjects());
    } else if (rel instanceof Sort sort) {
      addSort(sort, parts);
    } else if (rel instanceof org.apache.calcite.rel.core.Aggregate aggregate) {
      if (aggregate.getGroupCount() > 0) {
        parts.add("group=[" + aggregate.getGroupSet() + "]");
      }
      parts.add(
          "aggregates="
              + aggregate.getAggCallList().stream().map(AggregateCall::toString).toList());
    } else if (rel instanceof Values values) {
      parts.add("tuples=[" + values.getTuples().size() + "]");
    } else {
      LookupChoice.Chosen chosen = lookedUp.get(rel);
      parts.addAll(new Attributes(chosen == null ? rel : chosen.shown()).texts());
      if (chosen != null) {
        parts.add("by=" + chosen.keyNames());
      }
    }
    return parts;
  }

  /** Says which side is kept, or read row by row, if that is not the right one. */
  private void addJoinSide(Join join, List<String> parts) {
    BatchSource source = joins.get(join);
    boolean turned =
        operators.containsKey(join) && source != null && source != operators.get(join).source;
    if (source instanceof LookupJoined) {
      parts.add("lookup=[" + (turned ? "left" : "right") + "]");
    } else if (!(source instanceof MergeJoined)) {
      parts.add("build=[" + (turned ? "left" : "right") + "]");
    }
  }

  private void addSort(Sort sort, List<String> parts) {
    List<String> keys = new ArrayList<>();
    for (RelFieldCollation field : sort.getCollation().getFieldCollations()) {
      keys.add("$" + field.getFieldIndex() + (field.direction.isDescending() ? " DESC" : " ASC"));
    }
    if (!keys.isEmpty()) {
      parts.add("keys=" + keys);
    }
    PartlySorted partly = partial(sort);
    if (partly != null) {
      parts.add("presorted=[" + partly.presorted() + "]");
    }
    if (sort.offset != null) {
      parts.add("offset=[" + sort.offset + "]");
    }
    if (sort.fetch != null) {
      parts.add("fetch=[" + sort.fetch + "]");
    }
  }

  /** The attributes that a node tells of itself. */
  private static final class Attributes extends RelWriterImpl {
    private final List<String> texts = new ArrayList<>();

    Attributes(RelNode rel) {
      super(new PrintWriter(Writer.nullWriter()));
      rel.explain(this);
    }

    @Override
    protected void explain_(RelNode rel, List<Pair<String, @Nullable Object>> values) {
      for (Pair<String, @Nullable Object> value : values) {
        if (!(value.right instanceof RelNode)) {
          texts.add(value.left + "=[" + value.right + "]");
        }
      }
    }

    List<String> texts() {
      return texts;
    }
  }
}
