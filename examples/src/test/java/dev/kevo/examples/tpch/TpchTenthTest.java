package dev.kevo.examples.tpch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All 22 queries at scale 0.1 against H2's answers on the same data. */
@Tag("slow")
final class TpchTenthTest {
  private static final double SCALE = 0.1;

  @Test
  void answersEqualThePeers(@TempDir Path directory) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (Connection kevo = DriverManager.getConnection("jdbc:kevo:" + directory);
        Connection peer = TpchSample.openPeer(SCALE)) {
      TpchTables tables = new TpchTables(SCALE);
      tables.create(kevo);
      tables.load(kevo, 10_000, ProgressBar.silent());
      for (TpchQuery query : TpchQuery.all()) {
        Answer expected = TpchSample.peerAnswer(peer, query);
        Answer.of(kevo, query.sql())
            .differenceTo(expected, query.orderedBy())
            .ifPresent(difference -> wrong.add(query + ": " + difference));
      }
    }
    assertEquals(List.of(), wrong);
  }
}
