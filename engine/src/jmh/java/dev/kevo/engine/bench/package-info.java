/**
 * Kevo beside its peers: {@link dev.kevo.engine.bench.EngineBenchmark} runs the same work on each of
 * them in turn, in one process.
 */
@NullMarked
package dev.kevo.engine.bench;

import org.jspecify.annotations.NullMarked;
