package dev.kevo.jdbc.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.kevo.jdbc.remote.Exchange.Stake;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/** Executions in Avatica's form, for a server that does not know {@link PackedFormat}. */
final class AvaticaCalls implements Executions {
  private final String connection;
  private final RemoteSession session;

  AvaticaCalls(String connection, RemoteSession session) {
    this.connection = connection;
    this.session = session;
  }

  @Override
  public SqlResult execute(
      RemotePrepared statement,
      @Nullable Object[] parameters,
      long maxRows,
      long execution,
      CancelToken cancel,
      Stake stake)
      throws SQLException {
    Requests.ExecuteRequest.Builder request =
        Requests.ExecuteRequest.newBuilder()
            .setStatementHandle(
                Common.StatementHandle.newBuilder()
                    .setConnectionId(connection)
                    .setId(statement.id()))
            .setHasParameterValues(true)
            .setFirstFrameMaxSize(session.fetchSize())
            .setUnknownFields(extras(maxRows, execution, cancel));
    for (Object parameter : parameters) {
      request.addParameterValues(encode(parameter));
    }
    Responses.ExecuteResponse reply =
        session.call(request.build(), Responses.ExecuteResponse.parser(), stake);
    if (reply.getResultsCount() != 1) {
      throw SqlState.PROTOCOL_VIOLATION.exception("the server's reply has no result");
    }
    Responses.ResultSetResponse result = reply.getResults(0);
    if (result.hasSignature()) {
      statement.describe(result.getSignature());
    }
    long count = result.getUpdateCount();
    if (count >= 0 && !result.hasFirstFrame()) {
      return new RemoteResult.Count(count);
    }
    RowFrame first = new AvaticaFrame(result.getFirstFrame(), statement.columns());
    return RemoteResult.open(session, statement, cancel, first, count);
  }

  @Override
  public RowFrame fetch(RemotePrepared statement, long offset) throws SQLException {
    Responses.FetchResponse reply =
        session.call(
            Requests.FetchRequest.newBuilder()
                .setConnectionId(connection)
                .setStatementId(statement.id())
                .setOffset(offset)
                .setFrameMaxSize(session.fetchSize())
                .build(),
            Responses.FetchResponse.parser(),
            Stake.NOTHING);
    if (reply.getMissingStatement() || reply.getMissingResults()) {
      throw SqlState.NOT_READY.exception("the server has closed the rows");
    }
    return new AvaticaFrame(reply.getFrame(), statement.columns());
  }

  @Override
  public long[] executeBatch(
      RemotePrepared statement,
      List<@Nullable Object[]> rows,
      long execution,
      CancelToken cancel,
      Stake stake,
      List<@Nullable Object[]> keys)
      throws SQLException {
    Requests.ExecuteBatchRequest.Builder request =
        Requests.ExecuteBatchRequest.newBuilder()
            .setConnectionId(connection)
            .setStatementId(statement.id())
            .setUnknownFields(extras(0, execution, cancel));
    for (@Nullable Object[] row : rows) {
      Requests.UpdateBatch.Builder update = Requests.UpdateBatch.newBuilder();
      for (Object parameter : row) {
        update.addParameterValues(encode(parameter));
      }
      request.addUpdates(update);
    }
    Responses.ExecuteBatchResponse reply =
        session.call(request.build(), Responses.ExecuteBatchResponse.parser(), stake);
    readKeys(reply, statement, keys);
    return reply.getUpdateCountsList().stream().mapToLong(Long::longValue).toArray();
  }

  private static void readKeys(
      Message reply, RemotePrepared statement, List<@Nullable Object[]> keys) throws SQLException {
    keys.clear();
    try {
      for (ByteString frame :
          reply.getUnknownFields().getField(Wire.KEY_ROWS).getLengthDelimitedList()) {
        for (Common.Row row : Common.Frame.parseFrom(frame).getRowsList()) {
          keys.add(WireValues.decodeRow(row, statement.columns()));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw SqlState.PROTOCOL_VIOLATION.exception("the server's reply cannot be read", e);
    }
  }

  private static UnknownFieldSet extras(long maxRows, long execution, CancelToken cancel) {
    UnknownFieldSet.Builder extras = Wire.extras().addField(Wire.EXECUTION, Wire.number(execution));
    if (maxRows > 0) {
      extras.addField(Wire.MAX_ROWS, Wire.number(maxRows));
    }
    if (cancel.remainingMillis() > 0) {
      extras.addField(Wire.TIMEOUT_MILLIS, Wire.number(cancel.remainingMillis()));
    }
    return extras.build();
  }

  private static Common.TypedValue encode(@Nullable Object parameter) throws SQLException {
    try {
      return WireValues.encode(parameter);
    } catch (IllegalArgumentException e) {
      throw SqlState.INVALID_PARAMETER.exception(String.valueOf(e.getMessage()), e);
    }
  }
}
