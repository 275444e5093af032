package dev.kevo.jdbc.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** HTTP/1.1: a POST and its reply, over a kept-alive socket. */
final class HttpFraming implements Framing {
  private static final int LINE_BYTES_MAX = 8192;
  private static final int HEADERS_MAX = 100;

  private final String head;

  /**
   * @param host a name or an address, without brackets
   */
  HttpFraming(String host, int port) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    this.head =
        "POST / HTTP/1.1\r\nHost: "
            + name
            + ":"
            + port
            + "\r\nContent-Type: application/octet-stream\r\nContent-Length: ";
  }

  @Override
  public byte[] encode(byte[] body, boolean isFirst) {
    byte[] headers = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(headers, headers.length + body.length);
    System.arraycopy(body, 0, request, headers.length, body.length);
    return request;
  }

  @Override
  public Reply read(InputStream in) throws IOException {
    int status;
    long length;
    boolean chunked;
    boolean close;
    do {
      status = parseStatus(readLine(in));
      length = -1;
      chunked = false;
      close = false;
      int headers = 0;
      for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
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
    byte[] body = chunked ? readChunks(in) : Framing.readFully(in, (int) length);
    return new Reply(status, body, close);
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    byte[] body = new byte[0];
    while (true) {
      String size = readLine(in);
      int extension = size.indexOf(';');
      int length = (int) parseLength(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        skipTrailers(in);
        return body;
      }
      byte[] chunk = Framing.readFully(in, length);
      if ((long) body.length + length > REPLY_BYTES_MAX) {
        throw new IOException("the reply is too long");
      }
      body = Arrays.copyOf(body, body.length + length);
      System.arraycopy(chunk, 0, body, body.length - length, length);
      readLine(in);
    }
  }

  private static void skipTrailers(InputStream in) throws IOException {
    String line = readLine(in);
    while (!line.isEmpty()) {
      line = readLine(in);
    }
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
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
}
