package dev.kevo.jdbc.remote;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with one server: a request and its reply at a time, over one socket that is kept.
 * A request is never sent twice: the JDK's and Avatica's own clients repeat a POST whose reply was
 * lost, which would run an INSERT again.
 *
 * <p>Thread-safe: {@link #post} runs one at a time; {@link #close} from another thread ends a
 * waiting one.
 */
final class Channel implements Closeable {
  private static final long TRUSTED_IDLE_NANOS = 1_000_000_000L;

  private final String host;
  private final int port;
  private final int connectTimeoutMillis;
  private final Framing framing;
  private final Object turn = new Object();

  // Guarded by turn for use; volatile so that close() can end a blocked read.
  private volatile @Nullable Socket socket;
  private volatile boolean closed;
  private volatile int replyTimeoutMillis;
  private @Nullable InputStream input;
  private boolean isFirst;
  private long lastUsedNanos;

  /**
   * @param host a name or an address, without brackets
   * @param connectTimeoutMillis 0 to wait as long as the system does
   */
  Channel(String host, int port, int connectTimeoutMillis, Framing framing) {
    this.host = host;
    this.port = port;
    this.connectTimeoutMillis = connectTimeoutMillis;
    this.framing = framing;
  }

  /** A conversation of its own with the same server. */
  Channel beside(int timeoutMillis) {
    int connectMillis =
        connectTimeoutMillis == 0 ? timeoutMillis : Math.min(connectTimeoutMillis, timeoutMillis);
    Channel side = new Channel(host, port, connectMillis, framing);
    side.setReplyTimeoutMillis(timeoutMillis);
    return side;
  }

  /** Sets how long {@link #post} waits for the server to say something; 0 for ever. */
  void setReplyTimeoutMillis(int millis) {
    replyTimeoutMillis = millis;
    Socket current = socket;
    if (current != null) {
      try {
        current.setSoTimeout(millis);
      } catch (IOException e) {
        // The socket is gone; the next post says so.
        closeSocket();
      }
    }
  }

  /**
   * Sends one request and reads its reply.
   *
   * @throws ChannelFailure if there is no reply; the socket is then closed, and the next call opens
   *     a new one
   */
  Framing.Reply post(byte[] body) throws ChannelFailure {
    synchronized (turn) {
      Socket open = openSocket();
      boolean sent = false;
      try {
        open.getOutputStream().write(framing.encode(body, isFirst));
        sent = true;
        isFirst = false;
        Framing.Reply reply = framing.read(stream());
        lastUsedNanos = System.nanoTime();
        if (reply.isLast()) {
          closeSocket();
        }
        return reply;
      } catch (SocketTimeoutException e) {
        closeSocket();
        throw new ChannelFailure(
            "no reply from " + address() + " within " + replyTimeoutMillis + " ms", true, e);
      } catch (IOException e) {
        closeSocket();
        // A server acts on a request only when it has all of it, so a failed write did nothing.
        throw new ChannelFailure("the connection to " + address() + " broke", sent, e);
      }
    }
  }

  private Socket openSocket() throws ChannelFailure {
    if (closed) {
      throw new ChannelFailure("the connection to " + address() + " is closed", false, null);
    }
    Socket current = socket;
    if (current != null) {
      if (System.nanoTime() - lastUsedNanos < TRUSTED_IDLE_NANOS || isQuiet(current)) {
        return current;
      }
      closeSocket();
    }
    return connect();
  }

  /** Whether an idle socket is still open; the other side may have closed it meanwhile. */
  private boolean isQuiet(Socket idle) {
    InputStream in = input;
    try {
      idle.setSoTimeout(1);
      if (in != null) {
        in.read();
      }
      // The end of the stream, or bytes that answer nothing: of no use either way.
      return false;
    } catch (SocketTimeoutException e) {
      return resumeWaiting(idle);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean resumeWaiting(Socket idle) {
    try {
      idle.setSoTimeout(replyTimeoutMillis);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Socket connect() throws ChannelFailure {
    IOException last = null;
    try {
      for (InetAddress candidate : InetAddress.getAllByName(host)) {
        Socket fresh = new Socket();
        try {
          fresh.setTcpNoDelay(true);
          fresh.setKeepAlive(true);
          fresh.connect(new InetSocketAddress(candidate, port), connectTimeoutMillis);
          fresh.setSoTimeout(replyTimeoutMillis);
          isFirst = true;
          input = new BufferedInputStream(fresh.getInputStream(), 1 << 16);
          socket = fresh;
          if (closed) {
            throw new IOException("closed while connecting");
          }
          return fresh;
        } catch (IOException e) {
          fresh.close();
          last = e;
        }
      }
    } catch (IOException e) {
      last = e;
    }
    throw new ChannelFailure("cannot connect to " + address(), false, last);
  }

  private InputStream stream() throws IOException {
    InputStream in = input;
    if (in == null) {
      throw new EOFException("the connection was closed");
    }
    return in;
  }

  private String address() {
    return host + ":" + port;
  }

  private void closeSocket() {
    Socket current = socket;
    socket = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // Nothing is left to be done with it.
        return;
      }
    }
  }

  /** Closes the socket; a waiting {@link #post} fails. Closing twice is allowed. */
  @Override
  public void close() {
    closed = true;
    closeSocket();
  }
}
