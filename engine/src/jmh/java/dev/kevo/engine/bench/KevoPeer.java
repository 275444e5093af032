package dev.kevo.engine.bench;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.WriteBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Kevo. */
final class KevoPeer implements Peer {
  static final Kind KIND = kind("kevo", 0);

  /** As RocksDB's files for large values: from 4 KiB on. */
  static final Kind APART_KIND = kind("kevo-apart", 4096);

  private static Kind kind(String name, int largeValueBytes) {
    return new Kind() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean logs() {
        return true;
      }

      @Override
      public Peer open(Path directory, Setting setting) {
        return new KevoPeer(
            Kevo.open(
                directory,
                Options.DEFAULT
                    .withDurability(setting.durable() ? Durability.IMMEDIATE : Durability.NONE)
                    .withBlockCacheBytes(setting.cacheBytes())
                    .withMemTableBytesMax(setting.memTableBytes())
                    .withKeyspaceDefaults(
                        KeyspaceOptions.DEFAULT.withLargeValueBytes(largeValueBytes))));
      }
    };
  }

  private final Database database;
  private final Keyspace keyspace;
  private final ThreadLocal<Slice> value = ThreadLocal.withInitial(Slice::new);

  private KevoPeer(Database database) {
    this.database = database;
    this.keyspace = database.defaultKeyspace();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    database.put(keyspace, key, value);
  }

  @Override
  public void putAll(List<byte[]> keys, List<byte[]> values) {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < keys.size(); i++) {
      batch.put(keyspace, keys.get(i), values.get(i));
    }
    database.write(batch);
  }

  @Override
  public void delete(byte[] key) {
    database.delete(keyspace, key);
  }

  @Override
  public void load(long entries, LongFunction<byte[]> key, Supplier<byte[]> value) {
    try (SortedLoad load = database.load(keyspace)) {
      for (long i = 0; i < entries; i++) {
        load.put(key.apply(i), value.get());
      }
      load.commit();
    }
  }

  @Override
  public void compact() {
    database.compactRange(keyspace, KeyRange.all());
  }

  @Override
  public boolean get(byte[] key) {
    return database.get(keyspace, key, value.get());
  }

  @Override
  public int scan(byte[] from, int count) {
    int found = 0;
    try (Cursor cursor =
        database.scan(keyspace, Scan.of(new KeyRange(from, null)).withLimit(count))) {
      while (cursor.next()) {
        found += cursor.key().length() > 0 && cursor.value().length() > 0 ? 1 : 0;
      }
    }
    return found;
  }

  @Override
  public void settle() {
    database.flush();
    database.awaitCompactions();
  }

  @Override
  public void close() {
    database.close();
  }
}
