package dev.kevo.sql.session;

/**
 * What a {@code ?} stands for.
 *
 * @param jdbcType a constant of {@link java.sql.Types}
 * @param typeName the bare SQL name, such as VARCHAR
 * @param precision digits, characters or bytes; 0 if it has none
 * @param scale digits after the point; 0 if it has none
 */
public record ParameterType(int jdbcType, String typeName, int precision, int scale) {}
