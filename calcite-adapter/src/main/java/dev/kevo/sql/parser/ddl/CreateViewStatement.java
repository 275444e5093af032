package dev.kevo.sql.parser.ddl;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE VIEW. */
public final class CreateViewStatement extends SqlCreate {
  private final SqlIdentifier name;
  private final @Nullable SqlNodeList columns;
  private final SqlNode query;
  private final SqlParserPos queryStart;
  private final String queryText;

  /**
   * A statement.
   *
   * @param queryStart where the query begins; it goes on to the statement's end
   */
  public CreateViewStatement(
      SqlParserPos pos,
      boolean replace,
      boolean ifNotExists,
      SqlIdentifier name,
      @Nullable SqlNodeList columns,
      SqlNode query,
      SqlParserPos queryStart) {
    this(pos, replace, ifNotExists, name, columns, query, queryStart, "");
  }

  private CreateViewStatement(
      SqlParserPos pos,
      boolean replace,
      boolean ifNotExists,
      SqlIdentifier name,
      @Nullable SqlNodeList columns,
      SqlNode query,
      SqlParserPos queryStart,
      String queryText) {
    super(DefinitionNode.operator("CREATE VIEW"), pos, replace, ifNotExists);
    this.name = name;
    this.columns = columns;
    this.query = query;
    this.queryStart = queryStart;
    this.queryText = queryText;
  }

  /** The same statement, knowing its query's text. */
  public CreateViewStatement withQueryText(String text) {
    return new CreateViewStatement(
        getParserPosition(), getReplace(), ifNotExists, name, columns, query, queryStart, text);
  }

  /** The view's name, with or without a schema. */
  public SqlIdentifier name() {
    return name;
  }

  /** Whether a view of that name makes the statement do nothing. */
  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** The names of its columns, or null for those of the query. */
  public @Nullable SqlNodeList columns() {
    return columns;
  }

  /** The query. */
  public SqlNode query() {
    return query;
  }

  /** Where the query begins in the statement's text. */
  public SqlParserPos queryStart() {
    return queryStart;
  }

  /** The query as it was written. */
  public String queryText() {
    return queryText;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return DefinitionNode.present(Arrays.asList(name, columns, query));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    DefinitionNode.write(writer, getOperator(), getOperandList());
  }
}
