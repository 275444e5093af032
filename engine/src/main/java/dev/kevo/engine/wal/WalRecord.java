package dev.kevo.engine.wal;

import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.key.EntryKind;
import org.jspecify.annotations.Nullable;

/**
 * What a data record of the write-ahead log holds: one atomic batch.
 *
 * <pre>
 * payload := sequence of the first entry fixed64 | count varint32 | entry*
 * entry   := keyspace id varint32 | kind byte | key length-prefixed | rest
 * rest    := nothing                                   (kind 0, DELETE)
 *          | value length-prefixed                     (kind 1, PUT)
 *          | bounded byte | end length-prefixed, if 1  (kind 2, RANGE_DELETE)
 * </pre>
 *
 * A range delete's key is the first that it deletes, its end the one after the last; without an end
 * it deletes all further keys, and with an end that is not above the key, none: such an entry only
 * takes its sequence. Entries take consecutive sequences, so that the last one of a key is its
 * newest; so do records. Entries of a dropped keyspace do not count.
 */
public final class WalRecord {
  private static final EntryKind[] KINDS = EntryKind.values();
  private static final int ENTRY_BYTES_MIN = 3;
  private static final int HEAD_BYTES_MAX = 8 + 5;

  /** Keyspace, kind and two lengths. */
  private static final int ENTRY_OVERHEAD_BYTES_MAX = 5 + 1 + 5 + 5;

  private WalRecord() {}

  public static void encodeHead(BytesWriter payload, long firstSequence, int count) {
    payload.writeFixed64(firstSequence);
    payload.writeVarint32(count);
  }

  /**
   * Adds an entry.
   *
   * @param key for a range delete, the first deleted key
   * @param value for a put, the value; for a range delete, its end, null if it has none
   */
  public static void encodeEntry(
      BytesWriter payload, int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value) {
    assert value != null || kind != EntryKind.PUT : "a put without a value";
    payload.writeVarint32(keyspaceId);
    payload.writeByte(kind.code());
    payload.writeLengthPrefixed(key);
    if (kind == EntryKind.RANGE_DELETE) {
      payload.writeByte(value == null ? 0 : 1);
    }
    if (value != null) {
      payload.writeLengthPrefixed(value);
    }
  }

  /**
   * What a record takes in a log at most.
   *
   * @param bytes those of its keys and values
   */
  public static long bytesMax(int entries, long bytes) {
    return LogFormat.RECORD_OVERHEAD_BYTES
        + HEAD_BYTES_MAX
        + (long) entries * ENTRY_OVERHEAD_BYTES_MAX
        + bytes;
  }

  /** The sequence of a record's first entry. */
  static long firstSequence(BytesReader payload) {
    return payload.readFixed64();
  }

  /** Decodes a record, whatever sequence it begins with. */
  public static void decodeAny(BytesReader payload, Sink sink) {
    decodeEntries(payload, payload.readFixed64(), sink);
  }

  /** Takes the entries of a record. */
  public interface Sink {
    /** One entry, as {@link #encodeEntry} takes it; the arrays are the sink's to keep. */
    void entry(long sequence, int keyspaceId, EntryKind kind, byte[] key, byte @Nullable [] value);
  }

  /**
   * Decodes a record, which must begin at a certain sequence.
   *
   * @return the sequence after the last entry
   */
  public static long decode(BytesReader payload, long expectedSequence, Sink sink) {
    long sequence = payload.readFixed64();
    if (sequence != expectedSequence) {
      throw payload.corrupt("expected sequence " + expectedSequence + ", found " + sequence);
    }
    return decodeEntries(payload, sequence, sink);
  }

  private static long decodeEntries(BytesReader payload, long firstSequence, Sink sink) {
    long sequence = firstSequence;
    int count = payload.readCount(ENTRY_BYTES_MIN);
    for (int i = 0; i < count; i++) {
      int keyspaceId = payload.readVarint32();
      EntryKind kind = decodeKind(payload);
      byte[] key = payload.readLengthPrefixed();
      boolean hasValue =
          kind == EntryKind.PUT || (kind == EntryKind.RANGE_DELETE && payload.readFlag());
      byte[] value = hasValue ? payload.readLengthPrefixed() : null;
      sink.entry(sequence++, keyspaceId, kind, key, value);
    }
    payload.expectEnd();
    return sequence;
  }

  private static EntryKind decodeKind(BytesReader payload) {
    int code = payload.readByte();
    for (EntryKind kind : KINDS) {
      if (kind.code() == code && kind != EntryKind.REFERENCE) {
        return kind;
      }
    }
    throw payload.corrupt("unknown kind of entry " + code);
  }
}
