package dev.kevo.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The ON CONFLICT clause of an INSERT.
 *
 * @param pos where it stands
 * @param columns the columns of the constraint that is meant; empty if it is not told by columns
 * @param constraint its name, or null if it is not told by name
 * @param set what DO UPDATE sets; empty for DO NOTHING
 * @param where the condition of DO UPDATE, or null
 */
public record OnConflict(
    SqlParserPos pos,
    SqlNodeList columns,
    @Nullable SqlIdentifier constraint,
    List<Assignment> set,
    @Nullable SqlNode where) {

  /** DO NOTHING, whatever the constraint. */
  public static OnConflict nothing(SqlParserPos pos) {
    return new OnConflict(pos, SqlNodeList.EMPTY, null, List.of(), null);
  }
}
