package dev.kevo.engine.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileWriter;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB through its JNI binding, with LZ4 and a bloom filter, as Kevo has them. */
final class RocksPeer implements Peer {
  static final Kind KIND = new RocksKind("rocksdb", false);

  /** With large values in files of their own. */
  static final Kind BLOB_KIND = new RocksKind("rocksdb-blobs", true);

  private static final int BLOB_BYTES_MIN = 4096;

  private record RocksKind(String name, boolean blobs) implements Kind {
    @Override
    public boolean logs() {
      return true;
    }

    @Override
    public Peer open(Path directory, Setting setting) {
      return new RocksPeer(directory, setting, blobs);
    }
  }

  private final Path directory;
  private final LRUCache cache;
  private final BloomFilter filter;
  private final Options options;
  private final WriteOptions writeOptions;
  private final RocksDB store;
  private final ThreadLocal<byte[]> value;

  private RocksPeer(Path directory, Setting setting, boolean blobs) {
    this.directory = directory;
    value = ThreadLocal.withInitial(() -> new byte[setting.valueBytes()]);
    RocksDB.loadLibrary(); // Before any object of its, which has no code yet.
    cache = new LRUCache(setting.cacheBytes());
    filter = new BloomFilter(10);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(setting.memTableBytes())
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setEnableBlobFiles(blobs)
            .setEnableBlobGarbageCollection(blobs)
            .setMinBlobSize(BLOB_BYTES_MIN)
            .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    writeOptions = new WriteOptions().setSync(setting.durable());
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
  public void putAll(List<byte[]> keys, List<byte[]> values) {
    try (WriteBatch batch = new WriteBatch()) {
      for (int i = 0; i < keys.size(); i++) {
        batch.put(keys.get(i), values.get(i));
      }
      store.write(writeOptions, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void delete(byte[] key) {
    try {
      store.delete(writeOptions, key);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void load(long entries, LongFunction<byte[]> key, Supplier<byte[]> value) {
    String table = directory.resolve("load.sst").toString();
    try (EnvOptions environment = new EnvOptions();
        SstFileWriter writer = new SstFileWriter(environment, options);
        IngestExternalFileOptions ingest = new IngestExternalFileOptions().setMoveFiles(true)) {
      writer.open(table);
      for (long i = 0; i < entries; i++) {
        writer.put(key.apply(i), value.get());
      }
      writer.finish();
      store.ingestExternalFile(List.of(table), ingest);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void compact() {
    try {
      store.compactRange();
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
