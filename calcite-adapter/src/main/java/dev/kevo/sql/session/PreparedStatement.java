package dev.kevo.sql.session;

import dev.kevo.sql.cache.LiteralRows;
import dev.kevo.sql.cache.NormalizedSql;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that a session prepared; it remembers the plan that it used last. */
final class PreparedStatement implements PreparedSql {
  private final String sql;
  private final KeyRequest keys;
  private SqlEngine.Prepared prepared;

  /** A closed cursor of an execution before, for the next one. */
  private @Nullable RowCursor usedRows;

  PreparedStatement(String sql, KeyRequest keys, SqlEngine.Prepared prepared) {
    this.sql = sql;
    this.keys = keys;
    this.prepared = prepared;
  }

  Statement statement() {
    return prepared.statement();
  }

  /** The text that was planned: the statement's own or the one without literals. */
  String planned() {
    NormalizedSql normalized = prepared.literals();
    return normalized == null ? sql : normalized.text();
  }

  /** The rows of literals that the statement inserts by the plan of one of them, or null. */
  @Nullable LiteralRows rows() {
    return prepared.rows();
  }

  /** What it was asked to give of the rows that it inserts. */
  KeyRequest keys() {
    return keys;
  }

  void replan(SqlEngine.Prepared newlyPrepared) {
    prepared = newlyPrepared;
  }

  /** Takes the closed cursor of an execution before, if one was left. */
  @Nullable RowCursor takeUsedRows() {
    RowCursor taken = usedRows;
    usedRows = null;
    return taken;
  }

  /** Leaves a closed cursor, which nobody else has any more, for the next execution. */
  void leaveUsedRows(RowCursor rows) {
    usedRows = rows;
  }

  /** The values of the plan's parameters: the statement's own, and the literals among them. */
  @Nullable Object[] values(@Nullable Object[] parameters) {
    NormalizedSql normalized = prepared.literals();
    if (normalized == null) {
      return parameters;
    }
    List<Object> literals = normalized.literals();
    @Nullable Object[] values = new Object[literals.size()];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      Object literal = literals.get(i);
      if (literal != NormalizedSql.PARAMETER) {
        values[i] = literal;
      } else if (next < parameters.length) {
        values[i] = parameters[next++];
      } else {
        throw SqlState.INVALID_PARAMETER.failure(
            "the statement has more parameters than the " + next + " that were given");
      }
    }
    return values;
  }

  /** {@link #values} of each row of a batch. */
  List<@Nullable Object[]> allValues(List<@Nullable Object[]> rows) {
    return prepared.literals() == null ? rows : rows.stream().map(this::values).toList();
  }

  @Override
  public String sql() {
    return sql;
  }

  @Override
  public Kind kind() {
    return statement().kind();
  }

  @Override
  public List<ResultColumn> columns() {
    return statement().columns();
  }

  @Override
  public List<ParameterType> parameters() {
    NormalizedSql normalized = prepared.literals();
    if (normalized == null) {
      return rows() == null ? statement().parameters() : List.of();
    }
    List<ParameterType> own = new ArrayList<>();
    for (int i = 0; i < normalized.literals().size(); i++) {
      if (normalized.literals().get(i) == NormalizedSql.PARAMETER) {
        own.add(statement().parameters().get(i));
      }
    }
    return own;
  }
}
