package dev.kevo.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A WHEN clause of MERGE.
 *
 * @param pos where it stands
 * @param matched whether it is for rows with a match
 * @param condition its AND condition, or null
 * @param action what it does
 * @param set what UPDATE sets
 * @param columns the columns that INSERT names, or null for all
 * @param values the row that INSERT adds; an item is null for DEFAULT
 */
public record MergeClause(
    SqlParserPos pos,
    boolean matched,
    @Nullable SqlNode condition,
    Action action,
    List<Assignment> set,
    @Nullable SqlNodeList columns,
    List<@Nullable SqlNode> values) {

  /** What a clause does. */
  public enum Action {
    UPDATE,
    DELETE,
    INSERT,
    NOTHING
  }
}
