/**
 * The write-ahead log, and the checked record framing that the manifest shares with it. {@link
 * dev.kevo.engine.wal.LogFormat} draws the files, {@link dev.kevo.engine.wal.WalRecord} what a
 * record of the write-ahead log holds.
 */
@NullMarked
package dev.kevo.engine.wal;

import org.jspecify.annotations.NullMarked;
