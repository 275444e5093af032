package dev.kevo.engine.value;

import dev.kevo.engine.Slice;

/** Reads the values that references refer to. */
public interface ValueSource {
  /** Replaces an encoded reference by the value that it refers to, in an array nobody else has. */
  void read(Slice value);
}
