package dev.kevo.jdbc.embedded;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The driver on a database in this JVM. */
class EmbeddedContractTest {
  private static final String NAME = "contract";

  // One database for all tests: they leave nothing behind, and opening takes time.
  private static final String URL = "jdbc:kevo:mem:" + NAME + "?closeWithLastConnection=false";

  @AfterAll
  static void close() {
    KevoDatabases.closeMemory(NAME);
  }

  @Nested
  class Connections extends ConnectionContract {
    Connections() {
      super(URL);
    }
  }

  @Nested
  class Statements extends StatementContract {
    Statements() {
      super(URL);
    }
  }

  @Nested
  class GeneratedKeys extends GeneratedKeysContract {
    GeneratedKeys() {
      super(URL);
    }
  }

  @Nested
  class PreparedStatements extends PreparedStatementContract {
    PreparedStatements() {
      super(URL);
    }
  }

  @Nested
  class ResultSets extends ResultSetContract {
    ResultSets() {
      super(URL);
    }
  }

  @Nested
  class RowsOnDemand extends RowsOnDemandContract {
    RowsOnDemand() {
      super(URL);
    }
  }

  @Nested
  class MetaData extends MetaDataContract {
    MetaData() {
      super(URL);
    }
  }

  @Nested
  class MetaDataShape extends MetaDataShapeContract {
    MetaDataShape() {
      super(URL);
    }
  }

  @Nested
  class MetaDataFacts extends MetaDataFactsContract {
    MetaDataFacts() {
      super(URL);
    }
  }

  @Nested
  class FirstStatements extends FirstStatementsContract {
    FirstStatements() {
      super(URL);
    }
  }

  @Nested
  class Pools extends PoolContract {
    Pools() {
      super(URL);
    }
  }

  @Nested
  class Scripts extends ScriptContract {
    Scripts() {
      super(URL);
    }
  }

  @Nested
  class ColumnTypes extends TypeContract {
    ColumnTypes() {
      super(URL);
    }
  }
}
