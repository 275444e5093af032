package dev.kevo.server;

import dev.kevo.jdbc.remote.Wire;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/**
 * Takes the sockets that begin with {@link Wire#magic} out of Jetty's hands and gives each a thread
 * of its own. A call then costs each side one write and one wait for the reply; under Jetty it
 * passes from thread to thread, which is what a busy machine makes wait.
 *
 * <p>A web page cannot make a browser begin with the magic, so Host and Origin need no check here.
 */
final class FramedSockets extends AbstractConnectionFactory implements ConnectionFactory.Detecting {
  private static final byte[] MAGIC = Wire.magic();

  private final int socketsMax;
  private final int requestBytesMax;
  private final Backend backend;
  private final Set<FramedSocket> open = ConcurrentHashMap.newKeySet();

  FramedSockets(int socketsMax, int requestBytesMax, Backend backend) {
    super("kevo");
    this.socketsMax = socketsMax;
    this.requestBytesMax = requestBytesMax;
    this.backend = backend;
  }

  @Override
  public Detection detect(ByteBuffer buffer) {
    int known = Math.min(MAGIC.length, buffer.remaining());
    for (int i = 0; i < known; i++) {
      if (buffer.get(buffer.position() + i) != MAGIC[i]) {
        return Detection.NOT_RECOGNIZED;
      }
    }
    return known < MAGIC.length ? Detection.NEED_MORE_BYTES : Detection.RECOGNIZED;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return new FramedSocket(endPoint, connector.getExecutor(), this);
  }

  /** Counts a socket in; false if there are too many. */
  boolean enter(FramedSocket socket) {
    open.add(socket);
    return open.size() <= socketsMax;
  }

  void leave(FramedSocket socket) {
    open.remove(socket);
  }

  int magicLength() {
    return MAGIC.length;
  }

  int socketsMax() {
    return socketsMax;
  }

  int requestBytesMax() {
    return requestBytesMax;
  }

  Backend backend() {
    return backend;
  }

  /** Ends all conversations. */
  void close() {
    open.forEach(FramedSocket::stop);
  }
}
