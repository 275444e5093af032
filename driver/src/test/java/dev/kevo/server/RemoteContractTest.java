package dev.kevo.server;

import dev.kevo.jdbc.contract.ConnectionContract;
import dev.kevo.jdbc.contract.FirstStatementsContract;
import dev.kevo.jdbc.contract.GeneratedKeysContract;
import dev.kevo.jdbc.contract.MetaDataContract;
import dev.kevo.jdbc.contract.MetaDataFactsContract;
import dev.kevo.jdbc.contract.MetaDataShapeContract;
import dev.kevo.jdbc.contract.PoolContract;
import dev.kevo.jdbc.contract.PreparedStatementContract;
import dev.kevo.jdbc.contract.ResultSetContract;
import dev.kevo.jdbc.contract.RowsOnDemandContract;
import dev.kevo.jdbc.contract.ScriptContract;
import dev.kevo.jdbc.contract.StatementContract;
import dev.kevo.jdbc.contract.TypeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The driver on a server: the tests that it passes on a database in the JVM. */
class RemoteContractTest {
  @TempDir static Path directory;

  // One server for all tests: they leave nothing behind, and starting takes time.
  private static KevoServer server;

  @BeforeAll
  static void start() throws Exception {
    server = KevoServer.start(ServerOptions.of(directory).withPort(0));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String url() {
    return "jdbc:kevo://127.0.0.1:" + server.port() + "/";
  }

  @Nested
  class Connections extends ConnectionContract {
    Connections() {
      super(url());
    }
  }

  @Nested
  class Statements extends StatementContract {
    Statements() {
      super(url());
    }
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
  class ResultSets extends ResultSetContract {
    ResultSets() {
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
  class MetaData extends MetaDataContract {
    MetaData() {
      super(url());
    }
  }

  @Nested
  class MetaDataShape extends MetaDataShapeContract {
    MetaDataShape() {
      super(url());
    }
  }

  @Nested
  class MetaDataFacts extends MetaDataFactsContract {
    MetaDataFacts() {
      super(url());
    }
  }

  @Nested
  class FirstStatements extends FirstStatementsContract {
    FirstStatements() {
      super(url());
    }
  }

  @Nested
  class Pools extends PoolContract {
    Pools() {
      super(url());
    }
  }

  @Nested
  class Scripts extends ScriptContract {
    Scripts() {
      super(url());
    }
  }

  @Nested
  class ColumnTypes extends TypeContract {
    ColumnTypes() {
      super(url());
    }
  }
}
