/**
 * The database itself: opening and recovery, the commit queue, read states, background work. {@code
 * engine/docs/concurrency.md} has the locks and their order.
 */
@NullMarked
package dev.kevo.engine.db;

import org.jspecify.annotations.NullMarked;
