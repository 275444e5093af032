package dev.kevo.sql.catalog;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out the numbers of sequences. They come from blocks that are reserved in the store by
 * transactions of their own, so that no number is given twice, whatever is rolled back and whenever
 * the process dies; what is left of a block then is never given out. Thread-safe.
 */
final class Sequences {
  private static final Logger LOGGER = LoggerFactory.getLogger(Sequences.class);

  private final Database database;
  private final Keyspace keyspace;
  private final Map<Long, Block> blocks = new ConcurrentHashMap<>();

  Sequences(Database database, Keyspace keyspace) {
    this.database = database;
    this.keyspace = keyspace;
  }

  /** The next number; 2200H if there is none. */
  long next(SequenceDef sequence) {
    return blocks.computeIfAbsent(sequence.counter(), Block::new).next(sequence);
  }

  /** Gives back what was reserved and not given out, so that closing leaves no gap. */
  void close() {
    try {
      blocks.values().forEach(Block::giveBack);
    } catch (KevoException e) {
      LOGGER.debug("the numbers that sequences have reserved are left out", e);
    }
  }

  /** Deletes the counters of sequences that are gone; to be called before any is used. */
  void sweep(Supplier<Catalog> catalog) {
    List<byte[]> counters = new ArrayList<>();
    try (Cursor cursor =
        database.scan(keyspace, Scan.of(CatalogKeys.counters()).withKeysOnly(true))) {
      while (cursor.next()) {
        counters.add(cursor.key().toByteArray());
      }
    }
    if (counters.isEmpty()) {
      return;
    }
    Set<Long> known = new HashSet<>();
    for (CatalogObject object : catalog.get().objects()) {
      if (object instanceof SequenceDef sequence) {
        known.add(sequence.counter());
      }
    }
    for (byte[] key : counters) {
      if (!known.contains(CatalogKeys.id(key))) {
        database.delete(keyspace, key);
      }
    }
  }

  /** The numbers of one counter that are reserved and not given out yet. */
  private final class Block {
    private final byte[] key;

    // The fields below are guarded by this.
    private SequenceDef.@Nullable Options options;
    private long next;
    private long left;

    /** Where to go on if the options change; null if no number was given out yet. */
    private @Nullable Long last;

    Block(long counter) {
      this.key = CatalogKeys.counter(counter);
    }

    synchronized long next(SequenceDef sequence) {
      while (left == 0 || !sequence.options().equals(options)) {
        reserve(sequence);
      }
      long number = next;
      last = number;
      left--;
      if (left > 0) {
        next += sequence.options().increment();
      }
      return number;
    }

    /** Reserves numbers; does nothing if another one got in between. */
    private void reserve(SequenceDef sequence) {
      SequenceDef.Options wanted = sequence.options();
      try (Transaction transaction = database.begin()) {
        CounterState state =
            CounterState.read(transaction.get(keyspace, key), sequence.counterStart());
        if (options != null && !wanted.equals(options)) {
          state = last == null ? new CounterState(next, false) : CounterState.after(last, wanted);
        }
        long first = state.first(wanted, sequence.qualifiedName());
        long steps = CounterState.stepsFrom(first, wanted);
        boolean exhausts = Long.compareUnsigned(steps, wanted.cache()) < 0;
        long count = exhausts ? steps + 1 : wanted.cache();
        CounterState after = new CounterState(first + count * wanted.increment(), exhausts);
        transaction.put(keyspace, key, after.write());
        transaction.commit();
        next = first;
        left = count;
        options = wanted;
      } catch (ConflictException e) {
        // The caller tries again, after the block that the other one took.
      }
    }

    private synchronized void giveBack() {
      if (left > 0) {
        database.put(keyspace, key, new CounterState(next, false).write());
        left = 0;
      }
    }
  }
}
