/** JDBC beside its peers, in one process and one run; {@code docs/benchmarks.md} says how. */
@NullMarked
package dev.kevo.jdbc.bench;

import org.jspecify.annotations.NullMarked;
