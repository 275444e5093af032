/**
 * The one place that touches files. Everything above sees {@link dev.kevo.engine.io.FileSystem}, so
 * that a test can lose unsynced data, fail any call or fill the disk.
 */
@NullMarked
package dev.kevo.engine.io;

import org.jspecify.annotations.NullMarked;
