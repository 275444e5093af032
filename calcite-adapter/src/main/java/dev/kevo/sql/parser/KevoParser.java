package dev.kevo.sql.parser;

import dev.kevo.sql.types.SqlStateException;
import org.apache.calcite.sql.SqlNode;

/** Parses one SQL statement. */
public final class KevoParser {
  private KevoParser() {}

  /**
   * The tree of one statement; leading comments and one trailing semicolon are allowed.
   *
   * @throws SqlStateException 42601 with line and column if it is no SQL, 54001 if it is beyond the
   *     limits
   */
  public static SqlNode parse(String sql) {
    throw new UnsupportedOperationException(sql);
  }
}
