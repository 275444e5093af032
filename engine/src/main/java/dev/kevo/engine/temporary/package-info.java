/**
 * Files for work that does not fit memory. {@link dev.kevo.engine.temporary.TemporaryFormat} draws
 * them.
 */
@NullMarked
package dev.kevo.engine.temporary;

import org.jspecify.annotations.NullMarked;
