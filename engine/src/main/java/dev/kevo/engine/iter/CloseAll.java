package dev.kevo.engine.iter;

import org.jspecify.annotations.Nullable;

/** Closes several iterators, all of them even when one fails. */
final class CloseAll {
  private CloseAll() {}

  static void close(EntryIterator[] iterators) {
    RuntimeException failure = null;
    for (EntryIterator iterator : iterators) {
      failure = closeOne(iterator, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable RuntimeException closeOne(
      EntryIterator iterator, @Nullable RuntimeException earlier) {
    try {
      iterator.close();
      return earlier;
    } catch (RuntimeException e) {
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }
}
