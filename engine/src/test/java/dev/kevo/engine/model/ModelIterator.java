package dev.kevo.engine.model;

import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;

/** The plainest iterator over a model's entries. */
public class ModelIterator implements EntryIterator {
  private final EntryModel model;
  private EntryModel.Version at;
  private final Slice key = new Slice();
  private final Slice value = new Slice();

  public ModelIterator(EntryModel model) {
    this.model = model;
  }

  private boolean move(EntryModel.Version to) {
    at = to;
    if (to == null) {
      return false;
    }
    key.set(to.key(), 0, to.key().length);
    byte[] bytes = model.entries().get(to).value();
    value.set(bytes, 0, bytes.length);
    return true;
  }

  @Override
  public boolean seekToFirst() {
    return move(model.entries().isEmpty() ? null : model.entries().firstKey());
  }

  @Override
  public boolean seekToLast() {
    return move(model.entries().isEmpty() ? null : model.entries().lastKey());
  }

  @Override
  public boolean seek(byte[] userKey, long sequence) {
    return move(model.entries().ceilingKey(new EntryModel.Version(userKey, sequence)));
  }

  @Override
  public boolean seekBefore(byte[] userKey) {
    return move(model.entries().lowerKey(new EntryModel.Version(userKey, Long.MAX_VALUE)));
  }

  @Override
  public boolean next() {
    return move(model.entries().higherKey(at));
  }

  @Override
  public boolean previous() {
    return move(model.entries().lowerKey(at));
  }

  @Override
  public Slice key() {
    return key;
  }

  @Override
  public long sequence() {
    return at.sequence();
  }

  @Override
  public boolean isDelete() {
    return model.entries().get(at).kind() == EntryKind.DELETE;
  }

  @Override
  public boolean isReference() {
    return false;
  }

  @Override
  public Slice value() {
    return value;
  }

  @Override
  public void close() {}
}
