package dev.kevo.engine.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** H2's MVStore with byte arrays for keys and values. */
final class MvStorePeer implements Peer {
  static final Kind KIND =
      new Kind() {
        @Override
        public String name() {
          return "mvstore";
        }

        @Override
        public boolean logs() {
          return false;
        }

        @Override
        public Peer open(Path directory, Setting setting) {
          return new MvStorePeer(directory, setting);
        }
      };

  private final boolean durable;
  private final MVStore store;
  private final MVMap<byte[], byte[]> map;

  private MvStorePeer(Path directory, Setting setting) {
    durable = setting.durable();
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("store.mv").toString())
            .cacheSize((int) (setting.cacheBytes() >> 20))
            .open();
    map =
        store.openMap(
            "map",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(new BytesType())
                .valueType(new BytesType()));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(key, value);
    commitIfDurable();
  }

  @Override
  public void putAll(List<byte[]> keys, List<byte[]> values) {
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    store.commit();
    if (durable) {
      store.sync();
    }
  }

  @Override
  public void delete(byte[] key) {
    map.remove(key);
    commitIfDurable();
  }

  @Override
  public void load(long entries, LongFunction<byte[]> key, Supplier<byte[]> value) {
    for (long i = 0; i < entries; i++) {
      map.append(key.apply(i), value.get());
    }
    store.commit();
  }

  @Override
  public void compact() {
    store.compactFile(Integer.MAX_VALUE);
  }

  private void commitIfDurable() {
    if (durable) {
      store.commit();
      store.sync();
    }
  }

  @Override
  public boolean get(byte[] key) {
    return map.get(key) != null;
  }

  @Override
  public int scan(byte[] from, int count) {
    int found = 0;
    Cursor<byte[], byte[]> cursor = map.cursor(from);
    while (found < count && cursor.hasNext()) {
      found += cursor.next().length > 0 && cursor.getValue().length > 0 ? 1 : 0;
    }
    return found;
  }

  @Override
  public void settle() {
    store.commit();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Byte arrays in unsigned order. */
  private static final class BytesType extends BasicDataType<byte[]> {
    @Override
    public int compare(byte[] a, byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }

    @Override
    public int getMemory(byte[] bytes) {
      return 24 + bytes.length;
    }

    @Override
    public void write(WriteBuffer buffer, byte[] bytes) {
      buffer.putVarInt(bytes.length).put(bytes);
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
      byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
      buffer.get(bytes);
      return bytes;
    }

    @Override
    public byte[][] createStorage(int size) {
      return new byte[size][];
    }
  }
}
