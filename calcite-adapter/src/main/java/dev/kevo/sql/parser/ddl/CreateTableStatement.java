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

/** CREATE TABLE, from elements, from a query, or like another table. */
public final class CreateTableStatement extends SqlCreate {
  /** How long a table and its rows stay. */
  public enum Lifetime {
    /** Until it is dropped. */
    PERMANENT,
    /** Until the session ends, the rows until the transaction ends. */
    ROWS_OF_TRANSACTION,
    /** Until the session ends, the rows too. */
    ROWS_OF_SESSION
  }

  /**
   * Where the rows and columns come from; exactly one of elements, query and like is there, but
   * that elements, then names alone, may go with a query.
   *
   * @param elements columns and constraints, or names of columns before a query
   * @param query the query of CREATE TABLE AS, or null
   * @param withData whether the query's rows are taken too
   * @param like the table whose columns are taken, or null
   * @param mapping which entries of a keyspace are the rows, or null
   */
  public record Content(
      @Nullable SqlNodeList elements,
      @Nullable SqlNode query,
      boolean withData,
      @Nullable SqlIdentifier like,
      @Nullable MappingClause mapping) {}

  private final SqlIdentifier name;
  private final Lifetime lifetime;
  private final Content content;

  public CreateTableStatement(
      SqlParserPos pos,
      boolean replace,
      boolean ifNotExists,
      Lifetime lifetime,
      SqlIdentifier name,
      Content content) {
    super(DefinitionNode.operator("CREATE TABLE"), pos, replace, ifNotExists);
    this.name = name;
    this.lifetime = lifetime;
    this.content = content;
  }

  /** The table's name, with or without a schema. */
  public SqlIdentifier name() {
    return name;
  }

  /** Whether a table of that name makes the statement do nothing. */
  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** How long it stays. */
  public Lifetime lifetime() {
    return lifetime;
  }

  /** Whether it goes with the session. */
  public boolean isTemporary() {
    return lifetime != Lifetime.PERMANENT;
  }

  /** Where its columns and rows come from. */
  public Content content() {
    return content;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return DefinitionNode.present(
        Arrays.asList(name, content.elements, content.query, content.like));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    DefinitionNode.write(writer, getOperator(), getOperandList());
  }
}
