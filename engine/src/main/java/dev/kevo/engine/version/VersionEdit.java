package dev.kevo.engine.version;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.value.ValueFileMeta;
import dev.kevo.engine.value.ValueUse;
import java.util.ArrayList;
import java.util.List;

/**
 * One atomic change of a {@link VersionSet}: a record of the manifest.
 *
 * <pre>
 * payload := table format varint32 | next file number varint64 | change*
 * change  := 1 | log number varint64 | flushed sequence varint64
 *          | 2 | keyspace id varint32 | name length-prefixed UTF-8 | options
 *          | 3 | keyspace id varint32 | options
 *          | 4 | keyspace id varint32 | level byte | table
 *          | 5 | keyspace id varint32 | level byte | file number varint64
 *          | 6 | keyspace id varint32 | range      (a range delete joins)
 *          | 7 | keyspace id varint32 | range      (a range delete leaves)
 *          | 8 | keyspace id varint32              (a keyspace is dropped)
 *          | 9 | keyspace id varint32 | sequence varint64  (entries below it have expired)
 *          | 10 | sequence varint64 | milliseconds since 1970 varint64
 *          | 11 | value format varint32 | keyspace id varint32 | value file number varint64
 *               | bytes varint64 | values varint64
 *          | 12 | keyspace id varint32 | history start
 *          | 13 | keyspace id varint32 | level byte | table | count varint32 | use * count
 * history start := sequence varint64 | microseconds since 1970 varint64   (2^63-1 both: none)
 * range   := sequence varint64 | start length-prefixed | bounded byte | end length-prefixed, if 1
 * options := see {@link StoredOption}
 * table   := file number varint64 | bytes varint64 | entries varint64 | smallest key length-prefixed
 *            | largest key length-prefixed | min sequence varint64 | max sequence varint64
 *            | deletes varint64 | clean sequence varint64 | loaded byte
 * use     := value file number varint64 | values varint64 | bytes varint64
 * </pre>
 *
 * Changes in order: 1 where a replay of the log begins; 2 a keyspace, with the next id from 0 on; 3
 * other options for it; 4 and 13 a table joins, 5 one leaves; 11 a value file joins. Bytes of a
 * file are its size, those of a use are the lengths of the records that the table refers to. A
 * table that refers to value files is added by 13, any other by 4; a value file leaves with the
 * last table that refers to it. The table format is the newest that a table of this edit may have,
 * so that an older Kevo refuses the database when it is opened and not when it meets such a table;
 * so is the format of a value file.
 *
 * @param nextFileNumber greater than every file number in use
 * @param changes what changes, as if at once
 */
public record VersionEdit(long nextFileNumber, List<Change> changes) {
  private static final int LOG_POSITION = 1;
  private static final int CREATED_KEYSPACE = 2;
  private static final int ALTERED_KEYSPACE = 3;
  private static final int ADDED_TABLE = 4;
  private static final int REMOVED_TABLE = 5;
  private static final int ADDED_RANGE_DELETE = 6;
  private static final int REMOVED_RANGE_DELETE = 7;
  private static final int DROPPED_KEYSPACE = 8;
  private static final int EXPIRED_ENTRIES = 9;
  private static final int SEQUENCE_TIME = 10;
  private static final int ADDED_VALUE_FILE = 11;
  private static final int KEPT_HISTORY = 12;
  private static final int ADDED_REFERRING_TABLE = 13;

  /** The least that a use takes. */
  private static final int USE_BYTES_MIN = 3;

  public VersionEdit {
    changes = List.copyOf(changes);
  }

  /** One thing that an edit changes. */
  public sealed interface Change
      permits LogPosition,
          CreatedKeyspace,
          AlteredKeyspace,
          DroppedKeyspace,
          SequenceTime,
          TableChange {
    /** Writes the change's kind and content. */
    void encode(BytesWriter payload);
  }

  /** A change of a keyspace's tables, or of the range deletes over them. */
  public sealed interface TableChange extends Change
      permits AddedTable,
          AddedValueFile,
          RemovedTable,
          AddedRangeDelete,
          RemovedRangeDelete,
          ExpiredEntries,
          KeptHistory {
    int keyspaceId();
  }

  /**
   * Where a replay begins.
   *
   * @param logNumber the first log segment that is still needed
   * @param flushedSequence the last sequence before that segment's first one
   */
  public record LogPosition(long logNumber, long flushedSequence) implements Change {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(LOG_POSITION);
      payload.writeVarint64(logNumber);
      payload.writeVarint64(flushedSequence);
    }

