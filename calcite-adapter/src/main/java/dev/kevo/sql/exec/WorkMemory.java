package dev.kevo.sql.exec;

import dev.kevo.engine.Database;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.TemporaryFile;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one statement keeps rows in, and the files for rows that do not fit. {@link
 * #close} gives everything back. Thread-safe.
 */
public final class WorkMemory implements AutoCloseable {
  private final MemoryBroker broker;

  /** The memory that this is a part of, or null. */
  private final @Nullable WorkMemory whole;

  private List<TemporaryFile> files = List.of();
  private long taken;

  WorkMemory(MemoryBroker broker) {
    this(broker, null);
  }

  private WorkMemory(MemoryBroker broker, @Nullable WorkMemory whole) {
    this.broker = broker;
    this.whole = whole;
  }

  /** Memory that counts as this one's and can be given back on its own. */
  WorkMemory part() {
    return new WorkMemory(broker, this);
  }

  /** Takes memory; false if there is too little left. */
  public synchronized boolean tryTake(long bytes) {
    WorkMemory from = whole;
    boolean granted =
        from != null
            ? from.tryTake(bytes)
            : taken + bytes <= broker.statementBytesMax() && broker.tryTake(bytes);
    if (!granted) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Takes memory for what cannot go to a file. */
  public void take(long bytes) {
    if (!tryTake(bytes)) {
      throw exceeded();
    }
  }

  /** Gives back memory that was taken. */
  public synchronized void giveBack(long bytes) {
    taken -= bytes;
    if (whole != null) {
      whole.giveBack(bytes);
    } else {
      broker.giveBack(bytes);
    }
  }

  /** Where files for rows lie; null if there is no such place. */
  public @Nullable Database database() {
    return broker.database();
  }

  /** A file for rows; it goes with the statement if it is not closed before. */
  public synchronized TemporaryFile file() {
    if (whole != null) {
      return whole.file();
    }
    Database database = broker.database();
    if (database == null) {
      throw exceeded();
    }
    try {
      TemporaryFile file = database.temporaryFile();
      if (files.isEmpty()) {
        files = new ArrayList<>(); // most statements need none
      }
      files.add(file);
      return file;
    } catch (LimitExceededException e) {
      throw SqlState.OUT_OF_MEMORY.failure(message() + ": " + e.getMessage(), e);
    }
  }

  /** The error of a statement that needs more than it may have. */
  public SqlStateException exceeded() {
    return SqlState.OUT_OF_MEMORY.failure(message());
  }

  private String message() {
    return "the statement needs more memory than it may take ("
        + Math.min(broker.statementBytesMax(), Long.MAX_VALUE)
        + " bytes)";
  }

  @Override
  public synchronized void close() {
    if (taken != 0) {
      giveBack(taken);
    }
    files.forEach(TemporaryFile::close);
    files = List.of();
  }
}
