package dev.kevo.jdbc.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Kevo's own framing: a length of four bytes, the highest first, before each request and each
 * reply. A socket begins with {@link Wire#magic}, by which the server tells it from HTTP, which may
 * come to the same port.
 */
final class FrameFraming implements Framing {
  private static final byte[] MAGIC = Wire.magic();

  @Override
  public byte[] encode(byte[] body, boolean isFirst) {
    ByteBuffer bytes =
        ByteBuffer.allocate((isFirst ? MAGIC.length : 0) + Integer.BYTES + body.length);
    if (isFirst) {
      bytes.put(MAGIC);
    }
    return bytes.putInt(body.length).put(body).array();
  }

  @Override
  public Reply read(InputStream in) throws IOException {
    int length = ByteBuffer.wrap(Framing.readFully(in, Integer.BYTES)).getInt();
    if (length < 0 || length > REPLY_BYTES_MAX) {
      throw new IOException("the reply is too long");
    }
    return new Reply(200, Framing.readFully(in, length), false);
  }
}
