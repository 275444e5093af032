package dev.kevo.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds SQL's packages to their order, and to the engine's API alone. */
class LayeringTest {
  private static final String ROOT = "dev.kevo.sql";
  private static final String ENGINE = "dev.kevo.engine";

  /** From the ground up. */
  private static final List<String> ORDER =
      List.of(
          "types", "parser", "catalog", "row", "mapping", "table", "exec", "vector", "plan",
          "cache", "ddl", "session");

  private static final JavaClasses CLASSES = classes();

  /** Only our own classes are read: what they depend on is known by its name. */
  private static JavaClasses classes() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    try {
      return new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
    } finally {
      ArchConfiguration.get().reset();
    }
  }

  @Test
  void everyPackageHasClassesAndAPlaceInTheOrder() {
    Set<String> found =
        CLASSES.stream().map(LayeringTest::layer).collect(Collectors.toCollection(TreeSet::new));

    assertEquals(new TreeSet<>(ORDER), found);
    assertTrue(CLASSES.contain(ROOT + ".session.SqlEngine"));
  }

  @Test
  void packagesImportOnlyThoseBeforeThem() {
    assertEquals(
        List.of(),
        violations(
            dependency -> {
              JavaClass target = dependency.getTargetClass();
              return target.getPackageName().startsWith(ROOT)
                  && ORDER.indexOf(layer(target))
                      > ORDER.indexOf(layer(dependency.getOriginClass()));
            }));
  }

  @Test
  void theEngineIsKnownByItsApiAlone() {
    assertEquals(
        List.of(),
        violations(
            dependency -> dependency.getTargetClass().getPackageName().startsWith(ENGINE + ".")));
  }

  @Test
  void driversAreNotKnownHere() {
    String avatica = "org.apache.calcite.avatica";
    assertEquals(
        List.of(),
        violations(
            dependency -> {
              JavaClass target = dependency.getTargetClass();
              String name = target.getPackageName();
              // Values and quoting are in Calcite's own signatures.
              return (name.startsWith(avatica) && !name.equals(avatica + ".util"))
                  || target.getName().equals("java.sql.Driver")
                  || target.getName().equals("java.sql.DriverManager")
                  || target.getName().equals("java.sql.Connection");
            }));
  }

  /** The package below the root; the generated parser belongs to the parser. */
  private static String layer(JavaClass type) {
    String name = type.getPackageName();
    if (name.length() <= ROOT.length()) {
      return "";
    }
    String rest = name.substring(ROOT.length() + 1);
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static List<String> violations(Predicate<Dependency> broken) {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(broken)
        .map(Dependency::getDescription)
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
