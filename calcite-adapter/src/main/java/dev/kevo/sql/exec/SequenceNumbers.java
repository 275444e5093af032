package dev.kevo.sql.exec;

import dev.kevo.engine.ReadView;
import java.util.function.LongSupplier;

/** Where statements get the numbers of sequences from. */
public interface SequenceNumbers {
  /** For statements that cannot name a sequence. */
  SequenceNumbers NONE =
      (view, sequence) -> {
        throw new IllegalStateException("no sequences here");
      };

  /**
   * The numbers of a sequence.
   *
   * @param sequence its id
   * @return gives the next number each time it is asked; 42704 if the view has no such sequence
   */
  LongSupplier of(ReadView view, long sequence);
}
