package dev.kevo.engine;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A keyspace no longer holds what was in it at some moment, or never kept it: {@link
 * KeyspaceOptions#historyMillis} says for how long it does.
 */
public final class SnapshotTooOldException extends KevoException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Instant earliest;

  public SnapshotTooOldException(String message, @Nullable Instant earliest) {
    super(message, null);
    this.earliest = earliest;
  }

  /** The first moment that is still held; empty if none is. */
  public Optional<Instant> earliest() {
    return Optional.ofNullable(earliest);
  }
}
