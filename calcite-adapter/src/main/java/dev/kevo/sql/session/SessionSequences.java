package dev.kevo.sql.session;

import dev.kevo.engine.ReadView;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.exec.SequenceNumbers;
import dev.kevo.sql.types.SqlState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The numbers of sequences for one session's statements. For one thread. */
final class SessionSequences implements SequenceNumbers {
  private final CatalogStore store;
  private final Function<ReadView, Catalog> catalogs;

  /** By sequence, the number that was taken last; that of any sequence under ANY. */
  private final Map<Long, Long> last = new HashMap<>();

  SessionSequences(CatalogStore store, Function<ReadView, Catalog> catalogs) {
    this.store = store;
    this.catalogs = catalogs;
  }

  @Override
  public LongSupplier of(ReadView view, long sequence) {
    SequenceDef definition =
        catalogs
            .apply(view)
            .sequence(sequence)
            .orElseThrow(
                () -> SqlState.UNDEFINED_OBJECT.failure("the sequence does not exist any more"));
    return () -> {
      long number = store.nextValue(definition);
      last.put(sequence, number);
      last.put(ANY, number);
      return number;
    };
  }

  @Override
  public long last(long sequence) {
    Long number = last.get(sequence);
    return number == null ? SequenceNumbers.super.last(sequence) : number;
  }
}
