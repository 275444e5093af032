package dev.kevo.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.calcite.avatica.remote.Service.RpcMetadataResponse;
import org.apache.calcite.avatica.server.AvaticaHandler;
import org.apache.calcite.avatica.server.HttpServer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * The server's port, held by Jetty: takes POSTed bodies, checks everything about them that is not
 * their content, and hands the bytes on. Sockets with Kevo's own framing go to {@link
 * FramedSockets}. These and {@link FramedSocket} are all that knows Jetty.
 *
 * <p>A web page that a user of this machine visits can make the browser send requests to a loopback
 * port. Three checks keep it out, each of them alone: a Host header that names no loopback address
 * (DNS rebinding), an Origin header, a content type that browsers send without asking first.
 */
final class HttpFront implements AutoCloseable {
  private static final int HEADER_BYTES_MAX = 8192;
  private static final long SOCKET_IDLE_MILLIS = 60_000;
  private static final long BODY_GRACE_NANOS = 30_000_000_000L;
  private static final long BODY_BYTES_PER_SECOND_MIN = 1024;

  private final HttpServer http;
  private final FramedSockets framed;
  private boolean closed;

  private HttpFront(HttpServer http, FramedSockets framed) {
    this.http = http;
    this.framed = framed;
  }

  /** Binds and begins to accept; a port that is taken is an IOException. */
  static HttpFront open(ServerOptions options, Backend backend) throws IOException {
    // Each connection may have a short conversation beside it, which cancels or asks for life.
    FramedSockets framed =
        new FramedSockets(2 * options.connectionsMax(), options.requestBytesMax(), backend);
    HttpServer http =
        new HttpServer.Builder<Server>()
            .withHandler(new Checks(options.requestBytesMax(), backend))
            .withPort(options.port())
            .withMaxHeaderSize(HEADER_BYTES_MAX)
            .withServerCustomizers(
                List.of(server -> customize(server, options.host(), framed)), Server.class)
            .build();
    try {
      http.start();
    } catch (RuntimeException e) {
      http.stop();
      throw new IOException(bindFailure(e), e);
    }
    return new HttpFront(http, framed);
  }

  private static String bindFailure(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static void customize(Server server, String host, FramedSockets framed) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof ServerConnector socket) {
        socket.setHost(host);
        socket.setIdleTimeout(SOCKET_IDLE_MILLIS);
        HttpConfiguration config =
            socket.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
        config.setSendServerVersion(false);
        config.setSendDateHeader(false);
        socket.addFirstConnectionFactory(new DetectorConnectionFactory(framed));
      }
    }
    server.setErrorHandler(new PlainErrors());
    server.setStopAtShutdown(false);
  }

  int port() {
    return http.getPort();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      framed.close();
      http.stop();
    }
  }

  /** How long a body of so many bytes may take to arrive. */
  static long bodyNanosMax(int bytes) {
    return BODY_GRACE_NANOS + bytes * (1_000_000_000L / BODY_BYTES_PER_SECOND_MIN);
  }

  /** Jetty's own refusals, such as of malformed HTTP, without its HTML page. */
  private static final class PlainErrors extends ErrorHandler {
    @Override
    public void handle(
        String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      base.setHandled(true);
      refuse(response, response.getStatus(), "the server refused the request");
    }

    @Override
    public java.nio.ByteBuffer badMessageError(
        int status, String reason, org.eclipse.jetty.http.HttpFields fields) {
      fields.put("Content-Type", "text/plain;charset=utf-8");
      return java.nio.ByteBuffer.wrap(
          "the request is not HTTP as this server expects it".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void refuse(HttpServletResponse response, int status, String why)
      throws IOException {
    response.setHeader("Connection", "close");
    send(response, status, "text/plain;charset=utf-8", why.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpServletResponse response, int status, String type, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** The checks, as a Jetty handler. */
  private static final class Checks extends AbstractHandler implements AvaticaHandler {
    private final int requestBytesMax;
    private final Backend backend;

    Checks(int requestBytesMax, Backend backend) {
      this.requestBytesMax = requestBytesMax;
      this.backend = backend;
    }

    @Override
    public void setServerRpcMetadata(RpcMetadataResponse metadata) {
      // Replies do not name the server: the client knows whom it asked.
    }

    @Override
    public void handle(
        String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      base.setHandled(true);
      int status = check(target, request);
      if (status != 0) {
        if (status == 405) {
          response.setHeader("Allow", "POST");
        }
        refuse(response, status, explain(status));
        return;
      }
      byte[] body = new byte[request.getContentLength()];
      status = readBody(request.getInputStream(), body);
      if (status != 0) {
        refuse(response, status, explain(status));
        return;
      }
      Backend.Answer answer = backend.answer(body);
      send(response, answer.status(), "application/octet-stream", answer.body());
    }

    /**
     * Reads a body that must not trickle in for ever. Jetty's own rule of so many bytes a second
     * has no grace: it refuses a short request when the machine is busy.
     */
    private static int readBody(InputStream in, byte[] body) throws IOException {
      long limit = bodyNanosMax(body.length);
      long start = System.nanoTime();
      int position = 0;
      while (position < body.length) {
        int read = in.read(body, position, body.length - position);
        if (read < 0) {
          return 400;
        }
        position += read;
        if (position < body.length && System.nanoTime() - start > limit) {
          return 408;
        }
      }
      return 0;
    }

    private int check(String target, HttpServletRequest request) {
      if (!request.getMethod().equals("POST")) {
        return 405;
      }
      if (!target.equals("/")) {
        return 404;
      }
      if (!isLoopbackName(request.getHeader("Host"))
          || request.getHeader("Origin") != null
          || request.getHeader("Sec-Fetch-Site") != null) {
        return 403;
      }
      if (!isBinary(request.getContentType())) {
        return 415;
      }
      if (request.getContentLengthLong() < 0) {
        return 411;
      }
      return request.getContentLengthLong() > requestBytesMax ? 413 : 0;
    }

    private static boolean isBinary(@Nullable String contentType) {
      if (contentType == null) {
        return false;
      }
      int parameters = contentType.indexOf(';');
      String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
      return switch (type.trim().toLowerCase(Locale.ROOT)) {
        case "application/octet-stream",
            "application/x-google-protobuf",
            "application/x-protobuf" ->
            true;
        default -> false;
      };
    }

    private static boolean isLoopbackName(@Nullable String host) {
      if (host == null) {
        return false;
      }
      int port = host.lastIndexOf(':');
      String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
      return name.equalsIgnoreCase("localhost")
          || name.equals("[::1]")
          || name.matches("127(\\.\\d{1,3}){3}");
    }

    private String explain(int status) {
      return switch (status) {
        case 400 -> "the request ended early";
        case 403 -> "requests come from a Kevo driver on this machine, not from a web page";
        case 404 -> "there is nothing here; requests go to /";
        case 405 -> "this is a Kevo server: open it with jdbc:kevo://host:port/";
        case 408 -> "the request came in too slowly";
        case 411 -> "the request has no Content-Length";
        case 413 -> "the request is longer than " + requestBytesMax + " bytes";
        default -> "the request's Content-Type is not application/octet-stream";
      };
    }
  }
}
