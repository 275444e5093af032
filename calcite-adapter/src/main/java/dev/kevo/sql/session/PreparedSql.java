package dev.kevo.sql.session;

import java.util.List;

/**
 * A statement ready to run, any number of times, in the session that prepared it. When the
 * catalogue changes it is planned anew by itself.
 */
public interface PreparedSql {
  /** What running it gives. */
  enum Kind {
    /** Rows. */
    QUERY,
    /** A count of changed rows. */
    CHANGE,
    /** Nothing: a definition or a transaction statement; its update count is 0. */
    OTHER
  }

  /** The text it was prepared from. */
  String sql();

  /** What running it gives. */
  Kind kind();

  /** The columns of its rows; empty unless it is a query. */
  List<ResultColumn> columns();

  /** The types of its parameters, in their order. */
  List<ParameterType> parameters();
}
