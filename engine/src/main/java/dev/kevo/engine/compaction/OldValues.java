package dev.kevo.engine.compaction;

import dev.kevo.engine.Slice;
import dev.kevo.engine.value.ValueReference;
import dev.kevo.engine.value.ValueSource;
import dev.kevo.engine.version.ValueFile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that the inputs of a merge refer to.
 *
 * @param files the value files of the inputs' version, by number
 * @param reader reads them; null if there are none
 */
record OldValues(Map<Long, ValueFile> files, @Nullable ValueSource reader) {
  /** For inputs without references. */
  static final OldValues NONE = new OldValues(Map.of(), null);

  /**
   * Replaces a reference by its value, if that is to be written anew because little else in its
   * file is of use.
   *
   * @return whether it did
   */
  boolean isReadAgain(Slice reference) {
    ValueFile file = files.get(ValueReference.decode(reference).fileNumber());
    if (reader == null || file == null || !file.isMostlyGarbage()) {
      return false;
    }
    reader.read(reference);
    return true;
  }
}
