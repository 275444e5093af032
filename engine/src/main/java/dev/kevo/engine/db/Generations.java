package dev.kevo.engine.db;

import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.wal.WriteAheadLog;

/**
 * Counts the {@link Generation}s and begins new ones: a segment of the log, and new MemTables for
 * those that hold something. Only the leader of the {@link CommitQueue} begins one.
 */
final class Generations {
  private final WriteAheadLog log;
  private final ReadStates states;
  private final Health health;
  private final WriteThrottle throttle;
  private final FileNumbers numbers;
  private final DurableSequence durable;

  /** The number of generations begun. Volatile: written by the leader, read by who flushes. */
  private volatile long newest;

  Generations(
      WriteAheadLog log,
      ReadStates states,
      Health health,
      WriteThrottle throttle,
      FileNumbers numbers,
      DurableSequence durable) {
    this.log = log;
    this.states = states;
    this.health = health;
    this.throttle = throttle;
    this.numbers = numbers;
    this.durable = durable;
  }

  /** The number of the newest generation. */
  long newest() {
    return newest;
  }

  /**
   * Sets aside what is in memory, once there is room for it.
   *
   * @param lastSequence the newest that was given out
   */
  void begin(long lastSequence) {
    throttle.requireRoomForGeneration();
    long segment = numbers.next();
    long logBytes = log.segmentBytes();
    try {
      log.prepareSegment(segment, lastSequence + 1);
    } catch (DiskFullException e) {
      throw e; // Nothing has changed yet.
    } catch (RuntimeException | Error e) {
      health.fail(e);
      throw e;
    }
    try {
      log.rotate();
    } catch (RuntimeException | Error e) {
      health.fail(e);
      throw e;
    }
    durable.advance(true, lastSequence);
    long generation = newest + 1;
    states.rotate(generation, lastSequence, segment, logBytes);
    newest = generation;
    throttle.generationBegun();
  }
}
