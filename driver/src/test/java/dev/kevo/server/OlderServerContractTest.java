package dev.kevo.server;

import dev.kevo.jdbc.contract.GeneratedKeysContract;
import dev.kevo.jdbc.contract.PreparedStatementContract;
import dev.kevo.jdbc.contract.RowsOnDemandContract;
import dev.kevo.jdbc.contract.TypeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The driver on a server that knows Avatica's messages only. */
class OlderServerContractTest {
  @TempDir static Path directory;

  private static KevoServer server;
  private static OlderServer older;

  @BeforeAll
  static void start() throws Exception {
    server = KevoServer.start(ServerOptions.of(directory).withPort(0));
    older = new OlderServer(server.port());
  }

  @AfterAll
  static void stop() throws Exception {
    older.close();
    server.close();
  }

  private static String url() {
    return "jdbc:kevo://127.0.0.1:" + older.port() + "/";
  }

  @Nested
  class GeneratedKeys extends GeneratedKeysContract {
    GeneratedKeys() {
      super(url());
    }
  }

  @Nested
  class PreparedStatements extends PreparedStatementContract {
    PreparedStatements() {
      super(url());
    }
  }

  @Nested
  class RowsOnDemand extends RowsOnDemandContract {
    RowsOnDemand() {
      super(url());
    }
  }

  @Nested
  class Types extends TypeContract {
    Types() {
      super(url());
    }
  }
}
