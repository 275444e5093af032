package dev.kevo.engine.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.kevo.engine.key.KeyHash;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A get hashes its key once, for the filters of all tables: the search over tables does, and hands
 * the hash down. Whoever else came to hash keys on the way of a read would show up here.
 */
class KeyHashingTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kevo.engine");

  @Test
  void theSearchOverAllTablesHashesAKeyOnceAndNobodyBelowItDoes() {
    Map<String, Long> calls =
        CLASSES.stream()
            .filter(type -> !type.isEquivalentTo(KeyHash.class))
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(KeyHash.class))
            .collect(
                Collectors.groupingBy(
                    call ->
                        call.getOriginOwner().getSimpleName() + "." + call.getOrigin().getName(),
                    TreeMap::new,
                    Collectors.counting()));

    assertEquals(
        Map.of(
            "Tables.get", 1L,
            "Tables.getNewerThan", 1L,
            "Tables.keyChangedSince", 1L,
            "LockTable.hash", 1L,
            "TableWriter.addHash", 1L,
            "TableCheck.checkBlock", 1L),
        calls);
  }
}
