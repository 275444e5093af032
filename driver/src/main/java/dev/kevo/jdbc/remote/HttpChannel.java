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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 conversation with one server: a POST and its reply at a time, over one kept-alive
 * socket. A request is never sent twice: the JDK's and Avatica's own clients repeat a POST whose
 * reply was lost, which would run an INSERT again.
 *
 * <p>Thread-safe: {@link #post} runs one at a time; {@link #close} from another thread ends a
 * waiting one.
 */
final class HttpChannel implements Closeable {
  private static final int LINE_BYTES_MAX = 8192;
  private static final int HEADERS_MAX = 100;
  private static final int REPLY_BYTES_MAX = 1 << 30;
  private static final long TRUSTED_IDLE_NANOS = 1_000_000_000L;

  private final String host;
  private final int port;
  private final int connectTimeoutMillis;
  private final Object turn = new Object();

  // Guarded by turn for use; volatile so that close() can end a blocked read.
  private volatile @Nullable Socket socket;
  private volatile boolean closed;
  private volatile int replyTimeoutMillis;
  private @Nullable InputStream input;
  private long lastUsedNanos;

  /**
   * @param host a name or an address, without brackets
   * @param connectTimeoutMillis 0 to wait as long as the system does
   */
  HttpChannel(String host, int port, int connectTimeoutMillis) {
    this.host = host;
    this.port = port;
    this.connectTimeoutMillis = connectTimeoutMillis;
  }

  /** A status code and a body. */
  record Reply(int status, byte[] body) {}

  String host() {
    return host;
  }

  int port() {
    return port;
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
   * @throws HttpFailure if there is no reply; the socket is then closed, and the next call opens a
   *     new one
   */
  Reply post(byte[] body) throws HttpFailure {
    synchronized (turn) {
      Socket open = openSocket();
      boolean sent = false;
      try {
        open.setSoTimeout(replyTimeoutMillis);
        byte[] head = head(body.length);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        open.getOutputStream().write(request);
        sent = true;
        Reply reply = readReply();
        lastUsedNanos = System.nanoTime();
        return reply;
      } catch (SocketTimeoutException e) {
        closeSocket();
        throw new HttpFailure(
            "no reply from " + address() + " within " + replyTimeoutMillis + " ms", true, e);
      } catch (IOException e) {
        closeSocket();
        // A server acts on a request only when it has all of it, so a failed write did nothing.
        throw new HttpFailure("the connection to " + address() + " broke", sent, e);
      }
    }
  }

  private byte[] head(int length) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return ("POST / HTTP/1.1\r\nHost: "
            + name
            + ":"
            + port
            + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private Socket openSocket() throws HttpFailure {
    if (closed) {
      throw new HttpFailure("the connection to " + address() + " is closed", false, null);
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
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Socket connect() throws HttpFailure {
    IOException last = null;
    try {
      for (InetAddress candidate : InetAddress.getAllByName(host)) {
        Socket fresh = new Socket();
        try {
          fresh.setTcpNoDelay(true);
          fresh.setKeepAlive(true);
          fresh.connect(new InetSocketAddress(candidate, port), connectTimeoutMillis);
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
    throw new HttpFailure("cannot connect to " + address(), false, last);
  }

  private Reply readReply() throws IOException {
    int status;
    long length;
    boolean chunked;
    boolean close;
    do {
      status = parseStatus(readLine());
      length = -1;
      chunked = false;
      close = false;
      int headers = 0;
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        if (++headers > HEADERS_MAX) {
          throw new IOException("the reply has too many headers");
        }
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = parseLength(lower.substring("content-length:".length()).trim(), 10);
        } else if (lower.startsWith("transfer-encoding:")) {
          chunked = lower.endsWith("chunked");
        } else if (lower.startsWith("connection:")) {
          close = lower.endsWith("close");
        }
      }
    } while (status / 100 == 1);
    if (!chunked && length < 0) {
      throw new IOException("the reply has no length");
    }
    byte[] body = chunked ? readChunks() : readFully((int) length);
    if (close) {
      closeSocket();
    }
    return new Reply(status, body);
  }

  private byte[] readChunks() throws IOException {
    byte[] body = new byte[0];
    while (true) {
      String size = readLine();
      int extension = size.indexOf(';');
      int length = (int) parseLength(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        skipTrailers();
        return body;
      }
      byte[] chunk = readFully(length);
      if ((long) body.length + length > REPLY_BYTES_MAX) {
        throw new IOException("the reply is too long");
      }
      body = Arrays.copyOf(body, body.length + length);
      System.arraycopy(chunk, 0, body, body.length - length, length);
      readLine();
    }
  }

  private void skipTrailers() throws IOException {
    String line = readLine();
    while (!line.isEmpty()) {
      line = readLine();
    }
  }

  private byte[] readFully(int length) throws IOException {
    // Grows with what arrives, so that a false length allocates nothing.
    byte[] bytes = stream().readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the reply ended early");
    }
    return bytes;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder(64);
    InputStream in = stream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the reply ended early");
      }
      if (line.length() >= LINE_BYTES_MAX) {
        throw new IOException("the reply has too long a line");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private InputStream stream() throws IOException {
    InputStream in = input;
    if (in == null) {
      throw new EOFException("the connection was closed");
    }
    return in;
  }

  private static int parseStatus(String line) throws IOException {
    if (line.length() < 12 || !line.startsWith("HTTP/1.")) {
      throw new IOException("the reply is not HTTP");
    }
    return (int) parseLength(line.substring(9, 12), 10);
  }

  private static long parseLength(String text, int radix) throws IOException {
    try {
      long length = Long.parseLong(text.trim(), radix);
      if (length < 0 || length > REPLY_BYTES_MAX) {
        throw new IOException("the reply is too long");
      }
      return length;
    } catch (NumberFormatException e) {
      throw new IOException("the reply is not HTTP", e);
    }
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
