package dev.kevo.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * One socket of {@link FramedSockets}: reads a request, answers it, reads the next, on a thread of
 * its own that waits at a selector of its own. Jetty knows the socket still, but only to close it.
 */
final class FramedSocket extends AbstractConnection implements Connection.UpgradeTo {
  private static final System.Logger LOG = System.getLogger(FramedSocket.class.getName());
  private static final int BUFFER_BYTES = 8192;
  private static final int BODY_BYTES_FIRST = 1 << 16;
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final FramedSockets all;
  private final ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
  private ByteBuffer in = ByteBuffer.allocate(0);
  private volatile boolean stopped;
  private volatile @Nullable Selector selector;

  FramedSocket(EndPoint endPoint, Executor executor, FramedSockets all) {
    super(endPoint, executor);
    this.all = all;
  }

  /** Takes over what was read to tell the framing; it begins with the magic. */
  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    buffer.position(buffer.position() + all.magicLength());
    in = ByteBuffer.allocate(Math.max(BUFFER_BYTES, buffer.remaining()));
    in.put(buffer).flip();
  }

  @Override
  public void onOpen() {
    super.onOpen();
    getEndPoint().setIdleTimeout(0);
    Thread thread = new Thread(this::converse, "kevo-server-socket");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void onFillable() {
    // Never asked for: the thread of this socket waits itself.
    throw new IllegalStateException("a framed socket reads by itself");
  }

  @Override
  public void onClose() {
    stop();
    super.onClose();
  }

  /** Ends the conversation; from any thread. */
  void stop() {
    stopped = true;
    Selector waiting = selector;
    if (waiting != null) {
      waiting.wakeup();
    }
  }

  private void converse() {
    SocketChannel channel = (SocketChannel) getEndPoint().getTransport();
    try (Selector own = Selector.open()) {
      selector = own;
      SelectionKey key = channel.register(own, SelectionKey.OP_READ);
      if (all.enter(this)) {
        serve(channel, key);
      } else {
        write(channel, key, all.backend().refuseSocket(all.socketsMax()).body());
      }
    } catch (IOException | CancelledKeyException | ClosedSelectorException e) {
      // The client has gone, or took too long, or the server stops: there is nobody to tell.
      LOG.log(System.Logger.Level.DEBUG, "a socket ended", e);
    } finally {
      all.leave(this);
      close();
    }
  }

  private void serve(SocketChannel channel, SelectionKey key) throws IOException {
    while (true) {
      readLength(channel, key);
      int length = in.getInt();
      if (length < 0 || length > all.requestBytesMax()) {
        // What follows is the rest of it, so the conversation cannot go on.
        write(channel, key, all.backend().refuseLength(all.requestBytesMax()).body());
        return;
      }
      write(channel, key, all.backend().answer(readBody(channel, key, length)).body());
    }
  }

  private void readLength(SocketChannel channel, SelectionKey key) throws IOException {
    long deadline = System.nanoTime() + IDLE_NANOS;
    while (in.remaining() < Integer.BYTES) {
      in.compact();
      read(channel, key, in, deadline);
      in.flip();
    }
  }

  /** Reads a request; its array grows with what arrives, so that a false length costs nothing. */
  private byte[] readBody(SocketChannel channel, SelectionKey key, int length) throws IOException {
    long deadline = System.nanoTime() + HttpFront.bodyNanosMax(length);
    int known = Math.min(length, in.remaining());
    byte[] body = new byte[Math.max(known, Math.min(length, BODY_BYTES_FIRST))];
    in.get(body, 0, known);
    ByteBuffer rest = ByteBuffer.wrap(body).position(known);
    while (rest.position() < length) {
      if (!rest.hasRemaining()) {
        body = Arrays.copyOf(body, (int) Math.min(length, 2L * body.length));
        rest = ByteBuffer.wrap(body).position(rest.position());
      }
      read(channel, key, rest, deadline);
    }
    return body;
  }

  private void read(SocketChannel channel, SelectionKey key, ByteBuffer into, long deadlineNanos)
      throws IOException {
    await(key, SelectionKey.OP_READ, deadlineNanos);
    if (channel.read(into) < 0) {
      throw new EOFException("the client has closed the socket");
    }
  }

  private void write(SocketChannel channel, SelectionKey key, byte[] body) throws IOException {
    head.clear();
    ByteBuffer[] reply = {head.putInt(body.length).flip(), ByteBuffer.wrap(body)};
    channel.write(reply);
    while (reply[1].hasRemaining()) {
      await(key, SelectionKey.OP_WRITE, System.nanoTime() + IDLE_NANOS);
      channel.write(reply);
    }
  }

  private void await(SelectionKey key, int operation, long deadlineNanos) throws IOException {
    if (key.interestOps() != operation) {
      key.interestOps(operation);
    }
    Selector own = key.selector();
    do {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new SocketTimeoutException("the client is too slow");
      }
      if (stopped) {
        throw new EOFException("the server stops");
      }
      own.select(millis);
      if (!key.isValid()) {
        throw new EOFException("the socket was closed");
      }
    } while (own.selectedKeys().isEmpty());
    own.selectedKeys().clear();
  }
}
