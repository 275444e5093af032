package dev.kevo.examples.tpch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.server.KevoServer;
import dev.kevo.server.ServerOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All 22 queries, embedded and remote, against H2's answers on the same data. */
final class TpchTest {
  private static final double SCALE = 0.01;

  @TempDir static Path directory;

  private static final Map<Integer, Answer> expected = new TreeMap<>();

  @BeforeAll
  static void loadBoth() throws Exception {
    try (Connection peer = TpchSample.openPeer(SCALE)) {
      for (TpchQuery query : TpchQuery.all()) {
        expected.put(query.number(), TpchSample.peerAnswer(peer, query));
      }
    }
    // Through a server, because SampleTest loads without one.
    try (KevoServer server = startServer();
        Connection kevo = DriverManager.getConnection(url(server))) {
      TpchTables tables = new TpchTables(SCALE);
      tables.create(kevo);
      tables.load(kevo, 5_000, ProgressBar.silent());
    }
  }

  private static KevoServer startServer() throws Exception {
    return KevoServer.start(ServerOptions.of(directory).withPort(0));
  }

  private static String url(KevoServer server) {
    return "jdbc:kevo://127.0.0.1:" + server.port() + "/";
  }

  static List<TpchQuery> queries() {
    return TpchQuery.all();
  }

  private static void check(Connection connection, TpchQuery query) throws SQLException {
    Answer answer = Answer.of(connection, query.sql());
    Answer peers = expected.get(query.number());
    assertEquals(Optional.empty(), answer.differenceTo(peers, query.orderedBy()));
  }

  @Test
  void everyQueryHasAnAnswerToCompare() {
    List<Integer> empty = new ArrayList<>();
    expected.forEach(
        (number, answer) -> {
          if (answer.rows().isEmpty()) {
            empty.add(number);
          }
        });
    assertEquals(List.of(), empty);
  }

  /** In this process. */
  @Nested
  final class Embedded {
    private static Connection connection;

    @BeforeAll
    static void connect() throws SQLException {
      connection = DriverManager.getConnection("jdbc:kevo:" + directory);
    }

    @AfterAll
    static void disconnect() throws SQLException {
      connection.close();
    }

    @ParameterizedTest
    @MethodSource("dev.kevo.examples.tpch.TpchTest#queries")
    void answerEqualsThePeers(TpchQuery query) throws SQLException {
      check(connection, query);
    }
  }

  /** Through a server. */
  @Nested
  final class Remote {
    private static KevoServer server;
    private static Connection connection;

    @BeforeAll
    static void connect() throws Exception {
      server = startServer();
      connection = DriverManager.getConnection(url(server));
    }

    @AfterAll
    static void disconnect() throws Exception {
      connection.close();
      server.close();
    }

    @ParameterizedTest
    @MethodSource("dev.kevo.examples.tpch.TpchTest#queries")
    void answerEqualsThePeers(TpchQuery query) throws SQLException {
      check(connection, query);
    }
  }
}
