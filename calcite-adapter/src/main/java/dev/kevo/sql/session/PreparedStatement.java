package dev.kevo.sql.session;

import java.util.List;

/** A statement that a session prepared; it remembers the plan that it used last. */
final class PreparedStatement implements PreparedSql {
  private final String sql;
  private Statement statement;

  PreparedStatement(String sql, Statement statement) {
    this.sql = sql;
    this.statement = statement;
  }

  Statement statement() {
    return statement;
  }

  void replan(Statement newStatement) {
    statement = newStatement;
  }

  @Override
  public String sql() {
    return sql;
  }

  @Override
  public Kind kind() {
    return statement.kind();
  }

  @Override
  public List<ResultColumn> columns() {
    return statement.columns();
  }

  @Override
  public List<ParameterType> parameters() {
    return statement.parameters();
  }
}
