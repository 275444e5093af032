package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
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
    return bounds != null && bounds.boxes().length == 1 ? bounds.boxes()[0].equal().length : 0;
  }

  /**
   * Whether the scan must be reversed to give rows in an order, or null if it cannot.
   *
   * @param ordinals the table's column for each of the collations, -1 for anything else
   */
  @Nullable Boolean direction(List<RelFieldCollation> collations, int[] ordinals) {
    int place = fixed;
    Boolean turned = null;
    for (int i = 0; i < ordinals.length; i++) {
      int known = place(ordinals[i]);
      if (known >= 0 && known < place) {
        continue;
      }
      if (place >= columns.size()) {
        if (!complete) {
          return null;
        }
        // Rows differ in the columns so far.
        break;
      }
      Column column = columns.get(place);
      if (ordinals[i] < 0
          || column.ordinal != ordinals[i]
          || !putsNullsRight(collations.get(i), ordinals[i])) {
        return null;
      }
      boolean turn = collations.get(i).direction.isDescending() != column.descending;
      if (turned != null && turned != turn) {
        return null;
      }
      turned = turn;
      place++;
    }
    return turned == null ? reversed : turned;
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
