package dev.kevo.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes as a {@link Blob}, all of them in memory. Positions are counted from 1. */
final class BinaryLob implements Blob {
  private byte[] bytes;

  BinaryLob(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public byte[] getBytes(long position, int length) throws SQLException {
    int start = start(position);
    if (length < 0) {
      throw JdbcErrors.invalid("a length must not be negative");
    }
    return Arrays.copyOfRange(bytes, start, start + Math.min(length, bytes.length - start));
  }

  @Override
  public InputStream getBinaryStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public InputStream getBinaryStream(long position, long length) throws SQLException {
    return new ByteArrayInputStream(getBytes(position, (int) Math.min(length, Integer.MAX_VALUE)));
  }

  @Override
  public long position(byte[] pattern, long start) throws SQLException {
    for (int i = start(start); i <= bytes.length - pattern.length; i++) {
      if (Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
        return i + 1L;
      }
    }
    return -1;
  }

  @Override
  public long position(Blob pattern, long start) throws SQLException {
    return position(pattern.getBytes(1, (int) pattern.length()), start);
  }

  @Override
  public int setBytes(long position, byte[] source) throws SQLException {
    return setBytes(position, source, 0, source.length);
  }

  @Override
  public int setBytes(long position, byte[] source, int offset, int length) throws SQLException {
    int start = start(position);
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, start + length);
    }
    System.arraycopy(source, offset, bytes, start, length);
    return length;
  }

  /** What is written replaces everything from that position on, once the stream is closed. */
  @Override
  public OutputStream setBinaryStream(long position) throws SQLException {
    int start = start(position);
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        byte[] head = Arrays.copyOf(bytes, start + size());
        System.arraycopy(toByteArray(), 0, head, start, size());
        bytes = head;
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    bytes = getBytes(1, (int) length);
  }

  @Override
  public void free() {
    bytes = new byte[0];
  }

  private int start(long position) throws SQLException {
    if (position < 1 || position - 1 > bytes.length) {
      throw JdbcErrors.invalid("there is no position " + position + " in " + bytes.length);
    }
    return (int) position - 1;
  }
}
