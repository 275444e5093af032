package dev.kevo.engine.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The kinds of work, by db_bench's names; keys of 16 bytes. */
enum Work {
  FILLSEQ("fillseq", Start.EMPTY, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(i), load.value());
    }
  },
  FILLRANDOM("fillrandom", Start.EMPTY, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(load.shuffled(i)), load.value());
    }
  },
  FILLBATCH("fillbatch", Start.EMPTY, false, 1, 1000) {
    @Override
    void operate(Peer peer, Load load, long i) {
      List<byte[]> keys = new ArrayList<>(operationsPerCall);
      List<byte[]> values = new ArrayList<>(operationsPerCall);
      for (int k = 0; k < operationsPerCall; k++) {
        keys.add(key(i * operationsPerCall + k));
        values.add(load.value());
      }
      peer.putAll(keys, values);
    }
  },
  FILLSYNC("fillsync", Start.EMPTY, true, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(load.shuffled(i)), load.value());
    }
  },
  FILLSYNC8("fillsync8", Start.EMPTY, true, 8, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(load.shuffled(i)), load.value());
    }
  },
  LOAD("load", Start.EMPTY, false, 1, 1) {
    @Override
    boolean whole() {
      return true;
    }

    @Override
    void operate(Peer peer, Load load, long i) {
      peer.load(load.entries(), Work::key, load::value);
    }
  },
  READRANDOM("readrandom", Start.FILLED, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      expect(peer.get(key(load.random().nextLong(load.entries()))));
    }
  },
  READHOT("readhot", Start.FILLED, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      expect(peer.get(key(load.random().nextLong(Math.max(1, load.entries() / 100)))));
    }
  },
  READMISSING("readmissing", Start.FILLED, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      byte[] key = key(load.random().nextLong(load.entries()));
      key[15] |= (byte) 0x80; // Between two keys that are there.
      expect(!peer.get(key));
    }
  },
  READSEQ("readseq", Start.FILLED, false, 1, 1) {
    @Override
    boolean whole() {
      return true;
    }

    @Override
    void operate(Peer peer, Load load, long i) {
      expect(peer.scan(key(0), Integer.MAX_VALUE) == load.entries());
    }
  },
  SEEKRANDOM("seekrandom", Start.FILLED, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      seek(peer, load, SCANNED);
    }
  },
  OPENSEEK("openseek", Start.FILLED, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      seek(peer, load, SCANNED_SHORT);
    }
  },
  REOPEN("reopen", Start.FILLED, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      expect(peer.get(key(load.random().nextLong(load.entries()))));
    }
  },
  READWHILEWRITING("readwhilewriting", Start.COPY, false, 2, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      // Calls go to the two threads in turn: the first reads, the second writes now and then.
      if (i % 2 == 0) {
        expect(peer.get(key(load.random().nextLong(load.entries()))));
      } else if (i % WRITE_SHARE == 1) {
        peer.put(key(load.shuffled(i)), load.value());
      }
    }
  },
  OVERWRITE("overwrite", Start.COPY, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(load.shuffled(i)), load.value());
    }
  },
  DELETERANDOM("deleterandom", Start.COPY, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.delete(key(load.shuffled(i)));
    }
  },
  COMPACT("compact", Start.COPY, false, 1, 1) {
    @Override
    boolean whole() {
      return true;
    }

    @Override
    void operate(Peer peer, Load load, long i) {
      peer.compact();
    }
  },
  RECOVERY("recovery", Start.CRASHED, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      expect(peer.get(key(0)));
    }
  };

  /** What the store holds before the work. */
  enum Start {
    /** Nothing. */
    EMPTY,
    /** All entries, which the work leaves as they are. */
    FILLED,
    /** All entries, in a copy that the work may change. */
    COPY,
    /** 64 MiB of entries that are in the log only. */
    CRASHED
  }

  private static final int SCANNED = 50;
  private static final int SCANNED_SHORT = 10;

  /** One write for so many calls of readwhilewriting. */
  private static final int WRITE_SHARE = 20;

  private static final int SYNC_SHARE = 100;
  private static final int SYNCS_MAX = 5_000;
  private static final int SEEK_SHARE = 5;
  private static final int SCANS = 10;
  private static final int OPENS = 20;

  /** Work makes no more calls than this on a filled store, half as many if it changes it. */
  private static final int CALLS_MAX = 500_000;

  final String label;
  final Start start;
  final boolean durable;
  final int threads;
  final int operationsPerCall;

  Work(String label, Start start, boolean durable, int threads, int operationsPerCall) {
    this.label = label;
    this.start = start;
    this.durable = durable;
    this.threads = threads;
    this.operationsPerCall = operationsPerCall;
  }

  /** What one thread works with. */
  static final class Load {
    private static final int VALUES = 1024;

    private final long entries;
    private final long multiplier;
    private final SplittableRandom random;
    private final byte[][] values;

    Load(long entries, int valueBytes, long seed) {
      this.entries = entries;
      this.multiplier = multiplier(entries);
      this.random = new SplittableRandom(seed);
      this.values = new byte[VALUES][valueBytes];
      for (byte[] value : values) {
        random.nextBytes(value);
        for (int i = valueBytes / 2; i < valueBytes; i++) {
          value[i] = value[0]; // Half of it compresses.
        }
      }
    }

    /** A number near the golden section of the entries, without a common divisor. */
    private static long multiplier(long entries) {
      long candidate = (long) (entries * 0.618) | 1;
      while (gcd(candidate, entries) != 1) {
        candidate++;
      }
      return candidate;
    }

    private static long gcd(long a, long b) {
      return b == 0 ? a : gcd(b, a % b);
    }

    long entries() {
      return entries;
    }

    /** The i-th of all numbers below {@link #entries}, in an order without locality. */
    long shuffled(long i) {
      long mixed = i * multiplier % entries;
      return mixed * multiplier % entries;
    }

    SplittableRandom random() {
      return random;
    }

    byte[] value() {
      return values[random.nextInt(VALUES)];
    }
  }

  /** One call. */
  abstract void operate(Peer peer, Load load, long i);

  /** Whether one call goes over all entries. */
  boolean whole() {
    return false;
  }

  /** Whether opening the store is the work. */
  boolean opens() {
    return this == REOPEN || this == RECOVERY;
  }

  /** Whether the work changes the store. */
  boolean writes() {
    return start == Start.EMPTY || start == Start.COPY;
  }

  /** How many calls, for a store of so many entries. */
  long calls(long entries) {
    if (this == READSEQ) {
      return SCANS; // One takes little more than the clock of CPU time tells apart.
    }
    if (this == REOPEN) {
      return OPENS;
    }
    if (whole() || this == RECOVERY) {
      return 1;
    }
    if (durable) {
      return Math.max(100, Math.min(SYNCS_MAX, entries / SYNC_SHARE));
    }
    return switch (this) {
      case FILLBATCH -> Math.max(1, entries / operationsPerCall);
      case SEEKRANDOM, OPENSEEK -> Math.max(1, Math.min(CALLS_MAX / SEEK_SHARE, entries));
      case READWHILEWRITING -> Math.min(CALLS_MAX, 2 * entries);
      case OVERWRITE, DELETERANDOM -> Math.min(CALLS_MAX / 2, entries);
      default -> start == Start.EMPTY ? entries : Math.min(CALLS_MAX, entries);
    };
  }

  /** How many operations those calls are. */
  long operations(long entries) {
    if (whole()) {
      return calls(entries) * entries;
    }
    return this == READWHILEWRITING
        ? calls(entries) / 2
        : calls(entries) * operationsPerCall;
  }

  private static void seek(Peer peer, Load load, int count) {
    long from = load.random().nextLong(Math.max(1, load.entries() - count));
    expect(peer.scan(key(from), count) == Math.min(count, load.entries()));
  }

  /** 16 bytes, in the order of the numbers; the last byte is below 0x80. */
  static byte[] key(long number) {
    return ByteBuffer.allocate(16).putLong(number).putLong(0x6B65796B65796B65L).array();
  }

  private static void expect(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("the store gave a wrong answer");
    }
  }
}
