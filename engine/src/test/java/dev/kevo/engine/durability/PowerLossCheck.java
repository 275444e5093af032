package dev.kevo.engine.durability;

import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.db.KevoDatabase;
import dev.kevo.engine.durability.CommitWorkload.Content;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.History;
import dev.kevo.engine.io.PowerLoss;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens what a power cut at any moment of a {@link Recording} may leave, and compares with what was
 * acknowledged.
 *
 * <p>States that hold the same image are opened once, against the strictest of their demands: all
 * commits acknowledged before the latest of their moments, none begun after the earliest.
 */
final class PowerLossCheck {
  private static final int RECOVERY_SUBSETS = 2;

  private final Recording recording;
  private final long seed;

  /** The demands on one image: how many commits it must and may hold. */
  private static final class Demand {
    private int commitsMin;
    private int commitsMax = Integer.MAX_VALUE;
    private boolean secondKeyspace;
    private final Set<String> present = new TreeSet<>();
    private final Set<String> absent = new TreeSet<>();
    private int states;
  }

  /** What was checked, and the first violations. */
  record Outcome(
      long states, long statesChecked, int images, int imagesChecked, List<String> violations) {
    @Override
    public String toString() {
      return statesChecked
          + " of "
          + states
          + " states in "
          + imagesChecked
          + " of "
          + images
          + " different images, "
          + violations.size()
          + " violations";
    }
  }

  PowerLossCheck(Recording recording, long seed) {
    this.recording = recording;
    this.seed = seed;
  }

  /**
   * Checks images in random order until the time is over.
   *
   * @param randomSubsets random subsets of effects per moment
   */
  Outcome check(int randomSubsets, long nanos) {
    PowerLoss loss = PowerLoss.of(recording.history(), new Random(seed), randomSubsets);
    return check(loss, nanos, false);
  }

  /** Looks for one violation in a mutant of the recording's history. */
  Outcome checkMutant(History mutant, long nanos) {
    return check(PowerLoss.ofWholeFiles(mutant, new Random(seed)), nanos, true);
  }

