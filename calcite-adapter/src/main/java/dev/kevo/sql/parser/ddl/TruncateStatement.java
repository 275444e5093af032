package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** TRUNCATE TABLE. */
public final class TruncateStatement extends DefinitionNode {
  private final List<SqlIdentifier> names;
  private final boolean restartsIdentity;
  private final boolean cascade;

  public TruncateStatement(
      SqlParserPos pos, List<SqlIdentifier> names, boolean restartsIdentity, boolean cascade) {
    super(pos, "TRUNCATE TABLE", names);
    this.names = List.copyOf(names);
    this.restartsIdentity = restartsIdentity;
    this.cascade = cascade;
  }

  /** The tables' names, with or without a schema. */
  public List<SqlIdentifier> names() {
    return names;
  }

  /** Whether identity columns begin anew. */
  public boolean restartsIdentity() {
    return restartsIdentity;
  }

  /** Whether tables that reference these are emptied too. */
  public boolean cascade() {
    return cascade;
  }
}
