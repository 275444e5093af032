package dev.kevo.engine.version;

import dev.kevo.engine.value.ValueFileMeta;

/**
 * A value file of a {@link Version}, and how much of it the version's tables still refer to. What
 * they do not is garbage.
 *
 * @param values how many values are referred to
 * @param bytes the bytes of their records
 */
public record ValueFile(ValueFileMeta meta, long values, long bytes) {
  /** Whether half of it or more is garbage, so that its values move when a merge meets them. */
  public boolean isMostlyGarbage() {
    return meta.valueBytes() - bytes >= bytes;
  }
}
