package dev.kevo.server;

/** What answers requests, whichever way they came. Thread-safe. */
interface Backend {
  /**
   * A reply.
   *
   * @param status as HTTP has them
   * @param body an Avatica message, which says itself whether it is an error
   */
  record Answer(int status, byte[] body) {}

  /** Answers a request's bytes; never fails. */
  Answer answer(byte[] request);

  /** The answer to a client beyond the number of sockets that are served at a time. */
  Answer refuseSocket(int socketsMax);

  /** The answer to a request that is longer than the server takes. */
  Answer refuseLength(int bytesMax);
}