  private Outcome check(PowerLoss loss, long nanos, boolean stopAtFirst) {
    Map<PowerLoss.State, Demand> demands = new HashMap<>();
    loss.visit((moment, state) -> demand(demands, moment, state));
    List<Map.Entry<PowerLoss.State, Demand>> images = new ArrayList<>(demands.entrySet());
    Collections.shuffle(images, new Random(seed));

    // Listing the images is not checking them, however busy the machine is.
    long deadline = System.nanoTime() + nanos;
    List<String> violations = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          while (System.nanoTime() < deadline && (violations.isEmpty() || !stopAtFirst)) {
            int i = next.getAndIncrement();
            if (i >= images.size()) {
              return;
            }
            DiskImage image = loss.image(images.get(i).getKey());
            checkImage(image, images.get(i).getValue(), i)
                .ifPresent(fault -> violations.add("image " + describe(image) + ": " + fault));
          }
        };
    inParallel(worker);
    int checked = Math.min(next.get(), images.size());
    return new Outcome(
        images.stream().mapToLong(image -> image.getValue().states).sum(),
        images.subList(0, checked).stream().mapToLong(image -> image.getValue().states).sum(),
        images.size(),
        checked,
        violations);
  }

  private static void inParallel(Runnable worker) {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> results = List.of(executor.submit(worker), executor.submit(worker));
      for (Future<?> result : results) {
        result.get();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      executor.shutdown();
    }
  }

  private void demand(Map<PowerLoss.State, Demand> demands, int moment, PowerLoss.State state) {
    Demand demand = demands.computeIfAbsent(state, absent -> new Demand());
    demand.states++;
    demand.commitsMin = Math.max(demand.commitsMin, recording.acknowledgedAt(moment));
    demand.commitsMax = Math.min(demand.commitsMax, recording.begunAt(moment));
    demand.secondKeyspace |= moment >= recording.keyspaceCreated();
    demand.present.addAll(recording.keyspacesPresentAt(moment));
    demand.absent.addAll(recording.keyspacesDroppedAt(moment));
  }

  /** Opens an image a few times; says what is wrong with it. */
  private Optional<String> checkImage(DiskImage image, Demand demand, int index) {
    try {
      PowerLossFileSystem files = new PowerLossFileSystem(image);
      int found;
      try (Database database = TestDatabases.open(files, recording.options())) {
        if (demand.secondKeyspace && database.keyspace(CommitWorkload.SECOND).isEmpty()) {
          return Optional.of("the second keyspace is lost");
        }
        Content content = Content.read(database, database);
        found = content.number();
        Optional<String> fault =
            compareKeyspaces(database, demand).or(() -> compare(content, demand));
        if (fault.isPresent()) {
          return fault;
        }
      }
      Optional<String> again = reopen(files, recording.options(), found);
      if (again.isPresent() || index % 8 != 0) {
        return again;
      }
      return checkCrashesInRecovery(files.history(), found, index).or(() -> checkCopies(image));
    } catch (RuntimeException | Error e) {
      return Optional.of("expected " + demand.commitsMin + " commits, found " + trace(e));
    }
  }

  private static Optional<String> compareKeyspaces(Database database, Demand demand) {
    for (String name : demand.present) {
      Optional<Keyspace> keyspace = database.keyspace(name);
      if (keyspace.isEmpty()) {
        return Optional.of("keyspace " + name + " is lost");
      }
    }
    return demand.absent.stream()
        .filter(name -> database.keyspace(name).isPresent())
        .findFirst()
        .map(name -> "the dropped keyspace " + name + " is back");
  }

  /** A checkpoint is the database of its moment, or none at all. */
  private Optional<String> checkCopies(DiskImage image) {
    PowerLossFileSystem files = new PowerLossFileSystem(image);
    for (int number : recording.checkpoints()) {
      Path copy = Recording.checkpoint(number);
      if (image.files().containsKey(copy.resolve(FileNames.CURRENT))) {
        try (Database database = KevoDatabase.open(files, copy, recording.options())) {
          if (!Content.read(database, database).sameAs(recording.workload().content(number))) {
            return Optional.of("the checkpoint of commit " + number + " is another one");
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> compare(Content content, Demand demand) {
    int found = content.number();
    if (found < demand.commitsMin) {
      return Optional.of("acknowledged " + demand.commitsMin + " commits, found " + found);
    }
    if (found > demand.commitsMax) {
      return Optional.of("begun " + demand.commitsMax + " commits, found " + found);
    }
    return content.sameAs(recording.workload().content(found))
        ? Optional.empty()
        : Optional.of("not the content after commit " + found);
  }

  /** Opens again, which must change nothing, and goes on with the next commit. */
  private Optional<String> reopen(PowerLossFileSystem files, Options options, int found) {
    CommitWorkload workload = recording.workload();
    int next = found;
    try (Database database = TestDatabases.open(files, options)) {
      if (!Content.read(database, database).sameAs(workload.content(found))) {
        return Optional.of("the second opening shows something else than the first");
      }
      if (found < workload.count()) {
        database.createKeyspace(CommitWorkload.SECOND);
        next++;
        workload.commit(database, next);
      }
    }
    try (Database database = TestDatabases.open(files, options)) {
      return Content.read(database, database).sameAs(workload.content(next))
          ? Optional.empty()
          : Optional.of("the commit after the recovery is lost");
    }
  }

  /** Cuts the power again while the first recoveries run. */
  private Optional<String> checkCrashesInRecovery(History history, int found, int index) {
    PowerLoss loss = PowerLoss.of(history, new Random(seed + index), RECOVERY_SUBSETS);
    List<PowerLoss.State> states = new ArrayList<>();
    loss.visit((moment, state) -> states.add(state));
    Collections.shuffle(states, new Random(seed + index));
    for (PowerLoss.State state : states.subList(0, Math.min(4, states.size()))) {
      PowerLossFileSystem files = new PowerLossFileSystem(loss.image(state));
      try (Database database = TestDatabases.open(files, recording.options())) {
        Content content = Content.read(database, database);
        int number = content.number();
        if ((number != found && number != found + 1)
            || !content.sameAs(recording.workload().content(number))) {
          return Optional.of("after a second power cut " + number + " commits, before " + found);
        }
      }
    }
    return Optional.empty();
  }

  private static String describe(DiskImage image) {
    StringBuilder text = new StringBuilder();
    image
        .files()
        .forEach((path, bytes) -> text.append(path.getFileName() + "(" + bytes.length + ") "));
    return text.toString().trim();
  }

  private static String trace(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString());
    StackTraceElement[] frames = e.getStackTrace();
    for (int i = 0; i < Math.min(8, frames.length); i++) {
      text.append(" < ").append(frames[i]);
    }
    return text.toString();
  }
}
