package dev.kevo.engine;

import java.time.Duration;
import java.util.List;

/**
 * The committed batches of a database in their order, each once and whole, from a {@link
 * CommitPosition} on; it goes on with those that are still to come.
 *
 * <p>It shows a commit once no power cut can take it back any more: under {@link
 * Durability#IMMEDIATE} at once, under {@link Durability#BATCH} after the next sync; under {@link
 * Durability#NONE} it syncs by itself. Tables that were ingested, and creating and dropping
 * keyspaces, are no commits. While it is open the database keeps the log that it has not shown. For
 * one thread at a time; must be closed.
 */
public interface ChangeStream extends AutoCloseable {
  /**
   * Moves to the next batch, and waits for one if there is none.
   *
   * @param timeoutMax how long to wait; zero not to wait
   * @return whether there was one in time
   * @throws ClosedException if the stream or its database is closed, also meanwhile
   */
  boolean next(Duration timeoutMax);

  /**
   * The writes of the current batch in their order, but for those to keyspaces that have been
   * dropped since.
   */
  List<WriteBatch.Write> writes();

  /** The place after the current batch; before the first one, where the stream began. */
  CommitPosition position();

  /** Lets go of the log. */
  @Override
  void close();
}
