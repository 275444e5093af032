package dev.kevo.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Holds the engine's packages to their order: each imports only those before it, and the API. */
class LayeringTest {
  private static final String ROOT = "dev.kevo.engine";

  /** From the ground up. */
  private static final List<String> ORDER =
      List.of(
          "io",
          "codec",
          "temporary",
          "key",
          "value",
          "iter",
          "memtable",
          "wal",
          "cache",
          "sstable",
          "version",
          "compaction",
          "txn",
          "db",
          "backup",
          "repair");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackageHasClassesAndAPlaceInTheOrder() {
    Set<String> found =
        CLASSES.stream()
            .filter(type -> !type.getPackageName().equals(ROOT))
            .map(LayeringTest::layer)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(new TreeSet<>(ORDER), found);
    assertTrue(CLASSES.contain(ROOT + ".Kevo"));
  }

  @Test
  void packagesImportOnlyThoseBeforeThem() {
    assertEquals(List.of(), violations(LayeringTest::pointsUp));
  }

  @Test
  void theApiImportsNothingInternalButWhereKevoOpensDatabases() {
    assertEquals(
        List.of(),
        violations(
            dependency -> {
              JavaClass origin = dependency.getOriginClass();
              JavaClass target = dependency.getTargetClass();
              boolean kevoOpens =
                  origin.getFullName().equals(ROOT + ".Kevo")
                      && Set.of("backup", "db", "io", "repair").contains(layer(target));
              return origin.getPackageName().equals(ROOT) && isInternal(target) && !kevoOpens;
            }));
  }

  @Test
  void theEngineNeedsNothingButThePlatformSaveForZstd() {
    assertEquals(
        List.of(),
        violations(
            dependency -> {
              String target = dependency.getTargetClass().getBaseComponentType().getName();
              boolean zstd =
                  dependency.getOriginClass().getFullName().equals(ROOT + ".codec.ZstdBlocks")
                      && target.startsWith("io.airlift.compress.");
              return !zstd
                  && !target.startsWith("java.")
                  && !target.startsWith(ROOT)
                  && !target.startsWith("org.jspecify.annotations.")
                  && target.contains(".");
            }));
  }

  private static boolean pointsUp(Dependency dependency) {
    JavaClass origin = dependency.getOriginClass();
    JavaClass target = dependency.getTargetClass();
    return isInternal(origin)
        && isInternal(target)
        && ORDER.indexOf(layer(target)) > ORDER.indexOf(layer(origin));
  }

  private static boolean isInternal(JavaClass type) {
    return type.getPackageName().startsWith(ROOT + ".");
  }

  private static String layer(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
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
