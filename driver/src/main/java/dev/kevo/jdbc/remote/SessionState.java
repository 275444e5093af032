package dev.kevo.jdbc.remote;

import dev.kevo.engine.IsolationLevel;
import dev.kevo.jdbc.connect.IsolationNumbers;
import dev.kevo.sql.session.SqlSession;
import java.util.Objects;

/**
 * The settings of a session, as every reply of a server tells them, so that the client's answers
 * never differ from the truth over there.
 */
public record SessionState(
    boolean autoCommit,
    boolean readOnly,
    boolean inTransaction,
    IsolationLevel isolation,
    String schema) {
  private static final int PRESENT = 1;
  private static final int AUTO_COMMIT = 2;
  private static final int READ_ONLY = 4;
  private static final int IN_TRANSACTION = 8;
  private static final int ISOLATION_SHIFT = 4;

  /** The state of a session now. */
  public static SessionState of(SqlSession session) {
    return new SessionState(
        session.isAutoCommit(),
        session.isReadOnly(),
        session.inTransaction(),
        session.isolation(),
        session.schema());
  }

  /** All but the schema as one number, which is never 0. */
  public long flags() {
    return PRESENT
        | (autoCommit ? AUTO_COMMIT : 0)
        | (readOnly ? READ_ONLY : 0)
        | (inTransaction ? IN_TRANSACTION : 0)
        | ((long) IsolationNumbers.of(isolation) << ISOLATION_SHIFT);
  }

  /** The state that a number and a schema tell. */
  static SessionState of(long flags, String schema) {
    return new SessionState(
        (flags & AUTO_COMMIT) != 0,
        (flags & READ_ONLY) != 0,
        (flags & IN_TRANSACTION) != 0,
        Objects.requireNonNullElse(
            IsolationNumbers.level((int) (flags >>> ISOLATION_SHIFT)),
            IsolationLevel.READ_COMMITTED),
        schema);
  }

  /** Writes the state into a packed reply. */
  public void write(PackedWriter into) {
    into.putNumber(flags());
    into.putText(schema);
  }

  /** What {@link #write} wrote; most likely the state before. */
  static SessionState read(PackedReader from, SessionState before) {
    long flags = from.readNumber();
    String schema = from.readText(before.schema);
    return flags == before.flags() && schema.equals(before.schema) ? before : of(flags, schema);
  }
}
