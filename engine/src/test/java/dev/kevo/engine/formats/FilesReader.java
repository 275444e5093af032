package dev.kevo.engine.formats;

import static dev.kevo.engine.formats.StoredBytes.hash;
import static dev.kevo.engine.formats.StoredBytes.mayContain;
import static dev.kevo.engine.formats.StoredBytes.payload;
import static dev.kevo.engine.formats.StoredBytes.require;
import static dev.kevo.engine.formats.StoredBytes.requireChecksum;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A second reader of a database's files, made from {@code docs/file-formats.md} and the drawings
 * that it links alone. It shares no code with the engine, checks whatever a checksum or a count
 * covers, and knows nothing of torn tails. Bytes are strings of Latin-1 here, whose order is that
 * of keys.
 */
final class FilesReader {
  private static final int DELETE = 0;
  private static final int PUT = 1;
  private static final int RANGE_DELETE = 2;
  private static final int REFERENCE = 3;

  private final Map<String, byte[]> files;
  private final List<KeyspaceFiles> keyspaces = new ArrayList<>();
  private long logNumber;
  private long sequence;

  private record Entry(long sequence, int kind, String value) {}

  private record Range(long sequence, String start, @Nullable String end) {
    boolean covers(String key) {
      return start.compareTo(key) <= 0 && (end == null || key.compareTo(end) < 0);
    }
  }

  private record TableFile(
      long number, long bytes, long entries, long maxSequence, boolean loaded) {}

  private static final class KeyspaceFiles {
    private final String name;
    private final Map<Long, TableFile> tables = new TreeMap<>();
    private final List<Range> ranges = new ArrayList<>();
    private final NavigableMap<String, Entry> newest = new TreeMap<>();
    private long expiredBefore;
    private boolean dropped;

    private KeyspaceFiles(String name) {
      this.name = name;
    }

    private void add(String key, Entry entry) {
      newest.merge(key, entry, (a, b) -> a.sequence > b.sequence ? a : b);
    }

    private boolean shows(String key, Entry entry) {
      return entry.kind != DELETE
          && entry.sequence >= expiredBefore
          && ranges.stream().noneMatch(r -> r.sequence > entry.sequence && r.covers(key));
    }
  }

  private FilesReader(Map<String, byte[]> files) {
    this.files = files;
  }

  /** What the keyspaces hold, by name. */
  static Map<String, NavigableMap<String, String>> read(Map<String, byte[]> files) {
    FilesReader reader = new FilesReader(files);
    reader.readManifest();
    reader.readLog();
    Map<String, NavigableMap<String, String>> content = new TreeMap<>();
    for (KeyspaceFiles keyspace : reader.keyspaces) {
      if (!keyspace.dropped) {
        content.put(keyspace.name, reader.contentOf(keyspace));
      }
    }
    return content;
  }

  private NavigableMap<String, String> contentOf(KeyspaceFiles keyspace) {
    keyspace.tables.values().forEach(table -> readTable(keyspace, table));
    NavigableMap<String, String> shown = new TreeMap<>();
    keyspace.newest.forEach(
        (key, entry) -> {
          if (keyspace.shows(key, entry)) {
            shown.put(key, entry.kind == REFERENCE ? readValue(entry.value) : entry.value);
          }
        });
    return shown;
  }

