package dev.kevo.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One consistent state of the database to read from: the latest committed one ({@link Database}), a
 * fixed one ({@link Snapshot}) or a fixed one plus own writes ({@link Transaction}).
 *
 * <p>Readers never block and are never blocked. All methods throw {@link ClosedException} once the
 * view or its database is closed.
 */
public interface ReadView {
  /**
   * Looks a key up without copying.
   *
   * @param value set to the value if there is one; its bytes are read-only and stay as they are for
   *     as long as the caller holds them
   * @return whether the key exists
   */
  boolean get(Keyspace keyspace, byte[] key, Slice value);

  /**
   * The sequence of the newest commit that the view shows: as long as it is the same, so is all
   * that the view shows, but for what ages.
   *
   * @return -1 if that does not hold: for a transaction that has written, or that is serializable
   *     and so has to know what it is asked for
   */
  long sequence();

  /** A copy of the value under a key, or null if there is none. */
  default byte @Nullable [] get(Keyspace keyspace, byte[] key) {
    Slice value = new Slice();
    return get(keyspace, key, value) ? value.toByteArray() : null;
  }

  /**
   * The values under several keys, in the order of the keys, null where there is none. All are read
   * from one state, of a database too.
   */
  List<byte @Nullable []> multiGet(Keyspace keyspace, List<byte[]> keys);

  /**
   * Opens a cursor over a range. The cursor sees the state of this moment: of a database, what is
   * committed now; of a transaction, also its own writes so far, and none made later.
   */
  Cursor scan(Keyspace keyspace, Scan scan);

  /**
   * How many keys of a range have a value: what stepping over it would count, mostly without
   * stepping ({@link Cursor#skip}).
   */
  default long count(Keyspace keyspace, KeyRange range) {
    try (Cursor cursor = scan(keyspace, Scan.of(range).withKeysOnly(true))) {
      return cursor.skip(Long.MAX_VALUE);
    }
  }
}
