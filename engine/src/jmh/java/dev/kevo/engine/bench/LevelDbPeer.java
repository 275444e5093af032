package dev.kevo.engine.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.iq80.leveldb.impl.DbImpl;
import org.iq80.leveldb.impl.Iq80DBFactory;

/** The pure-Java LevelDB of iq80, uncompressed; it has no bloom filters. */
final class LevelDbPeer implements Peer {
  static final Kind KIND =
      new Kind() {
        @Override
        public String name() {
          return "leveldb";
        }

        @Override
        public boolean logs() {
          return true;
        }

        @Override
        public Peer open(Path directory, Setting setting) {
          return new LevelDbPeer(directory, setting);
        }
      };

  private final DbImpl store;
  private final WriteOptions writeOptions;

  private LevelDbPeer(Path directory, Setting setting) {
    writeOptions = new WriteOptions().sync(setting.durable());
    Options options =
        new Options()
            .createIfMissing(true)
            .compressionType(CompressionType.NONE)
            .cacheSize(setting.cacheBytes())
            .writeBufferSize((int) setting.memTableBytes());
    try {
      store = (DbImpl) Iq80DBFactory.factory.open(directory.toFile(), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(key, value, writeOptions);
  }

  @Override
  public void putAll(List<byte[]> keys, List<byte[]> values) {
    try (WriteBatch batch = store.createWriteBatch()) {
      for (int i = 0; i < keys.size(); i++) {
        batch.put(keys.get(i), values.get(i));
      }
      store.write(batch, writeOptions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(byte[] key) {
    store.delete(key, writeOptions);
  }

  @Override
  public void load(long entries, LongFunction<byte[]> key, Supplier<byte[]> value) {
    throw new UnsupportedOperationException("it has batches only");
  }

  @Override
  public void compact() {
    throw new UnsupportedOperationException("it compacts in the background only");
  }

  @Override
  public boolean get(byte[] key) {
    return store.get(key) != null;
  }

  @Override
  public int scan(byte[] from, int count) {
    int found = 0;
    try (DBIterator iterator = store.iterator()) {
      iterator.seek(from);
      while (found < count && iterator.hasNext()) {
        Map.Entry<byte[], byte[]> entry = iterator.next();
        found += entry.getKey().length > 0 && entry.getValue().length > 0 ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Override
  public void settle() {
    store.flushMemTable();
    try {
      store.suspendCompactions(); // Returns when the compaction that runs has ended.
      store.resumeCompactions();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
