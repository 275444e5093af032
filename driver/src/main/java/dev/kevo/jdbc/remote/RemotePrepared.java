package dev.kevo.jdbc.remote;

import dev.kevo.sql.session.ParameterType;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.jspecify.annotations.Nullable;

/** A statement that the server has prepared; the client keeps what describes it. */
final class RemotePrepared implements PreparedSql {
  private final int id;
  private final String sql;
  private Kind kind;
  private List<ResultColumn> columns;
  private List<ParameterType> parameters;

  // The execution whose rows are open; the earlier ones are over.
  private long execution;
  private @Nullable RemoteResult open;

  RemotePrepared(int id, String sql, Common.Signature signature) {
    this.id = id;
    this.sql = sql;
    this.kind = WireSignature.kind(signature);
    this.columns = WireSignature.columns(signature);
    this.parameters = WireSignature.parameters(signature);
  }

  /** Takes over what the server now says; a changed catalogue changes columns. */
  void describe(Common.Signature signature) {
    kind = WireSignature.kind(signature);
    columns = WireSignature.columns(signature);
    parameters = WireSignature.parameters(signature);
  }

  int id() {
    return id;
  }

  /** Counts a new execution; rows of the one before cannot be read any further. */
  long beginExecution() {
    RemoteResult before = open;
    if (before != null) {
      before.supersede();
      open = null;
    }
    return ++execution;
  }

  @Nullable RemoteResult open() {
    return open;
  }

  void open(@Nullable RemoteResult result) {
    open = result;
  }

  @Override
  public String sql() {
    return sql;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public List<ParameterType> parameters() {
    return parameters;
  }
}
