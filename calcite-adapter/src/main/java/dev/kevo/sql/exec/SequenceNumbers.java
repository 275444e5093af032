package dev.kevo.sql.exec;

import dev.kevo.engine.ReadView;
import dev.kevo.sql.types.SqlState;
import java.util.function.LongSupplier;

/** Where statements get the numbers of sequences from. */
public interface SequenceNumbers {
  /** For statements that cannot name a sequence. */
  SequenceNumbers NONE =
      (view, sequence) -> {
        throw new IllegalStateException("no sequences here");
      };

  /** In the place of a sequence's id: the one that was asked last. */
  long ANY = 0;

  /**
   * The numbers of a sequence.
   *
   * @param sequence its id
   * @return gives the next number each time it is asked; 42704 if the view has no such sequence
   */
  LongSupplier of(ReadView view, long sequence);

  /**
   * The number that the session took last; 55000 if it took none yet.
   *
   * @param sequence the sequence's id, or {@link #ANY}
   */
  default long last(long sequence) {
    throw SqlState.NOT_READY.failure("this session has taken no number of the sequence yet");
  }
}
