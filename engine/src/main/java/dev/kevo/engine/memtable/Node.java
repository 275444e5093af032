package dev.kevo.engine.memtable;

/** A part of a {@link SkipList} between two bounds that are fixed for its life. */
abstract sealed class Node permits Run, Lane {
  /** The bytes that all keys within the bounds share. */
  final int prefix;

  Node(int prefix) {
    this.prefix = prefix;
  }
}
