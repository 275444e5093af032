package dev.kevo.engine.version;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.sstable.TableMeta;
import java.util.ArrayList;
import java.util.List;

/**
 * One atomic change of a {@link VersionSet}: a record of the manifest.
 *
 * <pre>
 * payload := field*
 * field   := 1 | next file number varint64
 *          | 2 | log number varint64 | flushed sequence varint64
 *          | 3 | keyspace id varint32 | name length-prefixed UTF-8
 *          | 4 | keyspace id varint32 | level byte | table
 *          | 5 | keyspace id varint32 | level byte | file number varint64
 * table   := file number varint64 | bytes varint64 | entries varint64 | smallest key length-prefixed
 *            | largest key length-prefixed | min sequence varint64 | max sequence varint64
 * </pre>
 *
 * @param nextFileNumber greater than every file number in use
 * @param logs which logs are still needed, if that changes
 * @param keyspaces created keyspaces
 * @param removed tables that are no longer part of a keyspace
 * @param added tables that now are
 */
public record VersionEdit(
    long nextFileNumber,
    List<LogPosition> logs,
    List<CreatedKeyspace> keyspaces,
    List<RemovedTable> removed,
    List<AddedTable> added) {
  private static final int NEXT_FILE_NUMBER = 1;
  private static final int LOG_POSITION = 2;
  private static final int CREATED_KEYSPACE = 3;
  private static final int ADDED_TABLE = 4;
  private static final int REMOVED_TABLE = 5;

  public VersionEdit {
    logs = List.copyOf(logs);
    keyspaces = List.copyOf(keyspaces);
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /**
   * Where a replay begins.
   *
   * @param logNumber the first log segment that is still needed
   * @param flushedSequence the last sequence before that segment's first one
   */
  public record LogPosition(long logNumber, long flushedSequence) {}

  /** A new keyspace. */
  public record CreatedKeyspace(int id, String name) {}

  /** A table that joins a level. */
  public record AddedTable(int keyspaceId, int level, TableMeta table) {}

  /** A table that leaves a level. */
  public record RemovedTable(int keyspaceId, int level, long fileNumber) {}

  void encode(BytesWriter payload) {
    payload.writeByte(NEXT_FILE_NUMBER);
    payload.writeVarint64(nextFileNumber);
    for (LogPosition log : logs) {
      payload.writeByte(LOG_POSITION);
      payload.writeVarint64(log.logNumber());
      payload.writeVarint64(log.flushedSequence());
    }
    for (CreatedKeyspace keyspace : keyspaces) {
      payload.writeByte(CREATED_KEYSPACE);
      payload.writeVarint32(keyspace.id());
      payload.writeLengthPrefixed(keyspace.name().getBytes(UTF_8));
    }
    for (RemovedTable table : removed) {
      payload.writeByte(REMOVED_TABLE);
      payload.writeVarint32(table.keyspaceId());
      payload.writeByte(table.level());
      payload.writeVarint64(table.fileNumber());
    }
    for (AddedTable table : added) {
      payload.writeByte(ADDED_TABLE);
      payload.writeVarint32(table.keyspaceId());
      payload.writeByte(table.level());
      encodeTable(payload, table.table());
    }
  }

  static VersionEdit decode(BytesReader payload) {
    long nextFileNumber = 0;
    List<LogPosition> logs = new ArrayList<>();
    List<CreatedKeyspace> keyspaces = new ArrayList<>();
    List<RemovedTable> removed = new ArrayList<>();
    List<AddedTable> added = new ArrayList<>();
    while (payload.remaining() > 0) {
      int field = payload.readByte();
      switch (field) {
        case NEXT_FILE_NUMBER -> nextFileNumber = payload.readVarint64();
        case LOG_POSITION ->
            logs.add(new LogPosition(payload.readVarint64(), payload.readVarint64()));
        case CREATED_KEYSPACE ->
            keyspaces.add(
                new CreatedKeyspace(
                    payload.readVarint32(), new String(payload.readLengthPrefixed(), UTF_8)));
        case REMOVED_TABLE ->
            removed.add(
                new RemovedTable(
                    payload.readVarint32(), decodeLevel(payload), payload.readVarint64()));
        case ADDED_TABLE ->
            added.add(
                new AddedTable(payload.readVarint32(), decodeLevel(payload), decodeTable(payload)));
        default -> throw payload.corrupt("unknown field " + field + " in a version edit");
      }
    }
    return new VersionEdit(nextFileNumber, logs, keyspaces, removed, added);
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
