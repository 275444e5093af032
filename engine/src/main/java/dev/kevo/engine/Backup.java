package dev.kevo.engine;

/**
 * One backup of a {@link Backups} directory.
 *
 * @param id its number; later ones have greater numbers
 * @param millis when it was begun, in milliseconds since 1970
 * @param files the files of the database it restores
 * @param bytes the bytes of these files
 * @param newBytes how many of them it did not share with an earlier backup when it was made
 */
public record Backup(long id, long millis, int files, long bytes, long newBytes) {}
