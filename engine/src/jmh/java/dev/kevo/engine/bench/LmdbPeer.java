package dev.kevo.engine.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * LMDB through lmdbjava: buffers without copies, each thread's read transaction renewed, written
 * through its map unless commits are synced.
 */
final class LmdbPeer implements Peer {
  private static final long MAP_BYTES = 32L << 30;
  private static final int READERS_MAX = 64;
  private static final int KEY_BYTES_MAX = 511;

  static final Kind KIND =
      new Kind() {
        @Override
        public String name() {
          return "lmdb";
        }

        @Override
        public boolean logs() {
          return false;
        }

        @Override
        public Peer open(Path directory, Setting setting) {
          return new LmdbPeer(directory, setting);
        }
      };

  /** What a thread needs for its calls; the transaction is reset between them. */
  private record Session(ByteBuffer key, ByteBuffer value, Txn<ByteBuffer> read) {}

  private final Path directory;
  private final int valueBytes;
  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> map;
  private final Queue<Session> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Session> sessions = ThreadLocal.withInitial(this::session);

  private LmdbPeer(Path directory, Setting setting) {
    this.directory = directory;
    this.valueBytes = setting.valueBytes();
    Env.Builder<ByteBuffer> builder =
        Env.create().setMapSize(MAP_BYTES).setMaxDbs(1).setMaxReaders(READERS_MAX);
    env =
        setting.durable()
            ? builder.open(directory.toFile(), EnvFlags.MDB_NOTLS)
            : builder.open(
                directory.toFile(),
                EnvFlags.MDB_NOTLS,
                EnvFlags.MDB_NOSYNC,
                EnvFlags.MDB_WRITEMAP);
    map = env.openDbi("map", DbiFlags.MDB_CREATE);
  }

  private Session session() {
    Txn<ByteBuffer> read = env.txnRead();
    read.reset();
    Session session =
        new Session(
            ByteBuffer.allocateDirect(KEY_BYTES_MAX), ByteBuffer.allocateDirect(valueBytes), read);
    opened.add(session);
    return session;
  }

  private static ByteBuffer fill(ByteBuffer buffer, byte[] bytes) {
    return buffer.clear().put(bytes).flip();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    putAll(List.of(key), List.of(value));
  }

  @Override
  public void putAll(List<byte[]> keys, List<byte[]> values) {
    Session session = sessions.get();
    try (Txn<ByteBuffer> txn = env.txnWrite()) {
      for (int i = 0; i < keys.size(); i++) {
        map.put(txn, fill(session.key, keys.get(i)), fill(session.value, values.get(i)));
      }
      txn.commit();
    }
  }

  @Override
  public void delete(byte[] key) {
    Session session = sessions.get();
    try (Txn<ByteBuffer> txn = env.txnWrite()) {
      map.delete(txn, fill(session.key, key));
      txn.commit();
    }
  }

  @Override
  public void load(long entries, LongFunction<byte[]> key, Supplier<byte[]> value) {
    Session session = sessions.get();
    try (Txn<ByteBuffer> txn = env.txnWrite()) {
      for (long i = 0; i < entries; i++) {
        map.put(
            txn,
            fill(session.key, key.apply(i)),
            fill(session.value, value.get()),
            PutFlags.MDB_APPEND);
      }
      txn.commit();
    }
  }

  @Override
  public void compact() {
    throw new UnsupportedOperationException("it compacts only into a copy");
  }

  @Override
  public boolean get(byte[] key) {
    Session session = sessions.get();
    session.read.renew();
    try {
      return map.get(session.read, fill(session.key, key)) != null;
    } finally {
      session.read.reset();
    }
  }

  @Override
  public int scan(byte[] from, int count) {
    Session session = sessions.get();
    session.read.renew();
    int found = 0;
    try (Cursor<ByteBuffer> cursor = map.openCursor(session.read)) {
      boolean more = cursor.get(fill(session.key, from), GetOp.MDB_SET_RANGE);
      while (more) {
        found += cursor.key().remaining() > 0 && cursor.val().remaining() > 0 ? 1 : 0;
        more = found < count && cursor.next();
      }
    } finally {
      session.read.reset();
    }
    return found;
  }

  @Override
  public void settle() {
    // All of its work is done in the calls.
  }

  @Override
  public void close() {
    for (Session session : opened) {
      session.read.close();
    }
    long used = (env.info().lastPageNumber + 1) * env.stat().pageSize;
    env.close();
    // A map that is written through makes the file as long as itself.
    try (FileChannel file =
        FileChannel.open(directory.resolve("data.mdb"), StandardOpenOption.WRITE)) {
      file.truncate(used);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
