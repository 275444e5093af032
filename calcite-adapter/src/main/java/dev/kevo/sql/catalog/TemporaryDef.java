package dev.kevo.sql.catalog;

/**
 * What makes a table temporary.
 *
 * @param session the session that alone sees it, until that ends; drawn at random, so that no
 *     session of another run has it
 * @param emptiedAtCommit whether its rows last for a transaction only
 */
public record TemporaryDef(long session, boolean emptiedAtCommit) {
  /** What no session is. */
  public static final long NO_SESSION = 0;
}
