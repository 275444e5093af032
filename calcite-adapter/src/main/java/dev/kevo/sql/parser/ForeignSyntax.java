package dev.kevo.sql.parser;

import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.List;
import java.util.regex.Pattern;

/** What other databases' users type that is no syntax here, and what to type instead. */
final class ForeignSyntax {
  /** Characters of a statement that are looked at. */
  private static final int CHARS_MAX = 4_000;

  /**
   * Something to recognize.
   *
   * @param pattern found in a statement that cannot be parsed
   */
  private record Hint(Pattern pattern, SqlState state, String text) {
    static Hint begins(String words, String text) {
      return of("^\\s*(" + words + ")\\b", text);
    }

    static Hint of(String regex, String text) {
      Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
      return new Hint(pattern, SqlState.NOT_SUPPORTED, text);
    }
  }

  private static final String OBJECTS =
      "(AGGREGATE|ALIAS|DATABASE|DOMAIN|EVENT|EXTENSION|FOREIGN|FUNCTION|MATERIALIZED|POLICY|"
          + "PROCEDURE|ROLE|RULE|SERVER|TABLESPACE|TRIGGER|TYPE|USER|VIRTUAL)";

  private static final List<Hint> HINTS =
      List.of(
          new Hint(
              Pattern.compile("`"),
              SqlState.SYNTAX_ERROR,
              "names are quoted with double quotes, not with backticks"),
          Hint.begins(
              "(CREATE( OR REPLACE)?|ALTER|DROP)\\s+" + OBJECTS,
              "there are tables, views, indexes, sequences and schemas only"),
          Hint.begins("CREATE\\s+(CACHED|MEMORY|UNLOGGED)\\s+TABLE", "all tables are of one kind"),
          Hint.of("^\\s*\\{[\\s?=]*CALL\\b", "there are no procedures to call"),
          Hint.begins("GRANT|REVOKE", "there are no privileges"),
          Hint.begins("EXEC|EXECUTE|DO|DECLARE|PREPARE|DEALLOCATE", "there are no programs in SQL"),
          Hint.begins(
              "USE|SET\\s+SEARCH_PATH|SET\\s+CURRENT(\\s+|_)SCHEMA", "SET SCHEMA sets the schema"),
          Hint.begins("SET\\s+AUTOCOMMIT", "START TRANSACTION begins a transaction"),
          Hint.begins("SET\\s+NAMES", "texts are Unicode"),
          Hint.begins("SET\\s+TIME\\s+ZONE", "a session's time zone is the JVM's"),
          Hint.begins(
              "BEGIN\\s+(CONCURRENT|DEFERRED|EXCLUSIVE|IMMEDIATE)",
              "a transaction locks the rows that it writes"),
          Hint.begins("CALL", "there are no procedures to call; VALUES gives a value"),
          Hint.begins("KILL", "CANCEL SESSION stops what a session runs"),
          Hint.begins("ABORT", "ROLLBACK ends a transaction"),
          Hint.begins("LOCK|UNLOCK", "SELECT ... FOR UPDATE locks rows"),
          Hint.begins(
              "VACUUM|REINDEX|CLUSTER|OPTIMIZE|CHECKPOINT", "the store does this by itself"),
          Hint.begins(
              "PRAGMA|SHOW",
              "SHOW knows TABLES, VIEWS, SEQUENCES, SCHEMAS, COLUMNS, INDEXES and CREATE TABLE or"
                  + " VIEW; SYS and INFORMATION_SCHEMA tell the rest"),
          Hint.begins(
              "ATTACH|BACKUP|COPY|DETACH|DISCARD|FETCH|HELP|LISTEN|LOAD|NOTIFY|REFRESH|RUNSCRIPT|"
                  + "SCRIPT|SHUTDOWN|UNLISTEN",
              "there is no such statement"),
          Hint.begins(
              "MERGE\\s+INTO\\s+\\S+(\\s*\\([^)]*\\))?\\s+(KEY|VALUES)",
              "INSERT ... ON CONFLICT (key) DO UPDATE or UPSERT do what this form of MERGE does"),
          Hint.of(
              "\\bON\\s+DUPLICATE\\s+KEY\\b", "ON CONFLICT (key) DO UPDATE SET ... does the same"),
          Hint.of("^\\s*SELECT\\s+TOP\\b", "LIMIT or FETCH FIRST limit the rows"),
          Hint.of("^\\s*(UPDATE|DELETE)\\b.*\\bLIMIT\\b", "a change has no LIMIT"),
          Hint.of("\\bPERCENT\\s+ROWS?\\b", "FETCH takes a number of rows, not a percentage"),
          Hint.of(
              "\\bCOLLATE\\b", "there are no collations: texts are ordered by their characters"),
          Hint.of("^\\s*CREATE\\s+(UNIQUE\\s+)?INDEX\\b.*\\bWHERE\\b", "an index is of all rows"),
          Hint.of(
              "^\\s*COMMENT\\s+ON\\b",
              "comments are on tables, columns, views, sequences, schemas"),
          Hint.of("^\\s*CREATE\\s+TABLE\\b.*\\bPARTITION\\s+BY\\b", "tables are not partitioned"));

  private ForeignSyntax() {}

  /** The error for a statement that cannot be parsed: a better one, or the parser's. */
  static SqlStateException explain(String statement, SqlStateException error) {
    if (error.state() != SqlState.SYNTAX_ERROR) {
      return error;
    }
    String start = statement.substring(0, Math.min(statement.length(), CHARS_MAX));
    for (Hint hint : HINTS) {
      if (hint.pattern.matcher(start).find()) {
        return hint.state.failure(hint.text + ": " + error.getMessage(), error);
      }
    }
    return error;
  }
}
