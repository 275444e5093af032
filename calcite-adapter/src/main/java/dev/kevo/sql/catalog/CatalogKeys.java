package dev.kevo.sql.catalog;

import dev.kevo.engine.KeyRange;

/**
 * The catalogue's keys in {@link CatalogStore#KEYSPACE}. Numbers are 8 bytes, big-endian.
 *
 * <pre>
 *   01 00        token: 16 bytes, other ones after each change of the catalogue
 *   01 01        the next object's id
 *   01 02 id     an object: {@link CatalogRecord}
 *   01 03        the end of the block of row ids that is being given out
 *   01 04 id     a dropped table or index whose entries are to be deleted; empty
 *   01 05 counter   how far a sequence has come: {@link CounterState}
 *   01 06 id     what ANALYZE found in a table: {@link StatisticsRecord}
 *   02 id ...    entries of tables and indexes: {@link TablePrefix}
 *   03 id ...    reference keys: the key of a row with another tag; only locked and deleted
 *   04 id ...    what is pending for an index that is being built: the keys of entries with another
 *                tag
 * </pre>
 */
final class CatalogKeys {
  static final byte[] TOKEN = {1, 0};
  static final byte[] NEXT_ID = {1, 1};
  static final byte[] ROW_ID_END = {1, 3};

  private static final byte[] OBJECTS = {1, 2};
  private static final byte[] DROPPED = {1, 4};
  private static final byte[] COUNTERS = {1, 5};

  private static final byte[] STATISTICS = {1, 6};

  private CatalogKeys() {}

  static KeyRange objects() {
    return KeyRange.prefix(OBJECTS);
  }

  static byte[] object(long id) {
    return withId(OBJECTS, id);
  }

  static KeyRange dropped() {
    return KeyRange.prefix(DROPPED);
  }

  static byte[] dropped(long id) {
    return withId(DROPPED, id);
  }

  static KeyRange statistics() {
    return KeyRange.prefix(STATISTICS);
  }

  static byte[] statistics(long id) {
    return withId(STATISTICS, id);
  }

  static KeyRange counters() {
    return KeyRange.prefix(COUNTERS);
  }

  static byte[] counter(long counter) {
    return withId(COUNTERS, counter);
  }

  /** The id at the end of a key. */
  static long id(byte[] key) {
    if (key.length != 2 + Long.BYTES) {
      throw Fields.corrupt("a key has " + key.length + " bytes");
    }
    return fixed64(key, 2);
  }

  static byte[] fixed64(long number) {
    return withId(new byte[0], number);
  }

  static long fixed64(byte[] array, int at) {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = (number << 8) | (array[at + i] & 0xFF);
    }
    return number;
  }

  private static byte[] withId(byte[] start, long id) {
    byte[] key = new byte[start.length + Long.BYTES];
    System.arraycopy(start, 0, key, 0, start.length);
    for (int i = 0; i < Long.BYTES; i++) {
      key[key.length - 1 - i] = (byte) (id >>> (8 * i));
    }
    return key;
  }
}
