package dev.kevo.engine.txn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A history of transactions that appended unique numbers to lists and read them, and what Adya's
 * anomalies it shows. The lists themselves tell the order of the writes, so every dependency is
 * known: who wrote after whom (ww), who read from whom (wr), and who wrote after somebody read
 * (rw).
 */
final class AppendHistory {
  /** A read of a list, or with a number an append to it. */
  record Operation(int key, List<Integer> read, int appended) {
    static Operation read(int key, List<Integer> list) {
      return new Operation(key, List.copyOf(list), 0);
    }

    static Operation append(int key, int number) {
      return new Operation(key, List.of(), number);
    }

    boolean isAppend() {
      return appended != 0;
    }
  }

  private final List<List<Operation>> committed;
  private final Map<Integer, List<Integer>> lists;

  /** Which transaction appended a number, and whether it was its last one to that list. */
  private final Map<Integer, Integer> writers = new HashMap<>();

  private final Set<Integer> intermediate = new HashSet<>();
  private final List<Set<Integer>> dependencies = new ArrayList<>();
  private final List<Set<Integer>> antiDependencies = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * A finished history.
   *
   * @param committed the operations of each committed transaction, without reads of its own appends
   * @param lists the lists as they are in the end
   */
  AppendHistory(List<List<Operation>> committed, Map<Integer, List<Integer>> lists) {
    this.committed = committed;
    this.lists = lists;
    for (int i = 0; i < committed.size(); i++) {
      dependencies.add(new HashSet<>());
      antiDependencies.add(new HashSet<>());
    }
    noteWriters();
    noteWriteOrder();
    noteReads();
  }

  private void noteWriters() {
    for (int i = 0; i < committed.size(); i++) {
      Map<Integer, Integer> last = new HashMap<>();
      for (Operation operation : committed.get(i)) {
        if (operation.isAppend()) {
          writers.put(operation.appended, i);
          Integer before = last.put(operation.key, operation.appended);
          if (before != null) {
            intermediate.add(before);
          }
        }
      }
    }
  }

  private void noteWriteOrder() {
    int appended = 0;
    for (List<Integer> list : lists.values()) {
      appended += list.size();
      for (int i = 1; i < list.size(); i++) {
        depends(writers.get(list.get(i - 1)), writers.get(list.get(i)));
      }
      if (!writers.keySet().containsAll(list)) {
        faults.add("G1a: a list holds what nobody committed");
      }
    }
    if (appended != writers.size()) {
      faults.add("lost update: " + writers.size() + " appended, " + appended + " there");
    }
  }

  private void depends(Integer from, Integer to) {
    if (from != null && to != null && !from.equals(to)) {
      dependencies.get(from).add(to);
    }
  }

  private void noteReads() {
    for (int i = 0; i < committed.size(); i++) {
      for (Operation operation : committed.get(i)) {
        if (!operation.isAppend()) {
          noteRead(i, operation.read, lists.getOrDefault(operation.key, List.of()));
        }
      }
    }
  }

  private void noteRead(int reader, List<Integer> read, List<Integer> list) {
    if (read.size() > list.size() || !list.subList(0, read.size()).equals(read)) {
      faults.add("G1a: transaction " + reader + " read what was not committed: " + read);
      return;
    }
    if (!read.isEmpty()) {
      int last = read.get(read.size() - 1);
      depends(writers.get(last), reader);
      if (intermediate.contains(last) && !Integer.valueOf(reader).equals(writers.get(last))) {
        faults.add("G1b: transaction " + reader + " read an intermediate list: " + read);
      }
    }
    if (read.size() < list.size()) {
      Integer next = writers.get(list.get(read.size()));
      if (next != null && next != reader) {
        antiDependencies.get(reader).add(next);
      }
    }
  }

  /** What READ COMMITTED forbids: G0, G1a, G1b, G1c and lost appends. */
  List<String> dirty() {
    List<String> found = new ArrayList<>(faults);
    if (order(dependencies) == null) {
      found.add("G0 or G1c: a circle of writes and reads");
    }
    return found;
  }

  /** What snapshot isolation forbids too: circles with one anti-dependency (G-single). */
  List<String> skewedReads() {
    List<String> found = dirty();
    int[] order = order(dependencies);
    if (order == null) {
      return found;
    }
    for (int from = 0; from < committed.size(); from++) {
      for (int to : antiDependencies.get(from)) {
        if (order[to] < order[from] && reaches(to, from, order)) {
          found.add("G-single: " + from + " did not see " + to + ", on which it depends");
        }
      }
    }
    return found;
  }

  /** What SERIALIZABLE forbids too: any circle (G2). */
  List<String> circles() {
    List<String> found = dirty();
    List<Set<Integer>> all = new ArrayList<>();
    for (int i = 0; i < committed.size(); i++) {
      Set<Integer> edges = new HashSet<>(dependencies.get(i));
      edges.addAll(antiDependencies.get(i));
      all.add(edges);
    }
    if (order(all) == null) {
      found.add("G2: a circle of dependencies and anti-dependencies");
    }
    return found;
  }

  private boolean reaches(int start, int goal, int[] order) {
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    Set<Integer> seen = new HashSet<>();
    while (!open.isEmpty()) {
      for (int next : dependencies.get(open.remove())) {
        if (next == goal) {
          return true;
        }
        if (order[next] < order[goal] && seen.add(next)) {
          open.add(next);
        }
      }
    }
    return false;
  }

  /** The place of each transaction in an order that fits the edges; null if there is none. */
  private static int[] order(List<Set<Integer>> edges) {
    int[] incoming = new int[edges.size()];
    edges.forEach(targets -> targets.forEach(target -> incoming[target]++));
    Deque<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < incoming.length; i++) {
      if (incoming[i] == 0) {
        free.add(i);
      }
    }
    int[] order = new int[edges.size()];
    int placed = 0;
    while (!free.isEmpty()) {
      int next = free.remove();
      order[next] = placed++;
      for (int target : edges.get(next)) {
        if (--incoming[target] == 0) {
          free.add(target);
        }
      }
    }
    return placed == edges.size() ? order : null;
  }
}
