package dev.kevo.engine.compaction;

import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Slice;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileNames.Kind;
import dev.kevo.engine.io.FileNames.Numbered;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.value.ValueFileMeta;
import dev.kevo.engine.value.ValueWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of an output that are kept apart from its tables: those of {@link
 * KeyspaceOptions#largeValueBytes} and more, in new value files. For one thread.
 */
final class LargeValues {
  /** Size at which the next file begins, so that garbage can be given back piece by piece. */
  private static final long FILE_BYTES = 64L << 20;

  private final FileSystem files;
  private final Path directory;
  private final LongSupplier fileNumbers;
  private final KeyspaceOptions options;
  private final List<ValueFileMeta> finished = new ArrayList<>();
  private final List<Numbered> created = new ArrayList<>();
  private @Nullable AppendFile file;
  private @Nullable ValueWriter writer;

  LargeValues(FileSystem files, Path directory, LongSupplier fileNumbers, KeyspaceOptions options) {
    this.files = files;
    this.directory = directory;
    this.fileNumbers = fileNumbers;
    this.options = options;
  }

  /** Whether a value of a length is kept apart. */
  boolean takes(int length) {
    int least = options.largeValueBytes();
    return least > 0 && length >= least;
  }

  /**
   * Writes a value.
   *
   * @param reference set to the reference to it, valid until the next call
   */
  void write(Slice value, Slice reference) {
    ValueWriter open = writer;
    if (open != null && open.bytes() >= FILE_BYTES) {
      finishFile();
      open = null;
    }
    if (open == null) {
      open = begin();
    }
    open.add(value, reference);
  }

  private ValueWriter begin() {
    long number = fileNumbers.getAsLong();
    AppendFile opened = files.create(directory.resolve(FileNames.values(number)));
    file = opened;
    created.add(new Numbered(Kind.VALUES, number));
    ValueWriter begun = new ValueWriter(opened, number, options.compression());
    writer = begun;
    return begun;
  }

  private void finishFile() {
    ValueWriter open = writer;
    AppendFile written = file;
    if (open != null && written != null) {
      finished.add(open.finish());
      written.sync();
      writer = null;
      file = null;
      written.close();
    }
  }

  /** Ends the last file, and returns all of them, durable but for their names. */
  List<ValueFileMeta> finish() {
    finishFile();
    return List.copyOf(finished);
  }

  /** The files that were begun, finished or not. */
  List<Numbered> created() {
    return created;
  }

  /** Closes the file that is not finished. */
  void giveUp() {
    AppendFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
