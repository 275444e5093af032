@NullMarked
package dev.kevo.examples.tpch;

import org.jspecify.annotations.NullMarked;
