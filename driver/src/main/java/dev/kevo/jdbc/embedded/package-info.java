/**
 * Links to databases in this JVM, and the register of those that are open: one per directory or
 * name, shared by its connections.
 */
@NullMarked
package dev.kevo.jdbc.embedded;

import org.jspecify.annotations.NullMarked;
