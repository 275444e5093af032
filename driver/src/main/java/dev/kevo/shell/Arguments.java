package dev.kevo.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shell's command line, read.
 *
 * @param url what to connect to
 * @param format how rows are printed
 * @param sql the statements of {@code -e}, in their order
 * @param file the script of {@code -f}
 */
record Arguments(String url, RowPrinter.Format format, List<String> sql, @Nullable String file) {
  private static final String URL_PREFIX = "jdbc:";

  static Arguments parse(String[] args) {
    List<String> sql = new ArrayList<>();
    @Nullable String file = null;
    @Nullable String target = null;
    RowPrinter.Format format = RowPrinter.Format.TABLE;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "-e" -> sql.add(value(args, ++i));
        case "-f" -> file = value(args, ++i);
        case "--format" -> format = format(value(args, ++i));
        default -> {
          if (args[i].startsWith("-") && args[i].length() > 1) {
            throw new IllegalArgumentException("unknown option " + args[i]);
          }
          if (target != null) {
            throw new IllegalArgumentException("there is more than one path or URL");
          }
          target = args[i];
        }
      }
    }
    if (target == null || target.isEmpty()) {
      throw new IllegalArgumentException("the path or URL is missing");
    }
    if (file != null && !sql.isEmpty()) {
      throw new IllegalArgumentException("-e and -f exclude each other");
    }
    String url = target.startsWith(URL_PREFIX) ? target : "jdbc:kevo:" + target;
    return new Arguments(url, format, sql, file);
  }

  private static String value(String[] args, int i) {
    if (i >= args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }

  private static RowPrinter.Format format(String name) {
    return switch (name) {
      case "table" -> RowPrinter.Format.TABLE;
      case "csv" -> RowPrinter.Format.CSV;
      default -> throw new IllegalArgumentException("--format must be table or csv, not " + name);
    };
  }

  boolean isInteractive() {
    return sql.isEmpty() && file == null;
  }

  /** The text to run. */
  String script() throws IOException {
    if (file == null) {
      return String.join(";\n", sql);
    }
    if (file.equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      return Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }
}
