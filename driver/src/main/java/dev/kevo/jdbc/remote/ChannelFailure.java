package dev.kevo.jdbc.remote;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An exchange that gave no reply; says whether the server may have acted on the request. */
final class ChannelFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  ChannelFailure(String message, boolean sent, @Nullable Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  /** Whether the whole request may have reached the server, so that its effect is unknown. */
  boolean sent() {
    return sent;
  }
}
