package dev.kevo.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to a server, and when told so cuts the line in place of passing on a reply. */
final class DroppingProxy implements Closeable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final AtomicBoolean dropReply = new AtomicBoolean();
  private final AtomicInteger accepted = new AtomicInteger();

  DroppingProxy(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Loses the next reply. */
  void dropNextReply() {
    dropReply.set(true);
  }

  /** How often a client has connected. */
  int accepted() {
    return accepted.get();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "dropping-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        start(() -> pump(client, server, false));
        start(() -> pump(server, client, true));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      return;
    }
  }

  private void pump(Socket from, Socket to, boolean isReply) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (isReply && dropReply.getAndSet(false)) {
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The other direction has closed both.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
