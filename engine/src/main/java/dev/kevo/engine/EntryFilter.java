package dev.kevo.engine;

import java.util.Arrays;
import java.util.List;

/**
 * What an entry must look like for a {@link Scan} to show it. It is data, so that whoever holds the
 * entries can evaluate it there: here where visibility is decided, before anything is handed out or
 * counted against the limit. Bytes are compared as they are; the arrays are not copied and must not
 * change afterwards. Filters do not lead to entries, {@link KeyRange}s do: a filtered scan reads
 * all of its range.
 */
public sealed interface EntryFilter {
  /** Whether an entry passes. */
  boolean matches(Slice key, Slice value);

  /** Whether {@link #matches} looks at the value. */
  boolean needsValue();

  /** Keys that end with some bytes. */
  static EntryFilter keySuffix(byte[] suffix) {
    return new Part(Part.Of.KEY, Part.Place.END, suffix);
  }

  /** Keys that hold some bytes anywhere. */
  static EntryFilter keyContains(byte[] bytes) {
    return new Part(Part.Of.KEY, Part.Place.ANYWHERE, bytes);
  }

  /** Values that begin with some bytes. */
  static EntryFilter valuePrefix(byte[] prefix) {
    return new Part(Part.Of.VALUE, Part.Place.BEGIN, prefix);
  }

  /** Values that end with some bytes. */
  static EntryFilter valueSuffix(byte[] suffix) {
    return new Part(Part.Of.VALUE, Part.Place.END, suffix);
  }

  /** Values that hold some bytes anywhere. */
  static EntryFilter valueContains(byte[] bytes) {
    return new Part(Part.Of.VALUE, Part.Place.ANYWHERE, bytes);
  }

  /** Entries that pass all of some filters; of none, every entry. */
  static EntryFilter all(EntryFilter... filters) {
    return new All(List.of(filters));
  }

  /** Entries that pass at least one of some filters; of none, no entry. */
  static EntryFilter any(EntryFilter... filters) {
    return new Any(List.of(filters));
  }

  /** Entries that do not pass a filter. */
  static EntryFilter not(EntryFilter filter) {
    return new Not(filter);
  }

  /** Bytes at some place of the key or value. */
  record Part(Of of, Place place, byte[] bytes) implements EntryFilter {
    /** What the bytes are looked for in. */
    public enum Of {
      KEY,
      VALUE
    }

    /** Where in it they must lie. */
    public enum Place {
      BEGIN,
      END,
      ANYWHERE
    }

    @Override
    public boolean matches(Slice key, Slice value) {
      Slice in = of == Of.KEY ? key : value;
      int last = in.length() - bytes.length;
      if (last < 0) {
        return false;
      }
      return switch (place) {
        case BEGIN -> isAt(in, 0);
        case END -> isAt(in, last);
        case ANYWHERE -> {
          int at = 0;
          while (at <= last && !isAt(in, at)) {
            at++;
          }
          yield at <= last;
        }
      };
    }

    private boolean isAt(Slice in, int at) {
      int from = in.offset() + at;
      return Arrays.equals(in.array(), from, from + bytes.length, bytes, 0, bytes.length);
    }

    @Override
    public boolean needsValue() {
      return of == Of.VALUE;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Part other
          && of == other.of
          && place == other.place
          && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * of.hashCode() + place.hashCode()) + Arrays.hashCode(bytes);
    }
  }

  /** A conjunction. */
  record All(List<EntryFilter> filters) implements EntryFilter {
    @Override
    public boolean matches(Slice key, Slice value) {
      for (int i = 0; i < filters.size(); i++) {
        if (!filters.get(i).matches(key, value)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean needsValue() {
      return filters.stream().anyMatch(EntryFilter::needsValue);
    }
  }

  /** A disjunction. */
  record Any(List<EntryFilter> filters) implements EntryFilter {
    @Override
    public boolean matches(Slice key, Slice value) {
      for (int i = 0; i < filters.size(); i++) {
        if (filters.get(i).matches(key, value)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean needsValue() {
      return filters.stream().anyMatch(EntryFilter::needsValue);
    }
  }

  /** A negation. */
  record Not(EntryFilter filter) implements EntryFilter {
    @Override
    public boolean matches(Slice key, Slice value) {
      return !filter.matches(key, value);
    }

    @Override
    public boolean needsValue() {
      return filter.needsValue();
    }
  }
}
