package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the cheapest tree of joins of a graph's factors: among all trees without cross products
 * if there are few factors, else by joining what gives the fewest rows, again and again. What
 * nothing connects is multiplied at the end.
 *
 * <p>A join costs the rows that it keeps, passes and gives, or the look-ups that it does instead.
 */
final class JoinSearch {
  /** So many factors are joined in every order. */
  static final int SEARCHED_MAX = 10;

  private static final double PASSED = 0.5;

  private final JoinGraph graph;
  private final List<JoinFactor> factors;
  private final List<ColumnEstimate> columns = new ArrayList<>();
  private final long[] neighbours;
  private final List<Double> parts;

  /**
   * A tree of joins.
   *
   * @param set its factors
   * @param neighbours the factors that conditions connect it with, itself included
   * @param left null for a single factor
   * @param right null for a single factor
   */
  record Tree(
      long set,
      long neighbours,
      double rows,
      double cost,
      @Nullable Tree left,
      @Nullable Tree right) {
    private boolean isConnected(Tree other) {
      return (neighbours & other.set) != 0;
    }
  }

  /**
   * A search.
   *
   * @param factors those of the graph
   * @param parts what part of the rows fulfils each condition of the graph
   */
  JoinSearch(JoinGraph graph, List<JoinFactor> factors, List<Double> parts) {
    this.graph = graph;
    this.factors = factors;
    this.parts = parts;
    for (JoinFactor factor : factors) {
      columns.addAll(factor.estimate().columns());
    }
    this.neighbours = neighbours();
  }

  private long[] neighbours() {
    long[] found = new long[factors.size()];
    List<Long> connected = new ArrayList<>();
    for (List<Integer> each : graph.classes()) {
      connected.add(
          each.stream().mapToLong(c -> 1L << graph.factorOf(c)).reduce(0, (a, b) -> a | b));
    }
    for (JoinGraph.Condition each : graph.conditions()) {
      if (Long.bitCount(each.factors()) == 2) {
        connected.add(each.factors());
      }
    }
    for (int i = 0; i < found.length; i++) {
      found[i] = 1L << i;
      for (long set : connected) {
        found[i] |= (set & 1L << i) == 0 ? 0 : set;
      }
    }
    return found;
  }

  /** The cheapest tree that was found. */
  Tree best() {
    List<Tree> found = new ArrayList<>();
    long left = (1L << factors.size()) - 1;
    while (left != 0) {
      long component = component(Long.numberOfTrailingZeros(left));
      found.add(Long.bitCount(component) <= SEARCHED_MAX ? searched(component) : greedy(component));
      left &= ~component;
    }
    found.sort(Comparator.comparingDouble(Tree::rows));
    Tree all = found.get(0);
    for (Tree each : found.subList(1, found.size())) {
      all = joined(all, each, rows(all, each));
    }
    return all;
  }

  /** The factors that are connected with one, directly or by others. */
  private long component(int first) {
    long reached = 0;
    long next = 1L << first;
    while (next != 0) {
      int factor = Long.numberOfTrailingZeros(next);
      reached |= 1L << factor;
      next = (next | neighbours[factor]) & ~reached;
    }
    return reached;
  }

  private Tree leaf(int factor) {
    JoinFactor read = factors.get(factor);
    return new Tree(
        1L << factor, neighbours[factor], read.estimate().rows(), read.scanned(), null, null);
  }

  /** Sets come after all their subsets, so the best trees of both sides are known. */
  private Tree searched(long component) {
    Map<Long, Tree> best = new HashMap<>();
    Tree found = leaf(Long.numberOfTrailingZeros(component));
    for (long set = component & -component; set != 0; set = (set - component) & component) {
      Tree tree =
          Long.bitCount(set) == 1 ? leaf(Long.numberOfTrailingZeros(set)) : searched(set, best);
      if (tree != null) {
        best.put(set, tree);
        found = tree;
      }
    }
    return found;
  }

  /** The best tree of a set; null if it is not connected. */
  private @Nullable Tree searched(long set, Map<Long, Tree> best) {
    double rows = rows(set, best);
    if (Double.isNaN(rows)) {
      return null;
    }
    Tree found = null;
    long first = set & -set;
    for (long side = (set - 1) & set; side != 0; side = (side - 1) & set) {
      Tree left = (side & first) == 0 ? null : best.get(side);
      Tree right = left == null ? null : best.get(set ^ side);
      if (left != null && right != null && left.isConnected(right)) {
        Tree tree = joined(left, right, rows);
        found = found == null || tree.cost < found.cost ? tree : found;
      }
    }
    return found;
  }

