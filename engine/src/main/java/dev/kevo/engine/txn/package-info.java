/** Snapshots, transactions' private writes and reads, and the conflicts between them. */
@NullMarked
package dev.kevo.engine.txn;

import org.jspecify.annotations.NullMarked;
