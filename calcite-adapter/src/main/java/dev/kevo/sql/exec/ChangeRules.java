package dev.kevo.sql.exec;

import java.util.Map;

/**
 * The rules of a table that a statement changes, and of the tables that foreign keys may change
 * with it. Immutable and thread-safe.
 *
 * @param root the rules of the table itself
 * @param byTable the rules of the tables that reference it, directly or not, by their ids
 */
public record ChangeRules(TableRules root, Map<Long, TableRules> byTable) {
  public ChangeRules {
    byTable = Map.copyOf(byTable);
  }

  /** The rules of one of the tables. */
  TableRules of(long table) {
    TableRules rules = byTable.get(table);
    if (rules == null) {
      throw new AssertionError("no rules of table " + table);
    }
    return rules;
  }
}