  /** The rows of a set, which do not depend on how it is joined; NaN if it is not connected. */
  private double rows(long set, Map<Long, Tree> best) {
    for (long rest = set; rest != 0; rest &= rest - 1) {
      long one = rest & -rest;
      Tree others = best.get(set ^ one);
      Tree factor = best.get(one);
      if (others != null && factor != null && others.isConnected(factor)) {
        return rows(others, factor);
      }
    }
    return Double.NaN;
  }

  private Tree greedy(long component) {
    List<Tree> trees = new ArrayList<>();
    for (long rest = component; rest != 0; rest &= rest - 1) {
      trees.add(leaf(Long.numberOfTrailingZeros(rest)));
    }
    while (trees.size() > 1) {
      Tree best = null;
      for (int i = 0; i < trees.size(); i++) {
        for (int j = i + 1; j < trees.size(); j++) {
          Tree left = trees.get(i);
          Tree right = trees.get(j);
          if (left.isConnected(right)) {
            Tree tree = joined(left, right, rows(left, right));
            best = best == null || tree.rows < best.rows ? tree : best;
          }
        }
      }
      if (best == null) {
        throw new AssertionError("factors are not connected");
      }
      trees.remove(best.left);
      trees.remove(best.right);
      trees.add(best);
    }
    return trees.get(0);
  }

  private double rows(Tree left, Tree right) {
    List<ColumnEstimate> leftKeys = new ArrayList<>();
    List<ColumnEstimate> rightKeys = new ArrayList<>();
    for (List<Integer> equal : graph.classes()) {
      ColumnEstimate leftKey = fewest(equal, left.set);
      ColumnEstimate rightKey = fewest(equal, right.set);
      if (leftKey != null && rightKey != null) {
        leftKeys.add(leftKey);
        rightKeys.add(rightKey);
      }
    }
    double rows = left.rows * right.rows * Cardinality.equalPart(leftKeys, rightKeys);
    for (int i = 0; i < parts.size(); i++) {
      if (graph.conditions().get(i).isBetween(left.set, right.set)) {
        rows *= parts.get(i);
      }
    }
    return Math.max(1, rows);
  }

  /** Of equal columns of some factors the one with the fewest values. */
  private @Nullable ColumnEstimate fewest(List<Integer> equal, long set) {
    ColumnEstimate fewest = null;
    for (int column : equal) {
      ColumnEstimate each = columns.get(column);
      if ((set & 1L << graph.factorOf(column)) != 0
          && (fewest == null || each.distinct() < fewest.distinct())) {
        fewest = each;
      }
    }
    return fewest;
  }

  private Tree joined(Tree left, Tree right, double rows) {
    Set<Integer> keys = new HashSet<>();
    for (int i = 0; i < graph.classes().size(); i++) {
      List<Integer> equal = graph.classes().get(i);
      if (fewest(equal, left.set) != null && fewest(equal, right.set) != null) {
        keys.add(i);
      }
    }
    double hashed =
        left.cost
            + right.cost
            + LookupChoice.HASHED * Math.min(left.rows, right.rows)
            + PASSED * Math.max(left.rows, right.rows)
            + (keys.isEmpty() ? left.rows * right.rows : 0);
    double lookedUp =
        Math.min(
            left.cost + left.rows * lookup(right, keys),
            right.cost + right.rows * lookup(left, keys));
    return new Tree(
        left.set | right.set,
        left.neighbours | right.neighbours,
        rows,
        Math.min(hashed, lookedUp) + rows,
        left,
        right);
  }

  /** The cost of finding the rows of a factor by classes of equal columns. */
  private double lookup(Tree tree, Set<Integer> classes) {
    if (Long.bitCount(tree.set) > 1 || classes.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    int factor = Long.numberOfTrailingZeros(tree.set);
    Set<Integer> given = new HashSet<>();
    for (int i : classes) {
      for (int column : graph.classes().get(i)) {
        if (graph.factorOf(column) == factor) {
          given.add(column - graph.offset(factor));
        }
      }
    }
    return factors.get(factor).lookup(given);
  }
}
