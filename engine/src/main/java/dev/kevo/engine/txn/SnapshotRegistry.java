package dev.kevo.engine.txn;

import java.util.Arrays;

/**
 * The newest published sequence, and the older ones at which somebody still reads. What a reader at
 * the oldest of them cannot see may be dropped by compactions. Thread-safe.
 */
public final class SnapshotRegistry {
  /** A sequence that somebody reads at, from {@link #pin} to {@link #release}. */
  public static final class Pin {
    private final long sequence;
    private Pin previous = this;
    private Pin next = this;

    private Pin(long sequence) {
      this.sequence = sequence;
    }

    /** The newest sequence that its owner sees. */
    public long sequence() {
      return sequence;
    }
  }

  /** The head of a ring of pins, which ascend. Guarded by this. */
  private final Pin ring = new Pin(-1);

  /** Guarded by this. */
  private int size;

  /** Volatile: written by the leader of the commit queue, read by everyone. */
  private volatile long published;

  public SnapshotRegistry(long published) {
    this.published = published;
  }

  /** The newest sequence that readers see. */
  public long published() {
    return published;
  }

  /** Lets readers see everything up to {@code sequence}. */
  public void publish(long sequence) {
    published = sequence;
  }

  /** Pins the newest published sequence. */
  public synchronized Pin pin() {
    return pin(published);
  }

  /**
   * Pins an older sequence. What it sees may have been dropped before, so look afterwards.
   *
   * @param sequence published already
   */
  public synchronized Pin pin(long sequence) {
    Pin pin = new Pin(sequence);
    Pin before = ring.previous;
    while (before != ring && before.sequence > sequence) {
      before = before.previous;
    }
    pin.previous = before;
    pin.next = before.next;
    before.next.previous = pin;
    before.next = pin;
    size++;
    return pin;
  }

  /** Releases a pin; releasing twice is allowed. */
  public synchronized void release(Pin pin) {
    if (pin.next != pin) {
      pin.previous.next = pin.next;
      pin.next.previous = pin.previous;
      pin.next = pin;
      pin.previous = pin;
      size--;
    }
  }

  /** The sequences at which somebody reads or can begin to, ascending, without repetition. */
  public synchronized long[] sequences() {
    long[] sequences = new long[size + 1];
    int count = 0;
    for (Pin pin = ring.next; pin != ring; pin = pin.next) {
      if (count == 0 || sequences[count - 1] != pin.sequence) {
        sequences[count++] = pin.sequence;
      }
    }
    long newest = published;
    if (count == 0 || sequences[count - 1] != newest) {
      sequences[count++] = newest;
    }
    return Arrays.copyOf(sequences, count);
  }

  /** The oldest of {@link #sequences}. */
  public synchronized long oldest() {
    return size == 0 ? published : ring.next.sequence;
  }

  /** The number of pins. */
  public synchronized int size() {
    return size;
  }
}
