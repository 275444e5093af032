package dev.kevo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UnknownFieldSet;
import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.jdbc.remote.RemoteLink;
import dev.kevo.jdbc.remote.Wire;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kevo's own framing, byte by byte, and what is not quite it. */
@Timeout(60)
class FramedSocketsTest {
  private static final int REQUEST_BYTES_MAX = 200_000;
  private static final int CONNECTIONS_MAX = 2;

  private ScriptedServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        new ScriptedServer(
            ScriptedServer.options().withLimits(CONNECTIONS_MAX, 5, REQUEST_BYTES_MAX));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** A request of a connection that is not there; the longer the name, the longer the request. */
  private static byte[] ping(int nameLength) {
    return Wire.encode(
        Wire.PING,
        Requests.CommitRequest.newBuilder().setConnectionId("x".repeat(nameLength)).build(),
        UnknownFieldSet.getDefaultInstance());
  }

  private static byte[] frames(byte[]... requests) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(Wire.magic());
    for (byte[] request : requests) {
      out.writeInt(request.length);
      out.write(request);
    }
    return bytes.toByteArray();
  }

  private static String readState(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] reply = in.readNBytes(in.readInt());
    return Responses.ErrorResponse.parseFrom(Wire.decode(reply).getWrappedMessage()).getSqlState();
  }

  @Test
  void requestsArriveInPiecesOfAnySize() throws Exception {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    byte[] bytes = frames(ping(1), ping(20_000), ping(0), ping(150_000), ping(3));
    for (int longestPiece : new int[] {7, 5_000, bytes.length}) {
      try (Socket socket = connect()) {
        int longest = Math.max(1, longestPiece);
        for (int at = 0; at < bytes.length; ) {
          // The small pieces only where they matter: in the magic and the first lengths.
          int most = at < 200 ? longest : Math.max(longest, 5_000);
          int piece = Math.min(bytes.length - at, 1 + random.nextInt(most));
          socket.getOutputStream().write(bytes, at, piece);
          at += piece;
        }
        for (int i = 0; i < 5; i++) {
          assertEquals("08003", readState(socket), "seed " + seed);
        }
      }
    }
  }

  @Test
  void aLengthBeyondTheLimitIsToldAndEndsTheSocket() throws Exception {
    for (int length : new int[] {REQUEST_BYTES_MAX + 1, Integer.MAX_VALUE, -1}) {
      try (Socket socket = connect()) {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(Wire.magic());
        out.writeInt(length);
        assertEquals("54000", readState(socket));
        assertEquals(-1, socket.getInputStream().read());
      }
    }
    try (Socket socket = connect()) {
      int nameLength = REQUEST_BYTES_MAX - ping(100_000).length + 100_000;
      assertEquals(REQUEST_BYTES_MAX, ping(nameLength).length);
      socket.getOutputStream().write(frames(ping(nameLength)));
      assertEquals("08003", readState(socket));
    }
  }

  @Test
  void noiseInAFrameIsAnsweredAndTheNextFrameToo() throws Exception {
    try (Socket socket = connect()) {
      byte[] noise = new byte[100];
      new Random(7).nextBytes(noise);
      socket.getOutputStream().write(frames(noise, new byte[0], ping(1)));
      assertEquals("08P01", readState(socket));
      readState(socket);
      assertEquals("08003", readState(socket));
    }
  }

  @Test
  void whatOnlyBeginsLikeTheMagicIsTakenForHttp() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("KEVO/2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String reply =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
    }
  }

  @Test
  void moreSocketsThanTheLimitAreRefusedUntilOneEnds() throws Exception {
    Socket[] held = new Socket[2 * CONNECTIONS_MAX];
    for (int i = 0; i < held.length; i++) {
      held[i] = connect();
      held[i].getOutputStream().write(frames(ping(1)));
      assertEquals("08003", readState(held[i]));
    }
    try (Socket late = connect()) {
      late.getOutputStream().write(frames());
      assertEquals("08004", readState(late));
      assertEquals(-1, late.getInputStream().read());
    }
    for (Socket socket : held) {
      socket.shutdownOutput();
      assertEquals(-1, socket.getInputStream().read(), "the server has seen the end");
      socket.close();
    }
    try (Link link = server.link()) {
      assertTrue(link.isAlive(5000));
    }
  }

  @Test
  void theEndOfTheServerEndsSocketsThatWait() throws Exception {
    try (Socket idle = connect();
        Socket inTheMiddle = connect()) {
      idle.getOutputStream().write(frames(ping(1)));
      assertEquals("08003", readState(idle));
      byte[] cut = frames(ping(1));
      inTheMiddle.getOutputStream().write(cut, 0, cut.length - 1);
      server.close();
      assertEquals(-1, idle.getInputStream().read());
    }
  }

  @Test
  void aDriverThatIsToldToSpeaksHttpInstead() throws Exception {
    String url = "jdbc:kevo://127.0.0.1:" + server.port() + "/?framing=http";
    try (Link link = RemoteLink.open(ConnectionSettings.of(url, null))) {
      assertTrue(link.isAlive(5000));
      link.session().commit();
    }
  }
}
