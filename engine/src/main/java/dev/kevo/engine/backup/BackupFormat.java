package dev.kevo.engine.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.backup.BackupList.Item;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.codec.Checksum;
import dev.kevo.engine.io.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How a directory of backups looks.
 *
 * <pre>
 * 000003.backup       the list of backup 3; it is there once the backup is complete
 * 000003-000008.sst   a file of the database, copied by backup 3 and shared by later ones
 *
 * list := magic 8 bytes, "KEVOBACK" | format version fixed32, 1 | id varint64
 *         | milliseconds varint64 | count varint32 | item* | checksum of these fixed32
 * item := name length-prefixed | backup that copied it varint64 | bytes varint64
 *         | CRC32C of the file fixed32 | milliseconds of the original varint64
 * </pre>
 *
 * The list's {@link Checksum} has the id for a file number and 0 for an offset, that of a file is
 * plain. Milliseconds count from 1970. The items end with {@code CURRENT}, whose presence makes a
 * directory a database.
 */
final class BackupFormat {
  static final int VERSION = 1;

  /** "KEVOBACK", read as little-endian. */
  private static final long MAGIC = 0x4B4341424F56454BL;

  private static final String SUFFIX = ".backup";
  private static final int ITEM_BYTES_MIN = 8;
  private static final int ID_DIGITS_MAX = 18;

  private BackupFormat() {}

  static String listName(long id) {
    return digits(id) + SUFFIX;
  }

  static String storedName(long id, String name) {
    return digits(id) + "-" + name;
  }

  private static String digits(long id) {
    return String.format(Locale.ROOT, "%06d", id);
  }

  /** The id of the backup whose list has a name. */
  static OptionalLong idOfList(String name) {
    if (!name.endsWith(SUFFIX)) {
      return OptionalLong.empty();
    }
    OptionalLong id = id(name.substring(0, name.length() - SUFFIX.length()));
    return id.isPresent() && listName(id.getAsLong()).equals(name) ? id : OptionalLong.empty();
  }

  /** The id of the backup that copied the file of a name. */
  static OptionalLong idOfStored(String name) {
    int dash = name.indexOf('-');
    if (dash < 0) {
      return OptionalLong.empty();
    }
    String original = name.substring(dash + 1);
    OptionalLong id = id(name.substring(0, dash));
    return id.isPresent() && isDatabaseFile(original) ? id : OptionalLong.empty();
  }

  private static boolean isDatabaseFile(String name) {
    return name.equals(FileNames.CURRENT) || FileNames.parse(name).isPresent();
  }

  private static OptionalLong id(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= ID_DIGITS_MAX
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
  }

  static byte[] encode(BackupList list) {
    BytesWriter bytes = new BytesWriter();
    bytes.writeFixed64(MAGIC);
    bytes.writeFixed32(VERSION);
    bytes.writeVarint64(list.id());
    bytes.writeVarint64(list.millis());
    bytes.writeVarint32(list.items().size());
    for (Item item : list.items()) {
      bytes.writeLengthPrefixed(item.name().getBytes(UTF_8));
      bytes.writeVarint64(item.storedBy());
      bytes.writeVarint64(item.bytes());
      bytes.writeFixed32(item.checksum());
      bytes.writeVarint64(item.sourceMillis());
    }
    bytes.writeFixed32(Checksum.of(list.id(), 0, bytes.array(), 0, bytes.size()));
    return bytes.toByteArray();
  }

  /** Decodes and checks the list of a backup. */
  static BackupList decode(String file, long id, byte[] array) {
    int checked = array.length - Integer.BYTES;
    if (checked < Long.BYTES + Integer.BYTES) {
      throw new CorruptionException(file + " is no list of a backup: " + array.length + " bytes");
    }
    BytesReader reader = new BytesReader(file, 0, array, 0, checked);
    if (reader.readFixed64() != MAGIC) {
      throw new CorruptionException(file + " is no list of a backup: wrong magic number");
    }
    int version = reader.readFixed32();
    if (version != VERSION) {
      throw new CorruptionException(
          file + " has format version " + version + "; this Kevo reads " + VERSION);
    }
    int stored = new BytesReader(file, checked, array, checked, Integer.BYTES).readFixed32();
    if (stored != Checksum.of(id, 0, array, 0, checked)) {
      throw new CorruptionException(file + " at offset 0: wrong checksum");
    }
    if (reader.readVarint64() != id) {
      throw reader.corrupt("the list of another backup");
    }
    long millis = reader.readVarint64();
    int count = reader.readCount(ITEM_BYTES_MIN);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = new String(reader.readLengthPrefixed(), UTF_8);
      if (!isDatabaseFile(name)) {
        throw reader.corrupt(name + " is no file of a database");
      }
      items.add(
          new Item(
              name,
              reader.readVarint64(),
              reader.readVarint64(),
              reader.readFixed32(),
              reader.readVarint64()));
    }
    reader.expectEnd();
    return new BackupList(id, millis, List.copyOf(items));
  }
}
