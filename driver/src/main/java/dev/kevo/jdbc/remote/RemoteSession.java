package dev.kevo.jdbc.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnknownFieldSet;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.jdbc.connect.IsolationNumbers;
import dev.kevo.jdbc.remote.Exchange.Reply;
import dev.kevo.jdbc.remote.Exchange.Stake;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.KeyRequest;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of a session on a server. Every setting is sent when it is made, because what
 * is buffered arrives too late: a statement would commit although autocommit had been switched off.
 *
 * <p>A request without a reply leaves the server's half in a state that nobody here knows, so it
 * ends the session: everything after it fails with 08003 and nothing is sent again.
 */
final class RemoteSession implements SqlSession {
  private static final int RELEASED_MAX = 64;

  private final String id;
  private final Exchange exchange;
  private final Canceller canceller;
  private final Executions executions;
  private final List<Integer> released = new ArrayList<>();
  private SessionState state;
  private int fetchSize;
  private volatile boolean ended;

  /** Stops an execution from another thread, by a conversation of its own. */
  interface Canceller {
    void cancel(int statementId, long execution);
  }

  private RemoteSession(
      String id, Exchange exchange, Canceller canceller, SessionState state, boolean packs) {
    this.executions = packs ? new PackedCalls(id, this) : new AvaticaCalls(id, this);
    this.id = id;
    this.exchange = exchange;
    this.canceller = canceller;
    this.state = state;
  }

  /** Opens the server's half. */
  static RemoteSession open(String id, Exchange exchange, Canceller canceller) throws SQLException {
    Reply<Responses.OpenConnectionResponse> reply =
        exchange.call(
            Requests.OpenConnectionRequest.newBuilder().setConnectionId(id).build(),
            Responses.OpenConnectionResponse.parser(),
            Stake.NOTHING);
    SessionState state = reply.state();
    long requestBytesMax = Wire.number(reply.message(), Wire.REQUEST_BYTES_MAX);
    if (state == null || requestBytesMax <= 0) {
      throw SqlState.CONNECTION_REFUSED.exception("the server is no Kevo server");
    }
    exchange.setRequestBytesMax(requestBytesMax);
    boolean packs = Wire.number(reply.message(), Wire.PACKED) >= PackedFormat.VERSION;
    return new RemoteSession(id, exchange, canceller, state, packs);
  }

  /** Sends a request; gives the reply. */
  <T extends Message> T call(Message request, Parser<T> parser, Stake stake) throws SQLException {
    return call(request.getClass().getName(), request, parser, stake);
  }

  private <T extends Message> T call(String name, Message request, Parser<T> parser, Stake stake)
      throws SQLException {
    requireNotEnded();
    try {
      Reply<T> reply = exchange.call(name, request, parser, stake);
      SessionState told = reply.state();
      if (told != null) {
        state = told;
      }
      return reply.message();
    } catch (SQLException e) {
      throw noted(e);
    }
  }

  /** Sends a packed request; gives the reply, read up to what the operation has to tell. */
  PackedReader call(PackedWriter request, Stake stake) throws SQLException {
    requireNotEnded();
    try {
      PackedReader reply = exchange.call(request, stake);
      state = SessionState.read(reply, state);
      return reply;
    } catch (SQLException e) {
      throw noted(e);
    } catch (SqlStateException e) {
      throw noted(e.toSqlException());
    }
  }

  private void requireNotEnded() throws SQLException {
    if (ended) {
      throw SqlState.CONNECTION_CLOSED.exception("the connection to the server has ended");
    }
  }

  /** Notes what an error means for the session. */
  private SQLException noted(SQLException error) {
    if (String.valueOf(error.getSQLState()).startsWith("08")) {
      ended = true;
    }
    return error;
  }

  /** Fails if a request is too long for the server. */
  void checkRequestBytes(long bytes) throws SQLException {
    exchange.checkRequestBytes(bytes);
  }

  int fetchSize() {
    return fetchSize;
  }

  /** Whether the session is over on this side. */
  boolean hasEnded() {
    return ended;
  }

