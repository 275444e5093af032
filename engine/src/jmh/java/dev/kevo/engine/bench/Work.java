package dev.kevo.engine.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The kinds of work, by db_bench's names; keys of 16 bytes, values of 100. */
enum Work {
  FILLSEQ("fillseq", true, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(i), load.value());
    }
  },
  FILLRANDOM("fillrandom", true, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(load.shuffled(i)), load.value());
    }
  },
  FILLBATCH("fillbatch", true, false, 1, 1000) {
    @Override
    void operate(Peer peer, Load load, long i) {
      List<byte[]> keys = new ArrayList<>(operationsPerCall);
      for (int k = 0; k < operationsPerCall; k++) {
        keys.add(key(i * operationsPerCall + k));
      }
      peer.putAll(keys, load.value());
    }
  },
  FILLSYNC("fillsync", true, true, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(load.shuffled(i)), load.value());
    }
  },
  FILLSYNC8("fillsync8", true, true, 8, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      peer.put(key(load.shuffled(i)), load.value());
    }
  },
  READRANDOM("readrandom", false, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      expect(peer.get(key(load.random().nextLong(load.entries()))));
    }
  },
  READHOT("readhot", false, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      expect(peer.get(key(load.random().nextLong(Math.max(1, load.entries() / 100)))));
    }
  },
  READMISSING("readmissing", false, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      byte[] key = key(load.random().nextLong(load.entries()));
      key[15] |= (byte) 0x80; // Between two keys that are there.
      expect(!peer.get(key));
    }
  },
  READSEQ("readseq", false, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      throw new UnsupportedOperationException("runs as one scan");
    }
  },
  SEEKRANDOM("seekrandom", false, false, 1, 1) {
    @Override
    void operate(Peer peer, Load load, long i) {
      long from = load.random().nextLong(Math.max(1, load.entries() - SCANNED));
      expect(peer.scan(key(from), SCANNED) == Math.min(SCANNED, load.entries()));
    }
  };

  private static final int SCANNED = 50;
  private static final int SYNC_SHARE = 100;
  private static final int SEEK_SHARE = 10;

  final String label;
  final boolean writes;
  final boolean durable;
  final int threads;
  final int operationsPerCall;

  Work(String label, boolean writes, boolean durable, int threads, int operationsPerCall) {
    this.label = label;
    this.writes = writes;
    this.durable = durable;
    this.threads = threads;
    this.operationsPerCall = operationsPerCall;
  }

  /** What one thread works with. */
  static final class Load {
    private static final int VALUE_BYTES = 100;
    private static final int VALUES = 1024;

    private final long entries;
    private final long multiplier;
    private final SplittableRandom random;
    private final byte[][] values = new byte[VALUES][VALUE_BYTES];

    Load(long entries, long seed) {
      this.entries = entries;
      this.multiplier = multiplier(entries);
      this.random = new SplittableRandom(seed);
      for (byte[] value : values) {
        random.nextBytes(value);
        for (int i = VALUE_BYTES / 2; i < VALUE_BYTES; i++) {
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

  /** How many calls, for a store of so many entries. */
  long calls(long entries) {
    if (durable) {
      return Math.max(100, entries / SYNC_SHARE);
    }
    return switch (this) {
      case FILLBATCH -> Math.max(1, entries / operationsPerCall);
      case SEEKRANDOM -> Math.max(1, entries / SEEK_SHARE);
      default -> entries;
    };
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