    private static LogPosition decode(BytesReader payload) {
      return new LogPosition(payload.readVarint64(), payload.readVarint64());
    }
  }

  /** A new keyspace. */
  public record CreatedKeyspace(int id, String name, KeyspaceOptions options) implements Change {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(CREATED_KEYSPACE);
      payload.writeVarint32(id);
      payload.writeLengthPrefixed(name.getBytes(UTF_8));
      StoredOption.encode(options, payload);
    }

    private static CreatedKeyspace decode(BytesReader payload) {
      return new CreatedKeyspace(
          payload.readVarint32(),
          new String(payload.readLengthPrefixed(), UTF_8),
          StoredOption.decode(payload));
    }
  }

  /** Other options for a keyspace. */
  public record AlteredKeyspace(int id, KeyspaceOptions options) implements Change {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(ALTERED_KEYSPACE);
      payload.writeVarint32(id);
      StoredOption.encode(options, payload);
    }

    private static AlteredKeyspace decode(BytesReader payload) {
      return new AlteredKeyspace(payload.readVarint32(), StoredOption.decode(payload));
    }
  }

  /** A table that joins a level. */
  public record AddedTable(int keyspaceId, int level, TableMeta table) implements TableChange {
    @Override
    public void encode(BytesWriter payload) {
      List<ValueUse> uses = table.valueUses();
      payload.writeByte(uses.isEmpty() ? ADDED_TABLE : ADDED_REFERRING_TABLE);
      payload.writeVarint32(keyspaceId);
      payload.writeByte(level);
      encodeTable(payload, table);
      if (!uses.isEmpty()) {
        encodeUses(payload, uses);
      }
    }

    private static AddedTable decode(BytesReader payload) {
      return new AddedTable(payload.readVarint32(), decodeLevel(payload), decodeTable(payload));
    }

    private static AddedTable decodeReferring(BytesReader payload) {
      AddedTable added = decode(payload);
      TableMeta table = added.table.withValueUses(decodeUses(payload));
      return new AddedTable(added.keyspaceId, added.level, table);
    }
  }

  /** A value file that tables of the same edit refer to. */
  public record AddedValueFile(int keyspaceId, ValueFileMeta file) implements TableChange {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(ADDED_VALUE_FILE);
      payload.writeVarint32(ValueFileMeta.FORMAT_VERSION);
      payload.writeVarint32(keyspaceId);
      payload.writeVarint64(file.fileNumber());
      payload.writeVarint64(file.bytes());
      payload.writeVarint64(file.values());
    }

    private static AddedValueFile decode(BytesReader payload) {
      requireFormat("value files", payload, ValueFileMeta.FORMAT_VERSION);
      int keyspaceId = payload.readVarint32();
      return new AddedValueFile(
          keyspaceId,
          new ValueFileMeta(
              payload.readVarint64(), payload.readVarint64(), payload.readVarint64()));
    }
  }

  /** A table that leaves a level. */
  public record RemovedTable(int keyspaceId, int level, long fileNumber) implements TableChange {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(REMOVED_TABLE);
      payload.writeVarint32(keyspaceId);
      payload.writeByte(level);
      payload.writeVarint64(fileNumber);
    }

    private static RemovedTable decode(BytesReader payload) {
      return new RemovedTable(payload.readVarint32(), decodeLevel(payload), payload.readVarint64());
    }
  }

  /** A range delete that the tables do not yet reflect. */
  public record AddedRangeDelete(int keyspaceId, RangeDelete delete) implements TableChange {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(ADDED_RANGE_DELETE);
      payload.writeVarint32(keyspaceId);
      encodeRange(payload, delete);
    }

    private static AddedRangeDelete decode(BytesReader payload) {
      return new AddedRangeDelete(payload.readVarint32(), decodeRange(payload));
    }
  }

  /** A range delete that the tables reflect by now. */
  public record RemovedRangeDelete(int keyspaceId, RangeDelete delete) implements TableChange {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(REMOVED_RANGE_DELETE);
      payload.writeVarint32(keyspaceId);
      encodeRange(payload, delete);
    }

    private static RemovedRangeDelete decode(BytesReader payload) {
      return new RemovedRangeDelete(payload.readVarint32(), decodeRange(payload));
    }
  }

  /** The entries older than a sequence, which have outlived their time. */
  public record ExpiredEntries(int keyspaceId, long before) implements TableChange {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(EXPIRED_ENTRIES);
      payload.writeVarint32(keyspaceId);
      payload.writeVarint64(before);
    }

    private static ExpiredEntries decode(BytesReader payload) {
      return new ExpiredEntries(payload.readVarint32(), payload.readVarint64());
    }
  }

  /** From when on a keyspace keeps what was there. */
  public record KeptHistory(int keyspaceId, HistoryStart start) implements TableChange {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(KEPT_HISTORY);
      payload.writeVarint32(keyspaceId);
      payload.writeVarint64(start.sequence());
      payload.writeVarint64(start.micros());
    }

    private static KeptHistory decode(BytesReader payload) {
      return new KeptHistory(
          payload.readVarint32(), new HistoryStart(payload.readVarint64(), payload.readVarint64()));
    }
  }

  /**
   * When a sequence had been given out.
   *
   * @param millis since 1970: every entry up to the sequence is at least as old
   */
  public record SequenceTime(long sequence, long millis) implements Change {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(SEQUENCE_TIME);
      payload.writeVarint64(sequence);
      payload.writeVarint64(millis);
    }

    private static SequenceTime decode(BytesReader payload) {
      return new SequenceTime(payload.readVarint64(), payload.readVarint64());
    }
  }

  /** The end of a keyspace and of all that is in it; its id is not used again. */
  public record DroppedKeyspace(int id) implements Change {
    @Override
    public void encode(BytesWriter payload) {
      payload.writeByte(DROPPED_KEYSPACE);
      payload.writeVarint32(id);
    }

    private static DroppedKeyspace decode(BytesReader payload) {
      return new DroppedKeyspace(payload.readVarint32());
    }
  }

  void encode(BytesWriter payload) {
    payload.writeVarint32(TableMeta.FORMAT_VERSION);
    payload.writeVarint64(nextFileNumber);
    changes.forEach(change -> change.encode(payload));
  }

  static VersionEdit decode(BytesReader payload) {
    requireFormat("tables", payload, TableMeta.FORMAT_VERSION);
    long nextFileNumber = payload.readVarint64();
    List<Change> changes = new ArrayList<>();
    while (payload.remaining() > 0) {
      int kind = payload.readByte();
      changes.add(
          switch (kind) {
            case LOG_POSITION -> LogPosition.decode(payload);
            case CREATED_KEYSPACE -> CreatedKeyspace.decode(payload);
            case ALTERED_KEYSPACE -> AlteredKeyspace.decode(payload);
            case ADDED_TABLE -> AddedTable.decode(payload);
            case REMOVED_TABLE -> RemovedTable.decode(payload);
            case ADDED_RANGE_DELETE -> AddedRangeDelete.decode(payload);
            case REMOVED_RANGE_DELETE -> RemovedRangeDelete.decode(payload);
            case DROPPED_KEYSPACE -> DroppedKeyspace.decode(payload);
            case EXPIRED_ENTRIES -> ExpiredEntries.decode(payload);
            case SEQUENCE_TIME -> SequenceTime.decode(payload);
            case KEPT_HISTORY -> KeptHistory.decode(payload);
            case ADDED_VALUE_FILE -> AddedValueFile.decode(payload);
            case ADDED_REFERRING_TABLE -> AddedTable.decodeReferring(payload);
            default -> throw payload.corrupt("unknown change " + kind + " in a version edit");
          });
    }
    return new VersionEdit(nextFileNumber, changes);
  }

  private static void requireFormat(String what, BytesReader payload, int newest) {
    int format = payload.readVarint32();
    if (format < 1 || format > newest) {
      throw payload.corrupt(
          what
              + " have format version "
              + Integer.toUnsignedString(format)
              + "; this Kevo reads up to "
              + newest);
    }
  }

  private static int decodeLevel(BytesReader payload) {
    int level = payload.readByte();
    if (level >= Version.LEVELS) {
      throw payload.corrupt("unknown level " + level);
    }
    return level;
  }

  private static void encodeRange(BytesWriter payload, RangeDelete delete) {
    byte[] end = delete.end();
    payload.writeVarint64(delete.sequence());
    payload.writeLengthPrefixed(delete.start());
    payload.writeByte(end == null ? 0 : 1);
    if (end != null) {
      payload.writeLengthPrefixed(end);
    }
  }

  private static RangeDelete decodeRange(BytesReader payload) {
    long sequence = payload.readVarint64();
    byte[] start = payload.readLengthPrefixed();
    return new RangeDelete(
        start, payload.readFlag() ? payload.readLengthPrefixed() : null, sequence);
  }

  private static void encodeTable(BytesWriter payload, TableMeta table) {
    payload.writeVarint64(table.fileNumber());
    payload.writeVarint64(table.bytes());
    payload.writeVarint64(table.entries());
    payload.writeLengthPrefixed(table.smallest());
    payload.writeLengthPrefixed(table.largest());
    payload.writeVarint64(table.minSequence());
    payload.writeVarint64(table.maxSequence());
    payload.writeVarint64(table.deletes());
    payload.writeVarint64(table.cleanSequence());
    payload.writeByte(table.loaded() ? 1 : 0);
  }

  private static TableMeta decodeTable(BytesReader payload) {
    return new TableMeta(
        payload.readVarint64(),
        payload.readVarint64(),
        payload.readVarint64(),
        payload.readLengthPrefixed(),
        payload.readLengthPrefixed(),
        payload.readVarint64(),
        payload.readVarint64(),
        payload.readVarint64(),
        payload.readVarint64(),
        payload.readFlag(),
        List.of());
  }

  private static void encodeUses(BytesWriter payload, List<ValueUse> uses) {
    payload.writeVarint32(uses.size());
    for (ValueUse use : uses) {
      payload.writeVarint64(use.fileNumber());
      payload.writeVarint64(use.values());
      payload.writeVarint64(use.bytes());
    }
  }

  private static List<ValueUse> decodeUses(BytesReader payload) {
    List<ValueUse> uses = new ArrayList<>();
    int count = payload.readCount(USE_BYTES_MIN);
    for (int i = 0; i < count; i++) {
      uses.add(
          new ValueUse(payload.readVarint64(), payload.readVarint64(), payload.readVarint64()));
    }
    return uses;
  }
}
