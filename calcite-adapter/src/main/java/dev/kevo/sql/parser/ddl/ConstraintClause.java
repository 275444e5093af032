package dev.kevo.sql.parser.ddl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * UNIQUE, CHECK or FOREIGN KEY of CREATE TABLE or ADD CONSTRAINT; PRIMARY KEY is Calcite's {@code
 * SqlKeyConstraint}.
 */
public final class ConstraintClause extends DefinitionNode {
  /**
   * What a foreign key references.
   *
   * @param columns null for the primary key
   */
  public record References(
      SqlIdentifier table,
      @Nullable SqlNodeList columns,
      ReferentialAction onDelete,
      ReferentialAction onUpdate) {}

  private final @Nullable SqlIdentifier name;
  private final SqlNodeList columns;
  private final @Nullable SqlNode condition;
  private final @Nullable References references;

  private ConstraintClause(
      SqlParserPos pos,
      String words,
      @Nullable SqlIdentifier name,
      SqlNodeList columns,
      @Nullable SqlNode condition,
      @Nullable References references) {
    super(
        pos,
        words,
        Arrays.asList(
            name,
            columns,
            condition,
            references == null ? null : references.table(),
            references == null ? null : references.columns()));
    this.name = name;
    this.columns = columns;
    this.condition = condition;
    this.references = references;
  }

  /** UNIQUE. */
  public static ConstraintClause unique(
      SqlParserPos pos, @Nullable SqlIdentifier name, SqlNodeList columns) {
    return new ConstraintClause(pos, "UNIQUE", name, columns, null, null);
  }

  /** CHECK. */
  public static ConstraintClause check(
      SqlParserPos pos, @Nullable SqlIdentifier name, SqlNode condition) {
    return new ConstraintClause(pos, "CHECK", name, SqlNodeList.EMPTY, condition, null);
  }

  /** FOREIGN KEY. */
  public static ConstraintClause foreignKey(
      SqlParserPos pos, @Nullable SqlIdentifier name, SqlNodeList columns, References references) {
    return new ConstraintClause(pos, "FOREIGN KEY", name, columns, null, references);
  }

  /** Its name, or null to make one up. */
  public @Nullable String name() {
    return name == null ? null : name.getSimple();
  }

  /** The names of its columns; none for a check. */
  public List<String> columns() {
    return names(columns);
  }

  /** The condition of a check, else null. */
  public @Nullable SqlNode condition() {
    return condition;
  }

  /** What a foreign key references, else null. */
  public @Nullable References references() {
    return references;
  }

  /** The names in a list. */
  public static List<String> names(SqlNodeList list) {
    List<String> names = new ArrayList<>();
    for (SqlNode name : list) {
      names.add(((SqlIdentifier) name).getSimple());
    }
    return names;
  }
}
