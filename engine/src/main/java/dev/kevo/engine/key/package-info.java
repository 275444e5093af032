/** Versions of keys: what a stored entry is called, and the order of entries. */
@NullMarked
package dev.kevo.engine.key;

import org.jspecify.annotations.NullMarked;
