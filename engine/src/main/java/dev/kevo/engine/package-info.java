/**
 * The engine's only API: a database of named keyspaces, each an ordered map of byte-string keys to
 * byte-string values, with snapshots, atomic batches and transactions that span keyspaces.
 *
 * <p>Start at {@link dev.kevo.engine.Kevo#open}. Every other package below this one is internal.
 */
@NullMarked
package dev.kevo.engine;

import org.jspecify.annotations.NullMarked;
