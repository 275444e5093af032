/**
 * Which tables make up each keyspace: immutable versions, edits between them, and the manifest that
 * logs the edits.
 */
@NullMarked
package dev.kevo.engine.version;

import org.jspecify.annotations.NullMarked;
