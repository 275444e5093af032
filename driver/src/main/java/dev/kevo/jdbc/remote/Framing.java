package dev.kevo.jdbc.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** How a request's and a reply's bytes are marked off on a socket. Keeps nothing between two. */
interface Framing {
  /** The longest reply that is read. */
  int REPLY_BYTES_MAX = 1 << 30;

  /**
   * A reply.
   *
   * @param status as HTTP has them, 200 for one that says itself what it is
   * @param isLast whether the server closes the socket after it
   */
  record Reply(int status, byte[] body, boolean isLast) {}

  /**
   * What is written for a request.
   *
   * @param isFirst whether it is the socket's first
   */
  byte[] encode(byte[] body, boolean isFirst);

  /** Reads one reply, no byte more. */
  Reply read(InputStream in) throws IOException;

  /** Bytes that are believed to come before they have. */
  int TRUSTED_BYTES = 1 << 16;

  /** Reads so many bytes; grows with what arrives, so that a false length allocates little. */
  static byte[] readFully(InputStream in, int length) throws IOException {
    byte[] bytes;
    int read;
    if (length <= TRUSTED_BYTES) {
      bytes = new byte[length];
      read = in.readNBytes(bytes, 0, length);
    } else {
      bytes = in.readNBytes(length);
      read = bytes.length;
    }
    if (read < length) {
      throw new EOFException("the reply ended early");
    }
    return bytes;
  }
}
