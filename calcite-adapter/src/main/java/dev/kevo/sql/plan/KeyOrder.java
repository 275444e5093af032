package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a scan gives its rows: by the key's columns, where an index's are followed by
 * those of the primary key.
 */
final class KeyOrder {
  private final KevoTable table;
  private final List<Column> columns = new ArrayList<>();
  private final int fixed;

  /** Whether rows differ in the columns. */
  private final boolean complete;

  private final boolean reversed;

  /** A column of the table; -1 for an expression. */
  private record Column(int ordinal, boolean descending) {}

  private KeyOrder(TableScan scan) {
    this.table = scan.table();
    this.fixed = fixedColumns(scan.bounds());
    this.reversed = scan.reversed();
    TableIndex index = scan.index();
    if (index != null) {
      for (int i = 0; i < index.keyWidth(); i++) {
        columns.add(new Column(index.keyColumns()[i], index.isKeyDescending(i)));
      }
    }
    for (int place = 0; place < table.orderedWidth(); place++) {
      columns.add(new Column(table.keyColumns()[place], false));
    }
    this.complete = table.orderedWidth() == table.keyWidth();
  }

  /** The order of a scan. */
  static KeyOrder of(TableScan scan) {
    return new KeyOrder(scan);
  }

  /** The leading key columns that have one value in all rows. */
  private static int fixedColumns(@Nullable KeyBounds bounds) {
    return bounds != null && bounds.skipped() == 0 && bounds.boxes().length == 1
        ? bounds.boxes()[0].equal().length
        : 0;
  }

  /**
   * Whether the scan must be reversed to give rows in an order, or null if it cannot.
   *
   * @param ordinals the table's column for each of the collations, -1 for anything else
   */
  @Nullable Boolean direction(List<RelFieldCollation> collations, int[] ordinals) {
    Match match = match(collations, ordinals);
    if (match.count < ordinals.length) {
      return null;
    }
    return match.turned == null ? reversed : match.turned;
  }

  /**
   * The first columns of an order that a scan can give.
   *
   * @param turned whether it must be reversed for that; null if these columns do not vary
   */
  private record Match(int count, @Nullable Boolean turned) {}

  /**
   * Whether a scan must be reversed to give rows in the order of some columns; null if it cannot.
   */
  @Nullable Boolean partialDirection(List<RelFieldCollation> collations, int[] ordinals) {
    return match(collations, ordinals).turned;
  }

  /** How many of a sort's columns its rows are sorted by already. */
  static int presorted(Sort sort) {
    List<RelNode> path = new ArrayList<>();
    RelNode below = sort.getInput();
    while (below instanceof Project || below instanceof Filter) {
      path.add(below);
      below = below.getInput(0);
    }
    if (!(below instanceof KevoScan scan)) {
      return 0;
    }
    Match match =
        of(scan.scan())
            .match(
                sort.getCollation().getFieldCollations(),
                ScanAbsorption.ordinals(sort, path, scan));
    return match.turned != null && match.turned == scan.scan().reversed() ? match.count : 0;
  }

  /** Whether a node's rows come in the ascending order of columns, NULL last. */
  static boolean ascends(RelNode rel, List<Integer> columns) {
    List<RelNode> path = new ArrayList<>();
    RelNode below = rel;
    while (below instanceof Project || below instanceof Filter) {
      path.add(below);
      below = below.getInput(0);
    }
    if (!(below instanceof KevoScan scan)) {
      return false;
    }
    List<RelFieldCollation> collations = new ArrayList<>();
    int[] ordinals = new int[columns.size()];
    for (int i = 0; i < ordinals.length; i++) {
      collations.add(
          new RelFieldCollation(
              columns.get(i),
              RelFieldCollation.Direction.ASCENDING,
              RelFieldCollation.NullDirection.LAST));
      ordinals[i] = ScanAbsorption.tableColumn(columns.get(i), path, scan);
      if (ordinals[i] < 0 || !keepsOrder(scan.scan(), ordinals[i])) {
        return false;
      }
    }
    Boolean direction = of(scan.scan()).direction(collations, ordinals);
    return direction != null && direction == scan.scan().reversed();
  }

  /** Whether keys are in the order of a column's values; texts in others' keys are in UTF-8's. */
  private static boolean keepsOrder(TableScan scan, int ordinal) {
    return scan.index() != null
        || scan.table().keepsTextOrder()
        || !scan.table().columnType(ordinal).isText();
  }

  private Match match(List<RelFieldCollation> collations, int[] ordinals) {
    int place = fixed;
    Boolean turned = null;
    for (int i = 0; i < ordinals.length; i++) {
      int known = place(ordinals[i]);
      if (known >= 0 && known < place) {
        continue;
      }
      if (place >= columns.size()) {
        if (!complete) {
          return new Match(i, turned);
        }
        // Rows differ in the columns so far.
        break;
      }
      Column column = columns.get(place);
      if (ordinals[i] < 0
          || column.ordinal != ordinals[i]
          || !putsNullsRight(collations.get(i), ordinals[i])) {
        return new Match(i, turned);
      }
      boolean turn = collations.get(i).direction.isDescending() != column.descending;
      if (turned != null && turned != turn) {
        return new Match(i, turned);
      }
      turned = turn;
      place++;
    }
    return new Match(ordinals.length, turned);
  }

  private int place(int ordinal) {
    for (int i = 0; i < columns.size(); i++) {
      if (ordinal >= 0 && columns.get(i).ordinal == ordinal) {
        return i;
      }
    }
    return -1;
  }

  /** Keys have NULL after all values, and before them when they descend. */
  private boolean putsNullsRight(RelFieldCollation collation, int ordinal) {
    if (!table.columnType(ordinal).nullable()) {
      return true;
    }
    boolean descending = collation.direction.isDescending();
    return switch (collation.nullDirection) {
      case FIRST -> descending;
      case LAST -> !descending;
      case UNSPECIFIED -> true;
    };
  }
}
