package dev.kevo.sql.parser.ddl;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * MAP: which entries of a keyspace are rows.
 *
 * @param keyspace its name; null for the default one
 * @param keyPattern what KEY gives
 * @param format what follows VALUE
 * @param delimiter what DELIMITED BY gives, or null
 * @param onMalformed what follows ON MALFORMED
 */
public record MappingClause(
    @Nullable SqlIdentifier keyspace,
    String keyPattern,
    Format format,
    @Nullable String delimiter,
    OnMalformed onMalformed,
    SqlParserPos position) {

  /** How values are written. The names are stored. */
  public enum Format {
    /** A JSON object, or any JSON document with a column for all of it. */
    JSON,
    /** Fields between delimiters, in quotes where they must be. */
    DELIMITED,
    /** One column as text. */
    TEXT,
    /** Numbers of fixed width, big-endian; the last column may take the rest. */
    BINARY,
    /** The same in little-endian. */
    BINARY_LITTLE_ENDIAN
  }

  /** What becomes of a value that cannot be read. The names are stored. */
  public enum OnMalformed {
    /** The statement that reads it fails. */
    ERROR,
    /** It is left out. */
    SKIP,
    /** Its columns are NULL. */
    NULL
  }
}