  void end() {
    ended = true;
  }

  /** How many rows a frame should have; 0 lets the server choose. */
  void setFetchSize(int rows) {
    fetchSize = rows;
  }

  @Override
  public PreparedSql prepare(String sql, KeyRequest keys, CancelToken cancel) throws SQLException {
    UnknownFieldSet.Builder extras = Wire.extras();
    add(keys, extras);
    if (cancel.remainingMillis() > 0) {
      extras.addField(Wire.TIMEOUT_MILLIS, Wire.number(cancel.remainingMillis()));
    }
    if (!released.isEmpty()) {
      UnknownFieldSet.Field.Builder ids = UnknownFieldSet.Field.newBuilder();
      released.forEach(ids::addVarint);
      extras.addField(Wire.RELEASED, ids.build());
      released.clear();
    }
    Responses.PrepareResponse reply =
        call(
            Requests.PrepareRequest.newBuilder()
                .setConnectionId(id)
                .setSql(sql)
                .setUnknownFields(extras.build())
                .build(),
            Responses.PrepareResponse.parser(),
            Stake.NOTHING);
    return new RemotePrepared(
        reply.getStatement().getId(), sql, reply.getStatement().getSignature());
  }

  private static void add(KeyRequest keys, UnknownFieldSet.Builder extras) {
    if (keys.generated()) {
      extras.addField(Wire.KEYS_GENERATED, Wire.number(1));
    }
    UnknownFieldSet.Field.Builder names = UnknownFieldSet.Field.newBuilder();
    keys.names().forEach(name -> names.addLengthDelimited(ByteString.copyFromUtf8(name)));
    UnknownFieldSet.Field.Builder indexes = UnknownFieldSet.Field.newBuilder();
    keys.indexes().forEach(index -> indexes.addVarint(index));
    if (!keys.names().isEmpty()) {
      extras.addField(Wire.KEY_NAMES, names.build());
    }
    if (!keys.indexes().isEmpty()) {
      extras.addField(Wire.KEY_INDEXES, indexes.build());
    }
  }

  /** Forgets a statement; the server learns it with the next one, unless rows are open. */
  void release(PreparedSql sql) throws SQLException {
    if (ended || !(sql instanceof RemotePrepared statement)) {
      return;
    }
    if (statement.open() == null && released.size() < RELEASED_MAX) {
      released.add(statement.id());
      return;
    }
    statement.beginExecution();
    call(
        Requests.CloseStatementRequest.newBuilder()
            .setConnectionId(id)
            .setStatementId(statement.id())
            .build(),
        Responses.CloseStatementResponse.parser(),
        Stake.NOTHING);
  }

  @Override
  public SqlResult execute(
      PreparedSql sql, @Nullable Object[] parameters, long maxRows, CancelToken cancel)
      throws SQLException {
    RemotePrepared statement = (RemotePrepared) sql;
    long execution = beginExecution(statement, cancel);
    return executions.execute(statement, parameters, maxRows, execution, cancel, stake(statement));
  }

  @Override
  public long[] executeBatch(
      PreparedSql sql,
      List<@Nullable Object[]> rows,
      CancelToken cancel,
      List<@Nullable Object[]> keys)
      throws SQLException {
    RemotePrepared statement = (RemotePrepared) sql;
    long execution = beginExecution(statement, cancel);
    return executions.executeBatch(statement, rows, execution, cancel, stake(statement), keys);
  }

  private long beginExecution(RemotePrepared statement, CancelToken cancel) throws SQLException {
    if (cancel.isCancelled()) {
      throw cancel.isTimedOut()
          ? SqlState.timedOut()
          : SqlState.CANCELLED.exception("the statement was cancelled");
    }
    long execution = statement.beginExecution();
    cancel.onCancel(() -> canceller.cancel(statement.id(), execution));
    return execution;
  }

