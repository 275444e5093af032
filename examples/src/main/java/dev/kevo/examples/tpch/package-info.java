/**
 * The TPC-H benchmark as a sample: generated data, the 22 queries with the validation parameters of
 * the specification, and a comparison of answers.
 */
@NullMarked
package dev.kevo.examples.tpch;

import org.jspecify.annotations.NullMarked;
