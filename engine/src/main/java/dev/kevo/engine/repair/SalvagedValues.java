package dev.kevo.engine.repair;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.SalvageReport.SalvagedFile;
import dev.kevo.engine.Slice;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.value.ValueFiles;
import dev.kevo.engine.value.ValueReference;
import dev.kevo.engine.value.ValueSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The value files of a damaged database, and which values were lost with them. */
final class SalvagedValues implements ValueSource, AutoCloseable {
  private static final int OPEN_FILES_MAX = 16;

  private final FileSystem files;
  private final Path directory;
  private final ValueFiles values;

  /** By number. */
  private final Map<Long, Found> found = new TreeMap<>();

  /** What reading the values of one file gave. */
  private static final class Found {
    private long read;
    private long bytesLost;
    private String fault = "";
    private final List<byte[]> lost = new ArrayList<>();

    /** Everything from the first lost key to the last one. */
    private List<KeyRange> range() {
      if (lost.isEmpty()) {
        return List.of();
      }
      byte[] last = lost.get(lost.size() - 1);
      return List.of(new KeyRange(lost.get(0), Arrays.copyOf(last, last.length + 1)));
    }
  }

  SalvagedValues(FileSystem files, Path directory) {
    this.files = files;
    this.directory = directory;
    this.values = new ValueFiles(files, directory, OPEN_FILES_MAX);
  }

  /** The value of a key was lost. */
  static final class LostValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Found in;

    private LostValueException(Found in, KevoException cause) {
      super(cause);
      this.in = in;
    }

    /** Notes whose value it was. */
    void note(byte[] key) {
      in.lost.add(key);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws LostValueException if that cannot be done
   */
  @Override
  public void read(Slice value) {
    ValueReference reference = ValueReference.decode(value);
    Found file = found.computeIfAbsent(reference.fileNumber(), number -> new Found());
    try {
      values.read(value);
      file.read++;
    } catch (CorruptionException | StorageException e) {
      file.bytesLost += reference.length();
      file.fault = file.fault.isEmpty() ? String.valueOf(e.getMessage()) : file.fault;
      throw new LostValueException(file, e);
    }
  }

  /** What was read and lost of each file since the last report. */
  List<SalvagedFile> report(String keyspace) {
    List<SalvagedFile> reports = new ArrayList<>();
    found.forEach(
        (number, file) -> {
          String name = FileNames.values(number);
          Path path = directory.resolve(name);
          reports.add(
              new SalvagedFile(
                  name,
                  keyspace,
                  files.exists(path) ? files.size(path) : 0,
                  file.bytesLost,
                  file.read,
                  file.lost.size(),
                  file.range(),
                  file.fault));
        });
    found.clear();
    return reports;
  }

  @Override
  public void close() {
    values.close();
  }
}
