/** Value files: large values, which tables refer to instead of holding them. */
@NullMarked
package dev.kevo.engine.value;

import org.jspecify.annotations.NullMarked;
