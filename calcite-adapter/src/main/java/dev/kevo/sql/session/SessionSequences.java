package dev.kevo.sql.session;

import dev.kevo.engine.ReadView;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.SequenceDef;
import dev.kevo.sql.exec.SequenceNumbers;
import dev.kevo.sql.types.SqlState;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The numbers of sequences for one session's statements. For one thread. */
final class SessionSequences implements SequenceNumbers {
  private final CatalogStore store;
  private final Function<ReadView, Catalog> catalogs;

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
    return () -> store.nextValue(definition);
  }
}
