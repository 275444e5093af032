package dev.kevo.sql.plan;

import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator with this product's choices. */
final class KevoValidator extends SqlValidatorImpl {
  KevoValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader catalog,
      RelDataTypeFactory typeFactory,
      Config config) {
    super(operators, catalog, typeFactory, config);
  }
}
