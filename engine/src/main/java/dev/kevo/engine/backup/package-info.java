/**
 * Backups of open databases that share what did not change. {@link
 * dev.kevo.engine.backup.BackupFormat} draws the one file format.
 */
@NullMarked
package dev.kevo.engine.backup;

import org.jspecify.annotations.NullMarked;
