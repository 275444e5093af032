package dev.kevo.sql.parser.ddl;

/**
 * What a foreign key does to the referencing rows when the referenced row goes or changes. The
 * catalogue stores the names.
 */
public enum ReferentialAction {
  /** Nothing: an error if at the statement's end some are left. */
  NO_ACTION("NO ACTION"),
  /** An error as soon as there are some. */
  RESTRICT("RESTRICT"),
  /** They go, or change, too. */
  CASCADE("CASCADE"),
  /** Their columns become NULL. */
  SET_NULL("SET NULL"),
  /** Their columns become their defaults. */
  SET_DEFAULT("SET DEFAULT");

  private final String sql;

  ReferentialAction(String sql) {
    this.sql = sql;
  }

  /** As SQL writes it. */
  public String sql() {
    return sql;
  }
}
