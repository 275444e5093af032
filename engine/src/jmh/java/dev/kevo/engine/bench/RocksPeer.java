package dev.kevo.engine.bench;

import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB through its JNI binding, uncompressed, with a bloom filter. */
final class RocksPeer implements Peer {
  private static final int VALUE_BYTES_MAX = 4096;

  static final Kind KIND =
      new Kind() {
        @Override
        public String name() {
          return "rocksdb";
        }

        @Override
        public Peer open(Path directory, boolean durable, long cacheBytes) {
          return new RocksPeer(directory, durable, cacheBytes);
        }
      };

  private final LRUCache cache;
  private final BloomFilter filter;
  private final Options options;
  private final WriteOptions writeOptions;
  private final RocksDB store;
  private final ThreadLocal<byte[]> value = ThreadLocal.withInitial(() -> new byte[VALUE_BYTES_MAX]);

  private RocksPeer(Path directory, boolean durable, long cacheBytes) {
    RocksDB.loadLibrary();
    cache = new LRUCache(cacheBytes);
    filter = new BloomFilter(10);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(32 << 20)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    writeOptions = new WriteOptions().setSync(durable);
    try {
      store = RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      store.put(writeOptions, key, value);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void putAll(List<byte[]> keys, byte[] value) {
    try (WriteBatch batch = new WriteBatch()) {
      for (byte[] key : keys) {
        batch.put(key, value);
      }
      store.write(writeOptions, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean get(byte[] key) {
    try {
      return store.get(key, value.get()) != RocksDB.NOT_FOUND;
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int scan(byte[] from, int count) {
    int found = 0;
    try (RocksIterator iterator = store.newIterator()) {
      for (iterator.seek(from); found < count && iterator.isValid(); iterator.next()) {
        found += iterator.key().length > 0 && iterator.value().length > 0 ? 1 : 0;
      }
    }
    return found;
  }

  @Override
  public void settle() {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      store.flush(flush);
      while (store.getLongProperty("rocksdb.num-running-compactions") > 0
          || store.getLongProperty("rocksdb.compaction-pending") > 0) {
        Thread.sleep(1);
      }
    } catch (RocksDBException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    store.close();
    writeOptions.close();
    options.close();
    filter.close();
    cache.close();
  }
}
