package dev.kevo.engine.io;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file in the system's cache, as memory that is written without asking the system. What
 * is put there survives the process as what was written does, and the file's sync covers it: Linux
 * promises both. For one thread at a time; must be closed, which unmaps it.
 */
final class MappedPart implements AutoCloseable {
  private static final VarHandle BUFFER_LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** A multiple of every page size, so that places in the buffer are aligned as in the file. */
  private static final int UNIT_BYTES = 64 << 10;

  private static final @Nullable Mapper MAPPER = mapper();

  private final ByteBuffer buffer;
  private final Mapped mapped;
  private final long from;
  private final long to;

  /** How this Java maps a part of a file such that it can be unmapped. */
  private interface Mapper {
    Mapped map(FileChannel channel, long from, long length) throws Throwable;
  }

  private record Mapped(ByteBuffer buffer, AutoCloseable owner) {}

  private MappedPart(Mapped mapped, long from, long to) {
    this.mapped = mapped;
    this.buffer = mapped.buffer;
    this.from = from;
    this.to = to;
  }

  /**
   * Maps a part that lies inside the file, and for which it has space; null where that cannot be
   * done: not on Linux, not this file system, or not enough memory.
   */
  static @Nullable MappedPart of(Path path, long from, long to) {
    Mapper mapper = MAPPER;
    if (mapper == null) {
      return null;
    }
    long begin = from / UNIT_BYTES * UNIT_BYTES;
    boolean interrupted = false;
    try {
      while (true) {
        // A channel of its own, for an interrupt would close it.
        try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          return new MappedPart(mapper.map(channel, begin, to - begin), begin, to);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        } catch (IOException e) {
          return null;
        } catch (RuntimeException | Error e) {
          throw e;
        } catch (Throwable e) {
          throw new IllegalStateException(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether a part of the file lies in this one. */
  boolean contains(long begin, int length) {
    return begin >= from && begin + length <= to;
  }

  /**
   * Puts bytes at a place of the file, one after the other: whenever the process is killed, the
   * file has a first part of them and nothing of the rest.
   */
  void put(long position, byte[] bytes, int offset, int length) {
    int at = (int) (position - from);
    int next = offset;
    int end = offset + length;
    while (next < end && (at & (Long.BYTES - 1)) != 0) {
      buffer.put(at++, bytes[next++]);
      VarHandle.releaseFence();
    }
    for (; next <= end - Long.BYTES; next += Long.BYTES) {
      BUFFER_LONG.set(buffer, at, (long) ARRAY_LONG.get(bytes, next));
      VarHandle.releaseFence();
      at += Long.BYTES;
    }
    while (next < end) {
      buffer.put(at++, bytes[next++]);
      VarHandle.releaseFence();
    }
  }

  /** Unmaps it; the bytes stay in the file. */
  @Override
  public void close() {
    try {
      mapped.owner.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Both ways are reached by name: the first is not in Java 17, the second is going away. */
  private static @Nullable Mapper mapper() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    try {
      return arenas();
    } catch (ReflectiveOperationException e) {
      // Java 21 or older.
    }
    try {
      return cleaners();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static Mapper arenas() throws ReflectiveOperationException {
    Class<?> arena = Class.forName("java.lang.foreign.Arena");
    Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodHandle open = lookup.findStatic(arena, "ofShared", MethodType.methodType(arena));
    MethodHandle map =
        lookup.findVirtual(
            FileChannel.class,
            "map",
            MethodType.methodType(segment, MapMode.class, long.class, long.class, arena));
    MethodHandle asBuffer =
        lookup.findVirtual(segment, "asByteBuffer", MethodType.methodType(ByteBuffer.class));
    return (channel, from, length) -> {
      AutoCloseable owner = (AutoCloseable) open.invoke();
      boolean done = false;
      try {
        Object mapped = map.invoke(channel, MapMode.READ_WRITE, from, length, owner);
        ByteBuffer buffer = (ByteBuffer) asBuffer.invoke(mapped);
        done = true;
        return new Mapped(buffer, owner);
      } finally {
        if (!done) {
          owner.close();
        }
      }
    };
  }

  private static Mapper cleaners() throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    MethodHandle clean =
        MethodHandles.publicLookup()
            .findVirtual(
                unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
            .bindTo(instance.get(null));
    return (channel, from, length) -> {
      ByteBuffer buffer = channel.map(MapMode.READ_WRITE, from, length);
      return new Mapped(buffer, () -> invokeCleaner(clean, buffer));
    };
  }

  private static void invokeCleaner(MethodHandle clean, ByteBuffer buffer) {
    try {
      clean.invoke(buffer);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
