package dev.kevo.sql.exec;

import dev.kevo.engine.ReadView;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one execution of a statement works with: the state it reads, its parameters, the way to stop
 * it. For one thread, but for the cancel token.
 */
public final class StatementContext {
  /** Rows between two looks at the clock. */
  private static final int CLOCK_INTERVAL = 256;

  private final ReadView view;
  private final @Nullable Object[] parameters;
  private final CancelToken cancel;
  private final List<@Nullable Object[]> givenRows;
  private final SequenceNumbers sequences;
  private final MemoryBroker broker;
  private @Nullable Noted noted;
  private @Nullable WorkMemory memory;
  private int polls;
  private ScanWorkers workers = ScanWorkers.NONE;

  private Pasts pasts = Pasts.NONE;

  /** What many statements do without: a look-up by key makes no object for it. */
  private static final class Noted {
    private @Nullable Map<Long, LongSupplier> openSequences;
    private @Nullable Set<RowCursor> cursors;
    private @Nullable Instant now;

    /** What operators pass to those that run inside them; shared with parts. */
    private @Nullable Map<Object, Object> passed;
  }

  /**
   * A context of a statement that names no sequence.
   *
   * @param parameters in the executor's representation
   */
  public StatementContext(ReadView view, @Nullable Object[] parameters, CancelToken cancel) {
    this(view, parameters, cancel, SequenceNumbers.NONE);
  }

  /**
   * A context.
   *
   * @param parameters in the executor's representation
   */
  public StatementContext(
      ReadView view, @Nullable Object[] parameters, CancelToken cancel, SequenceNumbers sequences) {
    this(view, parameters, cancel, sequences, MemoryBroker.UNLIMITED);
  }

  /**
   * A context of a statement that may keep rows.
   *
   * @param parameters in the executor's representation
   */
  public StatementContext(
      ReadView view,
      @Nullable Object[] parameters,
      CancelToken cancel,
      SequenceNumbers sequences,
      MemoryBroker broker) {
    this(view, parameters, cancel, sequences, broker, List.of());
  }

  private StatementContext(
      ReadView view,
      @Nullable Object[] parameters,
      CancelToken cancel,
      SequenceNumbers sequences,
      MemoryBroker broker,
      List<@Nullable Object[]> givenRows) {
    this.view = view;
    this.parameters = parameters;
    this.cancel = cancel;
    this.sequences = sequences;
    this.broker = broker;
    this.givenRows = givenRows;
  }

  /** The context of the same statement with rows to compute something from. */
  StatementContext withGivenRows(List<@Nullable Object[]> rows) {
    StatementContext context =
        new StatementContext(view, parameters, cancel, sequences, broker, rows);
    context.noted().now = now();
    context.memory = memory();
    context.pasts = pasts;
    return context;
  }

  /**
   * A context for a part of the same statement: with cursors and memory of its own, which go with
   * {@link #close}.
   */
  public StatementContext part() {
    StatementContext part =
        new StatementContext(view, parameters, cancel, sequences, broker, givenRows);
    part.noted().now = now();
    part.memory = memory().part();
    part.noted().passed = passedValues();
    part.pasts = pasts;
    return part;
  }

  private Noted noted() {
    Noted own = noted;
    if (own == null) {
      own = new Noted();
      noted = own;
    }
    return own;
  }

  private Map<Object, Object> passedValues() {
    Map<Object, Object> values = noted().passed;
    if (values == null) {
      values = new HashMap<>(4);
      noted().passed = values;
    }
    return values;
  }

  /** Passes a value to operators that run inside another one and know the key. */
  public void pass(Object key, Object value) {
    passedValues().put(key, value);
  }

  /** What was passed under a key. */
  public Object passed(Object key) {
    Object value = passedValues().get(key);
    if (value == null) {
      throw new AssertionError("nothing was passed as " + key);
    }
    return value;
  }

  /** Ends the statement or a part: closes cursors and gives memory back. */
  public void close() {
    try {
      closeCursors();
    } finally {
      WorkMemory own = memory;
      if (own != null) {
        own.close();
      }
    }
  }

  /** The rows that {@link GivenRows} gives. */
  List<@Nullable Object[]> givenRows() {
    return givenRows;
  }

  /** The state that the statement reads. */
  public ReadView view() {
    return view;
  }

  /** Says which states of the past the statement reads; whoever opened them closes them. */
  public void read(Pasts states) {
    pasts = states;
  }

  /** The state that a table of the past is read in. */
  ReadView past(PastTable table) {
    return pasts.view(table);
  }

  /** The values of the parameters; not to be changed. */
  public @Nullable Object[] parameters() {
    return parameters;
  }

  /** The memory that rows are kept in. */
  public WorkMemory memory() {
    WorkMemory own = memory;
    if (own == null) {
      own = new WorkMemory(broker);
      memory = own;
    }
    return own;
  }

  /** Lets threads help to read; gives this context back. */
  public StatementContext helpedBy(ScanWorkers helpers) {
    workers = helpers;
    return this;
  }

  /** Threads that may help to read; none in a part. */
  public ScanWorkers workers() {
    return workers;
  }

  /** The way to stop the statement. */
  public CancelToken cancel() {
    return cancel;
  }

  /** The statement's moment: when it first asks, and the same from then on. */
  public Instant now() {
    Instant moment = noted().now;
    if (moment == null) {
      moment = Instant.now();
      noted().now = moment;
    }
    return moment;
  }

  /** The next number of the sequence that has an id. */
  public long nextValue(long sequence) {
    Map<Long, LongSupplier> open = noted().openSequences;
    if (open == null) {
      open = new HashMap<>(4);
      noted().openSequences = open;
    }
    return open.computeIfAbsent(sequence, id -> sequences.of(view, id)).getAsLong();
  }

  /** The number of a sequence that the session took last, as {@link SequenceNumbers#last}. */
  public long lastValue(long sequence) {
    return sequences.last(sequence);
  }

  /** Remembers a cursor that generated code opened, since not all of its code closes them. */
  public void opened(RowCursor cursor) {
    Set<RowCursor> open = noted().cursors;
    if (open == null) {
      open = Collections.newSetFromMap(new IdentityHashMap<>(4));
      noted().cursors = open;
    }
    open.add(cursor);
  }

  /** Forgets a cursor that is about to be closed. */
  public void closed(RowCursor cursor) {
    Set<RowCursor> open = noted().cursors;
    if (open != null) {
      open.remove(cursor);
    }
  }

  /** Closes what is still open. */
  void closeCursors() {
    Noted own = noted;
    Set<RowCursor> open = own == null ? null : own.cursors;
    if (own != null && open != null) {
      own.cursors = null;
      open.forEach(RowCursor::close);
    }
  }

  /** Looks whether the statement must stop: to be called for each row of each loop. */
  public void poll() {
    if (cancel.isRaised()) {
      throw stopped(cancel);
    }
    if (++polls >= CLOCK_INTERVAL) {
      polls = 0;
      if (cancel.isTimedOut()) {
        throw stopped(cancel);
      }
    }
  }

  /** Looks whether the statement must stop, at the clock too. */
  public static void check(CancelToken cancel) {
    if (cancel.isCancelled()) {
      throw stopped(cancel);
    }
  }

  private static SqlStateException stopped(CancelToken cancel) {
    return cancel.isTimedOut()
        ? SqlState.TIMED_OUT.failure("the statement took longer than its time-out")
        : SqlState.CANCELLED.failure("the statement was cancelled");
  }
}
