package dev.kevo.engine;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents name what is there: options, tests, packages, classes, files. */
class DocumentsTest {
  private static final Path DOCS = Path.of("docs");
  private static final Path MAIN = Path.of("src/main/java/dev/kevo/engine");
  private static final Path TESTS = Path.of("src/test/java");

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path directory, String suffix) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first and second cells of a document's tables, where the first is code. */
  private static List<String[]> rows(String document, String heading) {
    String section = read(DOCS.resolve(document)).split("\n## " + heading + "\n", 2)[1];
    return section
        .split("\n## ", 2)[0]
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split(" *\\| *"))
        .toList();
  }

  /** Sizes as people write them. */
  private static String shown(Object value) {
    if (value instanceof Number number) {
      long bytes = number.longValue();
      if (bytes == Long.MAX_VALUE) {
        return "none";
      }
      for (String unit : List.of("", " KiB", " MiB", " GiB")) {
        if (bytes < 1024 || bytes % 1024 != 0 || (unit.isEmpty() && bytes < 1 << 16)) {
          return bytes + unit;
        }
        bytes /= 1024;
      }
    }
    return value.toString();
  }

  private static <T> void assertDescribed(String heading, Class<T> options, T defaults)
      throws ReflectiveOperationException {
    List<String[]> rows = rows("tuning.md", heading);
    List<String> expected = new ArrayList<>();
    for (Method with : options.getMethods()) {
      if (with.getName().startsWith("with") && with.getParameterCount() == 1) {
        String name =
            with.getName().substring(4, 5).toLowerCase(ROOT) + with.getName().substring(5);
        Object value = options.getMethod(name).invoke(defaults);
        String shown = value instanceof KeyspaceOptions ? "KeyspaceOptions.DEFAULT" : shown(value);
        expected.add(name + " " + shown);
      }
    }
    List<String> described =
        rows.stream().map(row -> (row[1] + " " + row[2]).replace("`", "")).toList();
    assertEquals(new TreeSet<>(expected), new TreeSet<>(described));
    rows.forEach(row -> assertTrue(row.length == 5 && row[4].length() > 10, row[1]));
  }

  @Test
  void everyOptionIsDescribedWithItsDefault() throws ReflectiveOperationException {
    assertDescribed("Options", Options.class, Options.DEFAULT);
    assertDescribed("KeyspaceOptions", KeyspaceOptions.class, KeyspaceOptions.DEFAULT);
  }

  @Test
  void linksLeadToFiles() {
    Pattern link = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
    int links = 0;
    for (Path document : list(DOCS, ".md")) {
      Matcher matcher = link.matcher(read(document));
      while (matcher.find()) {
        String target = matcher.group(1);
        assertTrue(
            target.startsWith("http") || Files.exists(DOCS.resolve(target)),
            () -> document + ": " + target);
        links++;
      }
    }
    assertTrue(links > 10, "found " + links + " links");
  }

  @Test
  void everyPackageIsInTheArchitecture() {
    String architecture = read(DOCS.resolve("architecture.md"));
    Set<String> missing = new TreeSet<>();
    for (Path description : list(MAIN, "package-info.java")) {
      Path relative = MAIN.relativize(description);
      if (relative.getNameCount() > 1 && !architecture.contains("`" + relative.getName(0) + "`")) {
        missing.add(relative.getName(0).toString());
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyClassThatThreadsShareIsInConcurrency() {
    String concurrency = read(DOCS.resolve("concurrency.md"));
    Pattern shared = Pattern.compile("\\b(synchronized|volatile|ReentrantLock|Atomic\\w+)\\b");
    Pattern comment = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    Set<String> missing = new TreeSet<>();
    for (Path source : list(MAIN, ".java")) {
      String name = source.getFileName().toString().replace(".java", "");
      if (shared.matcher(comment.matcher(read(source)).replaceAll("")).find()
          && !Pattern.compile("`" + name + "[`.]").matcher(concurrency).find()) {
        missing.add(name);
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void testsThatAreNamedAreThere() {
    Set<String> classes =
        list(TESTS, ".java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    String sources =
        list(TESTS, ".java").stream().map(DocumentsTest::read).collect(Collectors.joining());
    Set<String> missing = new TreeSet<>();
    Pattern name = Pattern.compile("`(\\w+Test)(\\.(\\w+))?`");
    int found = 0;
    for (Path document : list(DOCS, ".md")) {
      Matcher matcher = name.matcher(read(document));
      while (matcher.find()) {
        found++;
        String method = matcher.group(3);
        if (!classes.contains(matcher.group(1))
            || (method != null && !sources.contains("void " + method + "("))) {
          missing.add(matcher.group());
        }
      }
    }
    assertEquals(Set.of(), missing);
    assertTrue(found > 20, "found " + found + " names");
  }
}
