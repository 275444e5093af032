package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.Options;
import dev.kevo.engine.PositionLostException;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRetentionTest {
  /** Segment n was written to at n * 1000 ms. */
  private static final class Dated extends ForwardingFileSystem {
    Dated() {
      super(new MemoryFileSystem());
    }

    @Override
    public long lastModifiedMillis(Path file) {
      return 1000 * FileNames.parse(file.getFileName().toString()).orElseThrow().number();
    }
  }

  private final Dated files = new Dated();
  private long nowMillis = 6000;

  /** Segments 1 to 6, of which each begins at ten times its number. */
  @BeforeEach
  void createSegments() {
    files.createDirectories(DIRECTORY);
    for (long number = 1; number <= 6; number++) {
      WriteAheadLog.create(files, DIRECTORY, number, 10 * number).close();
    }
  }

  private LogRetention retention(Options options) {
    return new LogRetention(files, DIRECTORY, options, () -> nowMillis);
  }

  @Test
  void withoutAnyWishWhatIsFlushedIsGivenUp() {
    assertEquals(List.of(1L, 2L, 3L, 4L), retention(Options.DEFAULT).giveUp(5));
    assertEquals(List.of(), retention(Options.DEFAULT).giveUp(1));
  }

  @Test
  void soManySegmentsAreKept() {
    Options two = Options.DEFAULT.withLogRetainedSegments(2);
    assertEquals(List.of(1L, 2L), retention(two).giveUp(5));
    assertEquals(List.of(), retention(two).giveUp(3));
  }

  @Test
  void youngSegmentsAreKept() {
    LogRetention retention = retention(Options.DEFAULT.withLogRetainedMillis(2500));
    assertEquals(List.of(1L, 2L, 3L), retention.giveUp(6));
    nowMillis = 8000;
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), retention.giveUp(6));
  }

  @Test
  void whatAStreamReadsIsKeptAndAllAfterIt() {
    LogRetention retention = retention(Options.DEFAULT);
    LogRetention.Hold hold = retention.hold(35);
    assertEquals(3, hold.segment());
    assertEquals(List.of(1L, 2L), retention.giveUp(6));
    hold.moveTo(5);
    assertEquals(List.of(1L, 2L, 3L, 4L), retention.giveUp(6));
    hold.close();
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), retention.giveUp(6));
  }

  @Test
  void whatIsGivenUpIsNotHeldAnyMoreThoughItIsStillThere() {
    LogRetention retention = retention(Options.DEFAULT);
    assertEquals(10, retention.firstSequence());
    retention.giveUp(4);
    assertThrows(PositionLostException.class, () -> retention.hold(39));
    assertEquals(4, retention.hold(40).segment());
    assertEquals(40, retention.firstSequence());
  }
}