  private byte[] file(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new AssertionError("expected the file " + name);
    }
    return bytes;
  }

  private byte[] file(long number, String suffix) {
    return file(String.format(Locale.ROOT, "%06d", number) + suffix);
  }

  // LogFormat

  /** Reads the records of data; answers with the number of the segment that follows, or 0. */
  private long readRecords(byte[] log, String magic, long number, List<StoredBytes> records) {
    StoredBytes in = new StoredBytes(log, 0, log.length);
    require(in.take(8).equals(magic) && in.fixed32() == 1, "version 1 of " + magic);
    require(in.fixed64() == number, "the file's number");
    long first = in.fixed64();
    require(first == (magic.equals("KVOMAN_1") ? 0 : sequence), "the first sequence that follows");
    requireChecksum(in.fixed32(), number, 0, log, 28);
    int end = log.length;
    while (end > in.position() && log[end - 1] == 0) {
      end--;
    }
    while (in.position() < end) {
      int begin = in.position();
      int type = in.u8();
      int length = in.fixed32();
      require(in.fixed64() <= begin, "no record that is durable before it is written");
      int payloadChecksum = in.fixed32();
      requireChecksum(in.fixed32(), number, begin, log, 17);
      requireChecksum(payloadChecksum, number, in.position(), log, length);
      StoredBytes payload = in.part(length);
      require(in.u8() == 0x5A, "an end mark");
      if (type == 2) {
        require(in.position() == end, "nothing after the end of a segment");
        return payload.fixed64();
      }
      require(type == 1, "a record of data");
      records.add(payload);
    }
    return 0;
  }

  // Manifest, VersionEdit

  private void readManifest() {
    String current = new String(file("CURRENT"), UTF_8);
    require(current.endsWith("\n"), "a line feed");
    String name = current.substring(0, current.length() - 1);
    List<StoredBytes> edits = new ArrayList<>();
    long number = Long.parseLong(name.substring("MANIFEST-".length()));
    require(readRecords(file(name), "KVOMAN_1", number, edits) == 0, "one manifest");
    for (StoredBytes edit : edits) {
      require(edit.varint() == 1, "tables of version 1");
      edit.varint();
      while (!edit.atEnd()) {
        apply(edit.u8(), edit);
      }
    }
  }

  private void apply(int change, StoredBytes edit) {
    switch (change) {
      case 1 -> {
        logNumber = edit.varint();
        sequence = edit.varint() + 1;
      }
      case 2 -> {
        require(edit.varint() == keyspaces.size(), "the next id");
        keyspaces.add(new KeyspaceFiles(new String(edit.prefixed().getBytes(ISO_8859_1), UTF_8)));
        skipOptions(edit);
      }
      case 3 -> {
        edit.varint();
        skipOptions(edit);
      }
      case 4, 13 -> {
        KeyspaceFiles keyspace = keyspace(edit);
        edit.u8();
        TableFile table = table(edit);
        for (long uses = change == 4 ? 0 : edit.varint(); uses > 0; uses--) {
          edit.varint();
          edit.varint();
          edit.varint();
        }
        keyspace.tables.put(table.number, table);
      }
      case 5 -> {
        KeyspaceFiles keyspace = keyspace(edit);
        edit.u8();
        require(keyspace.tables.remove(edit.varint()) != null, "a table to leave");
      }
      case 6 -> keyspace(edit).ranges.add(range(edit));
      case 7 -> require(keyspace(edit).ranges.remove(range(edit)), "a range delete to leave");
      case 8 -> keyspace(edit).dropped = true;
      case 9 -> keyspace(edit).expiredBefore = edit.varint();
      case 10 -> {
        edit.varint();
        edit.varint();
      }
      case 11 -> {
        require(edit.varint() == 1, "value files of version 1");
        keyspace(edit);
        readFooterOfValues(edit.varint(), edit.varint(), edit.varint());
      }
      case 12 -> {
        keyspace(edit);
        edit.varint();
        edit.varint();
      }
      default -> throw new AssertionError("unknown change " + change);
    }
  }

  private KeyspaceFiles keyspace(StoredBytes in) {
    return keyspaces.get((int) in.varint());
  }

  private static void skipOptions(StoredBytes edit) {
    for (long options = edit.varint(); options > 0; options--) {
      edit.varint();
      edit.varint();
    }
  }

  private static TableFile table(StoredBytes edit) {
    long number = edit.varint();
    long bytes = edit.varint();
    long entries = edit.varint();
    edit.prefixed();
    edit.prefixed();
    edit.varint();
    long maxSequence = edit.varint();
    edit.varint();
    edit.varint();
    return new TableFile(number, bytes, entries, maxSequence, edit.u8() == 1);
  }

  private static Range range(StoredBytes edit) {
    long at = edit.varint();
    String start = edit.prefixed();
    return new Range(at, start, edit.u8() == 1 ? edit.prefixed() : null);
  }

  // WalRecord

  private void readLog() {
    for (long number = logNumber; number != 0; ) {
      List<StoredBytes> records = new ArrayList<>();
      long next = readRecords(file(number, ".wal"), "KVOWAL_1", number, records);
      records.forEach(this::readBatch);
      number = next;
    }
  }

  private void readBatch(StoredBytes record) {
    require(record.fixed64() == sequence, "the next sequence");
    for (long left = record.varint(); left > 0; left--) {
      KeyspaceFiles keyspace = keyspace(record);
      int kind = record.u8();
      String key = record.prefixed();
      switch (kind) {
        case DELETE -> keyspace.add(key, new Entry(sequence, kind, ""));
        case PUT -> keyspace.add(key, new Entry(sequence, kind, record.prefixed()));
        case RANGE_DELETE ->
            keyspace.ranges.add(
                new Range(sequence, key, record.u8() == 1 ? record.prefixed() : null));
        default -> throw new AssertionError("unknown kind " + kind);
      }
      sequence++;
    }
    require(record.atEnd(), "the end of a record");
  }

  // TableFormat, BlockCompression

  private void readTable(KeyspaceFiles keyspace, TableFile table) {
    byte[] file = file(table.number, ".sst");
    require(file.length == table.bytes, "the size of table " + table.number);
    int footerAt = file.length - 52;
    StoredBytes footer = new StoredBytes(file, footerAt, file.length);
    int filterAt = (int) footer.fixed64();
    int filterLength = footer.fixed32();
    int indexAt = (int) footer.fixed64();
    int indexLength = footer.fixed32();
    int propertiesAt = (int) footer.fixed64();
    int propertiesLength = footer.fixed32();
    require(footer.fixed32() == 1, "version 1");
    requireChecksum(footer.fixed32(), table.number, footerAt, file, 40);
    require(footer.take(8).equals("KEVOTABL"), "a table");
    StoredBytes properties = block(file, table.number, propertiesAt, propertiesLength);
    require(properties.varint() == table.entries, "as many entries as the manifest says");
    StoredBytes filter =
        filterLength == 0 ? null : block(file, table.number, filterAt, filterLength);
    StoredBytes index = block(file, table.number, indexAt, indexLength);
    int at = 0;
    long entries = 0;
    String separator = "";
    for (long blocks = index.varint(); blocks > 0; blocks--) {
      int length = (int) index.varint();
      long expected = index.varint();
      String next = index.prefixed();
      require(next.compareTo(separator) >= 0, "separators that ascend");
      separator = next;
      index.varint();
      StoredBytes block = block(file, table.number, at, length);
      for (; !block.atEnd(); expected--, entries++) {
        readEntry(keyspace, table, separator, filter, block);
      }
      require(expected == 0, "as many entries as the index says");
      at += length + 5;
    }
    require(index.atEnd() && at == filterAt && entries == table.entries, "a whole table");
  }

  private static void readEntry(
      KeyspaceFiles keyspace,
      TableFile table,
      String separator,
      @Nullable StoredBytes filter,
      StoredBytes block) {
    long keyLength = block.varint();
    long valueLength = block.varint();
    long tag = block.varint();
    String key = block.take(keyLength);
    String value = block.take(valueLength);
    require(key.compareTo(separator) >= 0, "a key above its block's separator");
    require(filter == null || mayContain(filter, hash(key)), "a key that is in the filter");
    long at = table.loaded ? table.maxSequence : tag >>> 7;
    keyspace.add(key, new Entry(at, (int) tag & 0x7F, value));
  }

  private static StoredBytes block(byte[] file, long number, int at, int length) {
    requireChecksum(
        new StoredBytes(file, at + length + 1, file.length).fixed32(),
        number,
        at,
        file,
        length + 1);
    return payload(file, at, length, file[at + length]);
  }

  // ValueFormat, ValueReference

  private void readFooterOfValues(long number, long bytes, long values) {
    if (files.containsKey(String.format(Locale.ROOT, "%06d.val", number))) {
      byte[] file = file(number, ".val");
      int at = file.length - 24;
      StoredBytes footer = new StoredBytes(file, at, file.length);
      require(file.length == bytes && footer.fixed64() == values, "what the manifest says");
      require(footer.fixed32() == 1, "version 1");
      requireChecksum(footer.fixed32(), number, at, file, 12);
      require(footer.take(8).equals("KEVOVALS"), "a value file");
    }
  }

  private String readValue(String reference) {
    byte[] bytes = reference.getBytes(ISO_8859_1);
    StoredBytes in = new StoredBytes(bytes, 0, bytes.length);
    long number = in.varint();
    int at = (int) in.varint();
    int length = (int) in.varint();
    byte[] file = file(number, ".val");
    require(in.atEnd() && new StoredBytes(file, at, file.length).fixed32() == length, "a record");
    requireChecksum(
        new StoredBytes(file, at + length - 4, file.length).fixed32(),
        number,
        at,
        file,
        length - 4);
    StoredBytes value = payload(file, at + 4, length - 9, file[at + length - 5]);
    return value.rest();
  }
}
