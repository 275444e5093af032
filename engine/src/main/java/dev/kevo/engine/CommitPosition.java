package dev.kevo.engine;

/**
 * A place between two commits in the order in which a database made them: where a {@link
 * ChangeStream} begins. Opaque; its token may be stored and means the same place after a reopening.
 *
 * @param token what {@link Database#changes} recognises it by
 */
public record CommitPosition(String token) {}
