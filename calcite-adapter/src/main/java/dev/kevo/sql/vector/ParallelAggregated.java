package dev.kevo.sql.vector;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Snapshot;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.ScanWorkers;
import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation of a large range that several threads read: each aggregates parts of the range,
 * then the results of the parts are aggregated. Small ranges are read by one thread, and so is
 * everything in a transaction, which is for one thread and may have changed the range.
 *
 * @param serial the same by one thread
 * @param scan the range, below filters and projections
 */
public record ParallelAggregated(Aggregated serial, ScanBatches scan) implements BatchSource {
  /** Parts per thread, so that a thread with small parts takes more of them. */
  private static final int PARTS_PER_THREAD = 4;

  /** The aggregation, by several threads where that is possible. */
  public static BatchSource where(Aggregated serial) {
    ScanBatches scan = scanBelow(serial.input());
    return scan == null || merging(serial) == null ? serial : new ParallelAggregated(serial, scan);
  }

  private static @Nullable ScanBatches scanBelow(BatchSource source) {
    if (source instanceof Filtered filtered) {
      return scanBelow(filtered.input());
    }
    if (source instanceof Projected projected) {
      return scanBelow(projected.input());
    }
    return source instanceof ScanBatches scan ? scan : null;
  }

  /** The same operators over a part of the range. */
  private static BatchSource over(BatchSource source, BatchSource part) {
    if (source instanceof Filtered filtered) {
      return new Filtered(over(filtered.input(), part), filtered.condition());
    }
    if (source instanceof Projected projected) {
      return projected.over(over(projected.input(), part));
    }
    return part;
  }

  /**
   * How results of parts become those of the whole; null if they cannot. Sums of approximate
   * numbers would depend on where the range is split.
   */
  private static @Nullable List<Aggregate> merging(Aggregated serial) {
    List<Aggregate> merged = new ArrayList<>();
    for (Aggregate each : serial.aggregates()) {
      Aggregate.Function function =
          switch (each.function()) {
            case COUNT -> Aggregate.Function.SUM0;
            case SUM, SUM0 -> each.type().isExact() ? each.function() : null;
            case MIN, MAX, BIT_AND, BIT_OR, BIT_XOR -> each.function();
            default -> null;
          };
      if (function == null || each.distinct()) {
        return null;
      }
      int column = serial.groups().length + merged.size();
      merged.add(new Aggregate(function, new int[] {column}, -1, false, List.of(), each.type()));
    }
    return merged;
  }

  @Override
  public List<VectorType> types() {
    return serial.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    ScanWorkers workers = context.workers();
    Database database = context.memory().database();
    if (workers.cores() < 2 || database == null || !(context.view() instanceof Snapshot)) {
      return serial.open(context);
    }
    List<KeyRange> ranges = scan.scan().ranges(Scalar.values(scan.operands(), context));
    boolean large =
        ranges.size() == 1
            && database.estimate(scan.table().keyspace(), ranges.get(0)).bytes()
                >= workers.rangeBytesMin();
    if (!large) {
      return serial.open(context);
    }
    int helpers = workers.take();
    try {
      List<KeyRange> parts =
          helpers == 0 ? ranges : split(database, ranges.get(0), (helpers + 1) * PARTS_PER_THREAD);
      return parts.size() < 2
          ? serial.open(context)
          : merged(context, new ParallelParts(workers, context).run(sources(parts), helpers));
    } finally {
      workers.giveBack(helpers);
    }
  }

  private List<KeyRange> split(Database database, KeyRange range, int partsMax) {
    List<KeyRange> parts = new ArrayList<>();
    byte @Nullable [] start = range.start();
    for (byte[] key : database.splitPoints(scan.table().keyspace(), range, partsMax)) {
      parts.add(new KeyRange(start, key));
      start = key;
    }
    parts.add(new KeyRange(start, range.end()));
    return parts;
  }

  private List<BatchSource> sources(List<KeyRange> parts) {
    List<BatchSource> sources = new ArrayList<>();
    for (KeyRange part : parts) {
      BatchSource rows = over(serial.input(), new ScanPart(scan, part));
      sources.add(new Aggregated(rows, serial.groups(), serial.aggregates()));
    }
    return sources;
  }

  private BatchCursor merged(StatementContext context, List<BatchSource> results) {
    List<Aggregate> merging = merging(serial);
    if (merging == null) {
      throw new AssertionError("these aggregates cannot be merged");
    }
    int[] groups = new int[serial.groups().length];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = i;
    }
    return new Aggregated(new Concatenated(results), groups, merging).open(context);
  }
}
