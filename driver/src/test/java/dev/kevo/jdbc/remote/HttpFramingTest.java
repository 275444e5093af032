package dev.kevo.jdbc.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The HTTP conversation against a listener that answers by the letter of a script. */
@Timeout(30)
class HttpFramingTest {
  private static final byte[] BODY = "request".getBytes(StandardCharsets.US_ASCII);
  private static final String CUT = "(cut)";
  private static final String SILENCE = "(silence)";

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private ServerSocket listener;

  @AfterEach
  void stop() throws IOException {
    end.countDown();
    if (listener != null) {
      listener.close();
    }
  }

  /** Answers each request with the next reply; a reply that ends in CUT closes the socket. */
  private Channel serve(String... replies) throws IOException {
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              int next = 0;
              while (next < replies.length) {
                try (Socket socket = listener.accept()) {
                  connections.incrementAndGet();
                  while (next < replies.length && readRequest(socket.getInputStream())) {
                    requests.incrementAndGet();
                    String reply = replies[next++];
                    if (reply.equals(SILENCE)) {
                      end.await();
                    }
                    socket
                        .getOutputStream()
                        .write(reply.replace(CUT, "").getBytes(StandardCharsets.ISO_8859_1));
                    if (reply.endsWith(CUT)) {
                      break;
                    }
                  }
                } catch (IOException | InterruptedException e) {
                  return;
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return channel(listener.getLocalPort(), 5000);
  }

  private static Channel channel(int port, int connectTimeoutMillis) {
    return new Channel("127.0.0.1", port, connectTimeoutMillis, new HttpFraming("127.0.0.1", port));
  }

  private static boolean readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        return false;
      }
      head.append((char) c);
    }
    return Arrays.equals(BODY, in.readNBytes(BODY.length));
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String text(Framing.Reply reply) {
    return new String(reply.body(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void manyRequestsShareASocket() throws Exception {
    try (Channel channel = serve(ok("a"), ok(""), ok("ccc"))) {
      assertEquals("a", text(channel.post(BODY)));
      assertEquals("", text(channel.post(BODY)));
      assertEquals("ccc", text(channel.post(BODY)));
      assertEquals(1, connections.get());
    }
  }

  @Test
  void aLostReplyIsAFailureAndNothingIsSentTwice() throws Exception {
    for (String lost :
        List.of(
            CUT,
            "HTTP/1.1 200 OK\r\nContent-Le" + CUT,
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc" + CUT,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab" + CUT)) {
      requests.set(0);
      try (Channel channel = serve(lost, ok("next"))) {
        ChannelFailure failure = assertThrows(ChannelFailure.class, () -> channel.post(BODY));
        assertTrue(failure.sent());
        assertEquals(1, requests.get());
        assertEquals("next", text(channel.post(BODY)), "a new socket serves the next request");
        assertEquals(2, requests.get());
      }
      listener.close();
    }
  }

  @Test
  void aReplyThatIsNotHttpIsAFailure() throws Exception {
    for (String wrong :
        List.of(
            "SSH-2.0-OpenSSH\r\n\r\n",
            "HTTP/1.1 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: " + "y".repeat(10_000) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(200) + "\r\n")) {
      try (Channel channel = serve(wrong)) {
        assertThrows(ChannelFailure.class, () -> channel.post(BODY), wrong);
      }
      listener.close();
    }
  }

  @Test
  void chunksAndInterimRepliesAreUnderstood() throws Exception {
    String chunked =
        String.join(
            "\r\n",
            "HTTP/1.1 100 Continue",
            "",
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "3",
            "abc",
            "A;x=y",
            "0123456789",
            "0",
            "Trailer: x",
            "",
            "");
    try (Channel channel = serve(chunked, ok("next"))) {
      assertEquals("abc0123456789", text(channel.post(BODY)));
      assertEquals("next", text(channel.post(BODY)));
      assertEquals(1, connections.get());
    }
  }

  @Test
  void aServerThatSaysCloseGetsANewSocket() throws Exception {
    String closing = "HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";
    try (Channel channel = serve(closing + CUT, ok("next"))) {
      assertEquals(500, channel.post(BODY).status());
      assertEquals("next", text(channel.post(BODY)));
      assertEquals(2, connections.get());
    }
  }

  @Test
  void aRefusedConnectionWasNotSent() throws Exception {
    int free;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = probe.getLocalPort();
    }
    try (Channel channel = channel(free, 1000)) {
      assertFalse(assertThrows(ChannelFailure.class, () -> channel.post(BODY)).sent());
    }
  }

  @Test
  void aSilentServerTimesOut() throws Exception {
    try (Channel channel = serve(SILENCE)) {
      channel.setReplyTimeoutMillis(100);
      ChannelFailure failure = assertThrows(ChannelFailure.class, () -> channel.post(BODY));
      assertTrue(failure.sent());
      assertTrue(failure.getMessage().contains("100 ms"), failure::getMessage);
    }
  }

  @Test
  void closingEndsAWaitingRequest() throws Exception {
    Channel channel = serve(SILENCE);
    CountDownLatch failed = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              assertThrows(ChannelFailure.class, () -> channel.post(BODY));
              failed.countDown();
            });
    waiting.start();
    while (requests.get() == 0) {
      Thread.onSpinWait();
    }
    channel.close();
    assertTrue(failed.await(20, TimeUnit.SECONDS));
    assertThrows(ChannelFailure.class, () -> channel.post(BODY));
  }
}
