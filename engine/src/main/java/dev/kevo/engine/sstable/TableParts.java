package dev.kevo.engine.sstable;

import dev.kevo.engine.iter.ConcatenatingIterator;
import dev.kevo.engine.iter.EntryIterator;
import java.util.List;

/**
 * Tables that do not overlap, in the order of their keys, as the parts of a {@link
 * ConcatenatingIterator}.
 *
 * @param tables the tables
 * @param caching whether blocks read go to the cache
 */
public record TableParts(List<Table> tables, boolean caching)
    implements ConcatenatingIterator.Parts {
  @Override
  public int count() {
    return tables.size();
  }

  @Override
  public byte[] first(int part) {
    return tables.get(part).meta().smallest();
  }

  @Override
  public byte[] last(int part) {
    return tables.get(part).meta().largest();
  }

  @Override
  public EntryIterator open(int part) {
    Table table = tables.get(part);
    return caching ? table.iterator() : table.iteratorPastCache();
  }
}
