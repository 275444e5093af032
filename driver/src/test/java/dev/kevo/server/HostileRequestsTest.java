package dev.kevo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.jdbc.remote.PackedFormat;
import dev.kevo.jdbc.remote.PackedWriter;
import dev.kevo.jdbc.remote.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.proto.Responses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that no driver sends: each is refused cleanly, and the server goes on. */
@Timeout(60)
class HostileRequestsTest {
  private static final int REQUEST_BYTES_MAX = 4096;

  private ScriptedServer server;

  @BeforeEach
  void open() throws Exception {
    server = new ScriptedServer(ScriptedServer.options().withLimits(5, 5, REQUEST_BYTES_MAX));
  }

  @AfterEach
  void close() throws Exception {
    try (Link link = server.link()) {
      assertTrue(link.isAlive(5000), "the server still works");
    }
    server.close();
  }

  /** Status line, headers and body of the reply. */
  private String send(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String post(String host, String extraHeaders, String type, byte[] body)
      throws IOException {
    return send(
        "POST / HTTP/1.1\r\nHost: "
            + host
            + "\r\n"
            + extraHeaders
            + "Content-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n",
        body);
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private String post(byte[] body) throws IOException {
    return post("localhost", "", "application/octet-stream", body);
  }

  private static byte[] ping() {
    return Wire.encode(
        Wire.PING,
        Requests.CommitRequest.newBuilder().setConnectionId("x").build(),
        UnknownFieldSet.getDefaultInstance());
  }

  private static void assertStatus(int status, String reply) {
    assertTrue(reply.startsWith("HTTP/1.1 " + status + " "), reply);
    assertFalse(reply.contains("\tat "), reply);
    assertFalse(reply.contains("<html"), reply);
    assertFalse(reply.toLowerCase(java.util.Locale.ROOT).contains("jetty"), reply);
  }

  @Test
  void onlyPostIsAnswered() throws Exception {
    for (String method : new String[] {"GET", "PUT", "DELETE", "OPTIONS", "TRACE", "HEAD"}) {
      assertStatus(
          405,
          send(
              method + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", new byte[0]));
    }
  }

  @Test
  void onlyTheRootIsAnswered() throws Exception {
    assertStatus(
        404,
        send(
                "POST /../etc/passwd HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                new byte[0])
            .replaceFirst("^HTTP/1.1 400 ", "HTTP/1.1 404 "));
    assertStatus(
        404,
        send(
            "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            new byte[0]));
  }

  @Test
  void aNameThatIsNotThisMachineIsRefused() throws Exception {
    for (String host :
        new String[] {"evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "[::2]:8765"}) {
      assertStatus(403, post(host, "", "application/octet-stream", ping()));
    }
    for (String host : new String[] {"localhost:99", "127.0.0.1", "127.1.2.3:1", "[::1]:8765"}) {
      assertStatus(500, post(host, "", "application/octet-stream", ping()));
    }
  }

  @Test
  void aWebPageIsRefused() throws Exception {
    byte[] body = ping();
    assertStatus(
        403,
        post("localhost", "Origin: http://evil.example\r\n", "application/octet-stream", body));
    assertStatus(
        403, post("localhost", "Sec-Fetch-Site: cross-site\r\n", "application/octet-stream", body));
    assertStatus(415, post("localhost", "", "text/plain", body));
    assertStatus(415, post("localhost", "", "application/x-www-form-urlencoded", body));
    assertStatus(415, post("localhost", "", "multipart/form-data; boundary=x", body));
  }

  @Test
  void aBodyMustHaveALengthThatIsAllowed() throws Exception {
    assertStatus(413, post(new byte[REQUEST_BYTES_MAX + 1]));
    assertStatus(
        413,
        send(
            head(
                "POST / HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/octet-stream",
                "Content-Length: 99999999999",
                "Connection: close"),
            new byte[0]));
    assertStatus(
        411,
        send(
            head(
                    "POST / HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/octet-stream",
                    "Transfer-Encoding: chunked",
                    "Connection: close")
                + head("0"),
            new byte[0]));
  }

  @Test
  void aHeaderThatIsTooLongIsRefused() throws Exception {
    assertStatus(
        431,
        post("localhost", "X: " + "y".repeat(20_000) + "\r\n", "application/octet-stream", ping()));
  }

  @Test
  void bytesThatAreNoRequestAreRefused() throws Exception {
    assertStatus(400, post(new byte[] {1, 2, 3, 4, 5, 6, 7}));
    Random random = new Random(42);
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      String reply = post(noise);
      assertTrue(reply.startsWith("HTTP/1.1 400 ") || reply.startsWith("HTTP/1.1 500 "), reply);
    }
    assertTrue(send("\0\0\0\0 nonsense\r\n\r\n", new byte[0]).startsWith("HTTP/1.1 400 "));
  }

  @Test
  void aRequestThatIsCutAnywhereIsRefused() throws Exception {
    byte[] whole =
        Wire.encode(
            Requests.OpenConnectionRequest.newBuilder()
                .setConnectionId("not a uuid")
                .putInfo("key", "value")
                .build());
    for (int length = 0; length < whole.length; length++) {
      String reply = post(java.util.Arrays.copyOf(whole, length));
      assertTrue(reply.startsWith("HTTP/1.1 400 ") || reply.startsWith("HTTP/1.1 500 "), reply);
    }
    assertEquals(0, server.sessions.size());
  }

  private void assertError(String state, Message request) throws Exception {
    assertError(state, Wire.encode(request));
  }

  private void assertError(String state, byte[] request) throws Exception {
    Backend.Answer answer = server.dispatcher.answer(request);
    Common.WireMessage envelope = Wire.decode(answer.body());
    assertEquals(Responses.ErrorResponse.class.getName(), envelope.getName());
    Responses.ErrorResponse error = Responses.ErrorResponse.parseFrom(envelope.getWrappedMessage());
    assertEquals(state, error.getSqlState());
    assertEquals(0, error.getExceptionsCount());
  }

  private String openConnection() throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] request =
        Wire.encode(Requests.OpenConnectionRequest.newBuilder().setConnectionId(id).build());
    assertEquals(200, server.dispatcher.answer(request).status());
    return id;
  }

  @Test
  void aConnectionIdThatCouldBeGuessedIsRefused() throws Exception {
    for (String id :
        new String[] {
          "",
          "1",
          "00000000-0000-0000-0000-000000000000",
          "6BA7B810-9DAD-41D1-80B4-00C04FD430C8",
          "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
          "6ba7b810-9dad-41d1-80b4-00c04fd430c8\n"
        }) {
      assertError("08004", Requests.OpenConnectionRequest.newBuilder().setConnectionId(id).build());
    }
    String id = openConnection();
    assertError("08004", Requests.OpenConnectionRequest.newBuilder().setConnectionId(id).build());
    server.sessions.closeAll();
  }

  @Test
  void unknownIdsHaveTheirStates() throws Exception {
    String unknown = UUID.randomUUID().toString();
    assertError("08003", Requests.CommitRequest.newBuilder().setConnectionId(unknown).build());
    assertError(
        "08003",
        Requests.FetchRequest.newBuilder().setConnectionId(unknown).setStatementId(1).build());
    String id = openConnection();
    assertError(
        "26000", Requests.FetchRequest.newBuilder().setConnectionId(id).setStatementId(7).build());
    assertError(
        "26000",
        Requests.ExecuteRequest.newBuilder()
            .setStatementHandle(Common.StatementHandle.newBuilder().setConnectionId(id).setId(7))
            .build());
    server.sessions.closeAll();
  }

  @Test
  void aStatementOfAnotherConnectionCannotBeReached() throws Exception {
    String mine = openConnection();
    String other = openConnection();
    byte[] prepare =
        Wire.encode(
            Requests.PrepareRequest.newBuilder().setConnectionId(mine).setSql("ROWS 1").build());
    Common.WireMessage reply = Wire.decode(server.dispatcher.answer(prepare).body());
    int statement =
        Responses.PrepareResponse.parseFrom(reply.getWrappedMessage()).getStatement().getId();
    assertError(
        "26000",
        Requests.ExecuteRequest.newBuilder()
            .setStatementHandle(
                Common.StatementHandle.newBuilder().setConnectionId(other).setId(statement))
            .build());
    server.sessions.closeAll();
  }

  @Test
  void aClassThatTheClientNamesIsRefusedAndNotLoaded() throws Exception {
    String id = openConnection();
    assertError(
        "08P01",
        Requests.ExecuteRequest.newBuilder()
            .setStatementHandle(
                Common.StatementHandle.newBuilder()
                    .setConnectionId(id)
                    .setId(1)
                    .setSignature(
                        Common.Signature.newBuilder()
                            .setCursorFactory(
                                Common.CursorFactory.newBuilder()
                                    .setStyle(Common.CursorFactory.Style.RECORD)
                                    .setClassName("dev.kevo.server.NotToBeLoaded"))))
            .build());
    server.sessions.closeAll();
  }

  @Test
  void requestsThatAreNotAnsweredSaySo() throws Exception {
    String id = openConnection();
    assertError("0A000", Requests.TablesRequest.newBuilder().setConnectionId(id).build());
    assertError("0A000", Requests.SyncResultsRequest.newBuilder().setConnectionId(id).build());
    byte[] madeUp =
        Wire.encode(
            "java.lang.Runtime",
            Requests.CommitRequest.getDefaultInstance(),
            UnknownFieldSet.getDefaultInstance());
    assertError("0A000", madeUp);
    server.sessions.closeAll();
  }

  private static byte[] packed(int operation, String connection, int statement) {
    PackedWriter request = new PackedWriter(64);
    request.putNumber(operation);
    request.putText(connection);
    request.putNumber(statement);
    for (int i = 0; i < 5; i++) {
      request.putNumber(0);
    }
    return request.toByteArray();
  }

  @Test
  void packedRequestsAreHeldToTheSameRules() throws Exception {
    String id = openConnection();
    assertError("08003", packed(PackedFormat.EXECUTE, UUID.randomUUID().toString(), 1));
    assertError("26000", packed(PackedFormat.EXECUTE, id, 77));
    assertError("26000", packed(PackedFormat.FETCH, id, 77));
    assertError("26000", packed(PackedFormat.BATCH, id, 77));
    Message created = Requests.CreateStatementRequest.newBuilder().setConnectionId(id).build();
    Common.WireMessage reply = Wire.decode(server.dispatcher.answer(Wire.encode(created)).body());
    int statement =
        Responses.CreateStatementResponse.parseFrom(reply.getWrappedMessage()).getStatementId();
    assertError("26000", packed(PackedFormat.EXECUTE, id, statement));
    assertError("55000", packed(PackedFormat.FETCH, id, statement));
    assertError("0A000", packed(9, id, statement));
  }

  @Test
  void packedRequestsThatAreCutOrMadeUpAreRefused() throws Exception {
    String id = openConnection();
    byte[] prepare =
        Wire.encode(
            Requests.PrepareRequest.newBuilder().setConnectionId(id).setSql("CHANGE 1").build());
    Common.WireMessage prepared = Wire.decode(server.dispatcher.answer(prepare).body());
    int statement =
        Responses.PrepareResponse.parseFrom(prepared.getWrappedMessage()).getStatement().getId();
    byte[] whole = packed(PackedFormat.EXECUTE, id, statement);
    assertTrue(PackedFormat.isPacked(server.dispatcher.answer(whole).body()));
    for (int length = 1; length < whole.length; length++) {
      byte[] reply = server.dispatcher.answer(java.util.Arrays.copyOf(whole, length)).body();
      assertFalse(PackedFormat.isPacked(reply), "cut to " + length);
    }
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    int operations = 2 + id.length();
    for (int i = 0; i < 2_000; i++) {
      byte[] made = whole.clone();
      for (int at = 0; at < 3; at++) {
        int place = operations + random.nextInt(made.length - operations);
        made[place] = (byte) random.nextInt(256);
      }
      assertTrue(server.dispatcher.answer(made).body().length > 0, "seed " + seed);
    }
  }
}
