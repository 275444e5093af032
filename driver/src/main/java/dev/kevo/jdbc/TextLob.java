package dev.kevo.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/** Text as a {@link Clob}, all of it in memory. Positions are counted from 1. */
final class TextLob implements NClob {
  private String text;

  TextLob(String text) {
    this.text = text;
  }

  @Override
  public long length() {
    return text.length();
  }

  @Override
  public String getSubString(long position, int length) throws SQLException {
    int start = start(position);
    if (length < 0) {
      throw JdbcErrors.invalid("a length must not be negative");
    }
    return text.substring(start, start + Math.min(length, text.length() - start));
  }

  @Override
  public Reader getCharacterStream() {
    return new StringReader(text);
  }

  @Override
  public Reader getCharacterStream(long position, long length) throws SQLException {
    return new StringReader(getSubString(position, (int) Math.min(length, Integer.MAX_VALUE)));
  }

  @Override
  public InputStream getAsciiStream() {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public long position(String pattern, long start) throws SQLException {
    int found = text.indexOf(pattern, start(start));
    return found < 0 ? -1 : found + 1;
  }

  @Override
  public long position(Clob pattern, long start) throws SQLException {
    return position(pattern.getSubString(1, (int) pattern.length()), start);
  }

  @Override
  public int setString(long position, String source) throws SQLException {
    int start = start(position);
    int end = Math.min(text.length(), start + source.length());
    text = text.substring(0, start) + source + text.substring(end);
    return source.length();
  }

  @Override
  public int setString(long position, String source, int offset, int length) throws SQLException {
    return setString(position, source.substring(offset, offset + length));
  }

  /** What is written replaces everything from that position on, once the stream is closed. */
  @Override
  public Writer setCharacterStream(long position) throws SQLException {
    int start = start(position);
    return new StringWriter() {
      @Override
      public void close() {
        text = text.substring(0, start) + this;
      }
    };
  }

  /** As {@link #setCharacterStream}. */
  @Override
  public OutputStream setAsciiStream(long position) throws SQLException {
    int start = start(position);
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        text = text.substring(0, start) + toString(StandardCharsets.US_ASCII);
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    text = getSubString(1, (int) length);
  }

  @Override
  public void free() {
    text = "";
  }

  private int start(long position) throws SQLException {
    if (position < 1 || position - 1 > text.length()) {
      throw JdbcErrors.invalid("there is no position " + position + " in " + text.length());
    }
    return (int) position - 1;
  }
}
