package dev.kevo.engine.backup;

import dev.kevo.engine.Backup;
import java.util.List;

/** What a backup consists of. */
record BackupList(long id, long millis, List<Item> items) {
  /**
   * A file of the database.
   *
   * @param name its name in the database
   * @param storedBy the backup that copied it
   * @param bytes its size
   * @param checksum its CRC32C
   * @param sourceMillis when the original was last written to
   */
  record Item(String name, long storedBy, long bytes, int checksum, long sourceMillis) {
    /** Its name in the directory of backups. */
    String storedName() {
      return BackupFormat.storedName(storedBy, name);
    }
  }

  Backup summary() {
    long bytes = 0;
    long newBytes = 0;
    for (Item item : items) {
      bytes += item.bytes();
      newBytes += item.storedBy() == id ? item.bytes() : 0;
    }
    return new Backup(id, millis, items.size(), bytes, newBytes);
  }
}
