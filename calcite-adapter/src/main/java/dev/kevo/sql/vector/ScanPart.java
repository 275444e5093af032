package dev.kevo.sql.vector;

import dev.kevo.engine.KeyRange;
import dev.kevo.sql.exec.StatementContext;
import java.util.List;

/** A part of what a scan reads. */
record ScanPart(ScanBatches scan, KeyRange range) implements BatchSource {
  @Override
  public List<VectorType> types() {
    return scan.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return scan.open(context, List.of(range));
  }
}