  private Stake stake(RemotePrepared statement) {
    return switch (statement.kind()) {
      case QUERY -> Stake.NOTHING;
      case CHANGE -> state.autoCommit() ? Stake.COMMIT : Stake.NOTHING;
      // A definition, or COMMIT as a statement.
      case OTHER -> Stake.COMMIT;
    };
  }

  /** The rows that follow those already received. */
  RowFrame fetch(RemotePrepared statement, long offset) throws SQLException {
    return executions.fetch(statement, offset);
  }

  /** Gives up the rest of the rows. */
  void closeResult(RemotePrepared statement) throws SQLException {
    if (!ended) {
      call(
          Wire.CLOSE_RESULT,
          Requests.CloseStatementRequest.newBuilder()
              .setConnectionId(id)
              .setStatementId(statement.id())
              .build(),
          Responses.CloseStatementResponse.parser(),
          Stake.NOTHING);
    }
  }

  @Override
  public void commit() throws SQLException {
    call(
        Requests.CommitRequest.newBuilder().setConnectionId(id).build(),
        Responses.CommitResponse.parser(),
        Stake.COMMIT);
  }

  @Override
  public void rollback() throws SQLException {
    call(
        Requests.RollbackRequest.newBuilder().setConnectionId(id).build(),
        Responses.RollbackResponse.parser(),
        Stake.NOTHING);
  }

  @Override
  public void setSavepoint(String name) throws SQLException {
    savepoint(Wire.SET_SAVEPOINT, name);
  }

  @Override
  public void rollbackTo(String name) throws SQLException {
    savepoint(Wire.ROLLBACK_TO_SAVEPOINT, name);
  }

  @Override
  public void releaseSavepoint(String name) throws SQLException {
    savepoint(Wire.RELEASE_SAVEPOINT, name);
  }

  private void savepoint(String request, String name) throws SQLException {
    call(
        request,
        Requests.PrepareRequest.newBuilder().setConnectionId(id).setSql(name).build(),
        Responses.CommitResponse.parser(),
        Stake.NOTHING);
  }

  @Override
  public boolean isAutoCommit() {
    return state.autoCommit();
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    // From off to on commits, so its reply is as dear as a commit's.
    sync(
        Common.ConnectionProperties.newBuilder().setHasAutoCommit(true).setAutoCommit(autoCommit),
        autoCommit && state.inTransaction() ? Stake.COMMIT : Stake.NOTHING);
  }

  @Override
  public IsolationLevel isolation() {
    return state.isolation();
  }

  @Override
  public void setIsolation(IsolationLevel level) throws SQLException {
    sync(
        Common.ConnectionProperties.newBuilder()
            .setTransactionIsolation(IsolationNumbers.of(level)),
        Stake.NOTHING);
  }

  @Override
  public boolean isReadOnly() {
    return state.readOnly();
  }

  @Override
  public void setParallelScans(boolean parallel) throws SQLException {
    throw SqlState.NOT_SUPPORTED.exception("the server decides how many threads read a table");
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    sync(
        Common.ConnectionProperties.newBuilder().setHasReadOnly(true).setReadOnly(readOnly),
        Stake.NOTHING);
  }

  @Override
  public String schema() {
    return state.schema();
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    sync(Common.ConnectionProperties.newBuilder().setSchema(schema), Stake.NOTHING);
  }

  private void sync(Common.ConnectionProperties.Builder properties, Stake stake)
      throws SQLException {
    call(
        Requests.ConnectionSyncRequest.newBuilder()
            .setConnectionId(id)
            .setConnProps(properties)
            .build(),
        Responses.ConnectionSyncResponse.parser(),
        stake);
  }

  @Override
  public boolean inTransaction() {
    return state.inTransaction();
  }

  /** Tells the server to roll back and close; nothing is lost if that does not arrive. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    try {
      call(
          Requests.CloseConnectionRequest.newBuilder().setConnectionId(id).build(),
          Responses.CloseConnectionResponse.parser(),
          Stake.NOTHING);
    } catch (SQLException e) {
      // The server closes the session itself when its lease runs out.
      ended = true;
    }
    ended = true;
  }
}
