/** Bytes in and out: integers, length-prefixed strings, checksums. Knows no file format. */
@NullMarked
package dev.kevo.engine.codec;

import org.jspecify.annotations.NullMarked;
