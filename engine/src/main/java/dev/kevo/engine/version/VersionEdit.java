package dev.kevo.engine.version;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.sstable.TableMeta;
import java.util.ArrayList;
import java.util.List;

/**
 * One atomic change of a {@link VersionSet}: a record of the manifest.
 *
 * <pre>
 * payload := next file number varint64 | change*
 * change  := 1 | log number varint64 | flushed sequence varint64
 *          | 2 | keyspace id varint32 | name length-prefixed UTF-8 | options
 *          | 3 | keyspace id varint32 | options
 *          | 4 | keyspace id varint32 | level byte | table
 *          | 5 | keyspace id varint32 | level byte | file number varint64
 * options := see {@link StoredOption}
 * table   := file number varint64 | bytes varint64 | entries varint64 | smallest key length-prefixed
 *            | largest key length-prefixed | min sequence varint64 | max sequence varint64
 * </pre>
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

  public VersionEdit {
    changes = List.copyOf(changes);
  }

  /** One thing that an edit changes. */
  public sealed interface Change
      permits LogPosition, CreatedKeyspace, AlteredKeyspace, TableChange {
    /** Writes the change's kind and content. */
    void encode(BytesWriter payload);
  }

  /** A change of a keyspace's tables. */
  public sealed interface TableChange extends Change permits AddedTable, RemovedTable {
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
      payload.writeByte(ADDED_TABLE);
      payload.writeVarint32(keyspaceId);
      payload.writeByte(level);
      encodeTable(payload, table);
    }

    private static AddedTable decode(BytesReader payload) {
      return new AddedTable(payload.readVarint32(), decodeLevel(payload), decodeTable(payload));
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

  void encode(BytesWriter payload) {
    payload.writeVarint64(nextFileNumber);
    changes.forEach(change -> change.encode(payload));
  }

  static VersionEdit decode(BytesReader payload) {
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
            default -> throw payload.corrupt("unknown change " + kind + " in a version edit");
          });
    }
    return new VersionEdit(nextFileNumber, changes);
  }

  private static int decodeLevel(BytesReader payload) {
    int level = payload.readByte();
    if (level >= Version.LEVELS) {
      throw payload.corrupt("unknown level " + level);
    }
    return level;
  }

  private static void encodeTable(BytesWriter payload, TableMeta table) {
    payload.writeVarint64(table.fileNumber());
    payload.writeVarint64(table.bytes());
    payload.writeVarint64(table.entries());
    payload.writeLengthPrefixed(table.smallest());
    payload.writeLengthPrefixed(table.largest());
    payload.writeVarint64(table.minSequence());
    payload.writeVarint64(table.maxSequence());
  }

  private static TableMeta decodeTable(BytesReader payload) {
    return new TableMeta(
        payload.readVarint64(),
        payload.readVarint64(),
        payload.readVarint64(),
        payload.readLengthPrefixed(),
        payload.readLengthPrefixed(),
        payload.readVarint64(),
        payload.readVarint64());
  }
}
