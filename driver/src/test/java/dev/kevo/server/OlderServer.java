package dev.kevo.server;

import com.google.protobuf.UnknownFieldSet;
import dev.kevo.jdbc.remote.Wire;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.proto.Responses;

/** Stands before a server and keeps from clients that it takes packed requests. */
final class OlderServer implements Closeable {
  private static final String OPENED = Responses.OpenConnectionResponse.class.getName();

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;

  OlderServer(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "older-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        start(() -> passRequests(client, server));
        start(() -> passReplies(server, client));
      }
    } catch (IOException e) {
      // Closed: the tests are over.
      return;
    }
  }

  private static void passRequests(Socket client, Socket server) {
    try (client;
        server) {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException e) {
      // The other direction has closed both.
      return;
    }
  }

  private static void passReplies(Socket server, Socket client) {
    try (client;
        server) {
      DataInputStream in = new DataInputStream(server.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte[] reply = older(in.readNBytes(in.readInt()));
        byte[] framed = new byte[Integer.BYTES + reply.length];
        java.nio.ByteBuffer.wrap(framed).putInt(reply.length).put(reply);
        out.write(framed);
      }
    } catch (IOException e) {
      // The end of the conversation.
      return;
    }
  }

  private static byte[] older(byte[] reply) throws IOException {
    WireMessage envelope = Wire.decode(reply);
    if (!envelope.getName().equals(OPENED)) {
      return reply;
    }
    var opened = Responses.OpenConnectionResponse.parseFrom(envelope.getWrappedMessage());
    UnknownFieldSet less = opened.getUnknownFields().toBuilder().clearField(Wire.PACKED).build();
    return Wire.encode(
        OPENED, opened.toBuilder().setUnknownFields(less).build(), envelope.getUnknownFields());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
