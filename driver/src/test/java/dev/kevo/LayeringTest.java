package dev.kevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Holds the modules and the driver's packages to their one direction. */
class LayeringTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // Generated, and larger than all the rest.
          .withImportOption(location -> !location.contains("/sql/parser/"))
          .importPackages("dev.kevo");

  /** Each dependency from a package (with those below it) to a class that it must not know. */
  private static List<String> violations(String from, Predicate<String> forbidden) {
    List<JavaClass> origins =
        CLASSES.stream().filter(type -> isIn(type.getPackageName(), from)).toList();
    assertTrue(!origins.isEmpty(), () -> "no classes in " + from);
    return origins.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(
            dependency ->
                forbidden.test(dependency.getTargetClass().getBaseComponentType().getName()))
        .map(dependency -> dependency.getDescription())
        .sorted()
        .distinct()
        .toList();
  }

  private static boolean isIn(String name, String packageName) {
    return name.equals(packageName) || name.startsWith(packageName + ".");
  }

  private static Predicate<String> in(String... packages) {
    return name -> List.of(packages).stream().anyMatch(each -> isIn(name, each));
  }

  private static Predicate<String> classes(String... names) {
    return name ->
        List.of(names).stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "$"));
  }

  private static void assertNone(List<String> violations) {
    assertEquals(List.of(), violations);
  }

  @Test
  void modulesPointOneWay() {
    assertNone(
        violations(
            "dev.kevo.engine",
            in("dev.kevo.sql", "dev.kevo.jdbc", "dev.kevo.server", "dev.kevo.shell")));
    assertNone(
        violations("dev.kevo.sql", in("dev.kevo.jdbc", "dev.kevo.server", "dev.kevo.shell")));
  }

  @Test
  void theDriverKnowsNoServerAndNoShell() {
    assertNone(violations("dev.kevo.jdbc", in("dev.kevo.server", "dev.kevo.shell")));
  }

  @Test
  void whatConnectionsStandOnKnowsNoMode() {
    assertNone(
        violations(
            "dev.kevo.jdbc.connect",
            in("dev.kevo.jdbc").and(in("dev.kevo.jdbc.connect").negate())));
  }

  @Test
  void theModesDoNotKnowEachOther() {
    assertNone(violations("dev.kevo.jdbc.embedded", in("dev.kevo.jdbc.remote")));
    assertNone(violations("dev.kevo.jdbc.remote", in("dev.kevo.jdbc.embedded")));
  }

  @Test
  void theRemoteModeNeedsNeitherEngineNorCalcite() {
    assertNone(
        violations(
            "dev.kevo.jdbc.remote",
            in("dev.kevo", "org.apache.calcite", "org.eclipse", "javax.servlet")
                .and(in("dev.kevo.jdbc.remote", "dev.kevo.jdbc.connect").negate())
                .and(in("dev.kevo.sql.session").negate())
                .and(
                    classes(
                            "dev.kevo.engine.IsolationLevel",
                            "dev.kevo.engine.Slice",
                            "dev.kevo.sql.exec.CancelToken",
                            "dev.kevo.sql.types.SqlState",
                            "dev.kevo.sql.types.SqlStateException",
                            "org.apache.calcite.avatica.util.ByteString")
                        .negate())
                .and(in("org.apache.calcite.avatica.proto").negate())));
  }

  @Test
  void onlyTheFrontOfTheServerKnowsJetty() {
    Predicate<String> jetty =
        in("org.eclipse.jetty", "javax.servlet", "org.apache.calcite.avatica.server");
    List<String> users =
        CLASSES.stream()
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> jetty.test(dependency.getTargetClass().getName())))
            .map(type -> type.getName().replaceFirst("\\$.*", ""))
            .distinct()
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "dev.kevo.server.FramedSocket",
            "dev.kevo.server.FramedSockets",
            "dev.kevo.server.HttpFront"),
        users);
  }

  @Test
  void theServerUsesTheJdbcPackagesAsFarAsItMust() {
    assertNone(
        violations(
            "dev.kevo.server",
            in("dev.kevo.jdbc", "dev.kevo.shell")
                .and(in("dev.kevo.jdbc.connect").negate())
                .and(
                    classes(
                            "dev.kevo.jdbc.embedded.EmbeddedLink",
                            "dev.kevo.jdbc.remote.PackedFormat",
                            "dev.kevo.jdbc.remote.PackedReader",
                            "dev.kevo.jdbc.remote.PackedWriter",
                            "dev.kevo.jdbc.remote.SessionState",
                            "dev.kevo.jdbc.remote.Wire",
                            "dev.kevo.jdbc.remote.WireSignature",
                            "dev.kevo.jdbc.remote.WireValues")
                        .negate())));
  }

  @Test
  void theShellIsAnApplicationLikeAnyOther() {
    assertNone(
        violations(
            "dev.kevo.shell",
            in("dev.kevo")
                .and(in("dev.kevo.shell").negate())
                .and(classes("dev.kevo.server.KevoServer").negate())
                // The engine's API, but nothing inside the engine.
                .and(name -> !name.matches("dev[.]kevo[.]engine[.][A-Z].*"))));
  }
}
