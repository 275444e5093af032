/** Saves what can be read of a damaged database. */
@NullMarked
package dev.kevo.engine.repair;

import org.jspecify.annotations.NullMarked;
