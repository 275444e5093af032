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
 * A get hashes its key once, for the filters of all MemTables and tables: the search over a
 * keyspace does, and hands the hash down. Whoever else came to hash keys on the way of a read would
 * show up here.
 */
class KeyHashingTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kevo.engine");

  @Test
  void theSearchOverAKeyspaceHashesAKeyOnceAndNobodyBelowItDoes() {
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
            "KeyspaceState.get", 1L,
            "KeyspaceState.keyChangedSince", 1L,
            "PrivateWrites.get", 1L,
            "LockTable.hash", 1L,
            "MemTable.filter", 1L,
            "MemTable.filterOfAll", 1L,
            "TableWriter.addHash", 1L,
            "TableCheck.checkBlock", 1L),
        calls);
  }
}
