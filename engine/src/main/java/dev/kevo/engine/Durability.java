package dev.kevo.engine;

/** When the write-ahead log is synced to the storage device. */
public enum Durability {
  /** Never by Kevo; the operating system decides. A power cut may lose the latest commits. */
  NONE,
  /**
   * After every {@link Options#syncBatchBytes} written, and no later than {@link
   * Options#syncBatchMillis} after a commit. A power cut may lose the last batch.
   */
  BATCH,
  /** Before a commit returns. Concurrent commits share one sync. */
  IMMEDIATE
}
