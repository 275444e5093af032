package dev.kevo.engine;

/**
 * An open transaction, as {@link Database#transactions} saw it.
 *
 * @param id a number that no other transaction of this opening of the database has
 * @param ageMillis since it began
 * @param idleMillis since its last write, scan, refresh or lock; gets count only if it has an idle
 *     time-out
 * @param writes the writes made and not undone
 * @param locks the keys it holds locks of
 * @param waitingFor the id of a transaction whose lock it waits for; 0 if it waits for none
 * @param waitMillis how long it has waited so far
 */
public record TransactionInfo(
    long id,
    IsolationLevel isolation,
    boolean readOnly,
    long ageMillis,
    long idleMillis,
    int writes,
    int locks,
    long waitingFor,
    long waitMillis) {}
